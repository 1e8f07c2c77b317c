"""The database of the portal's bench: accounts and cases. Runs in Odoo's Python."""

from __future__ import annotations

from odoo.tools import SQL

from tthc_cli.inside.bench_reminders import copies, picked

CASES = 100_000
ACCOUNTS = 100
#: How many of them sign in: sealing a password takes long.
SIGNED_IN = 16
#: The year of the copies; what is filed in the bench is of another one.
YEAR = 1990
RARE = "quặng đất hiếm"
_ACTIONS = ("file", "mail", "lookup", "act", "join")
_KINDS = ("account", "address", "mail", "code", "link")


def fill(env) -> list[str]:
    """Make accounts and cases.

    :return: the logins of those who sign in, each of which is its password
    """
    for action in _ACTIONS:
        for kind in _KINDS:
            env["ir.config_parameter"].set_param(
                f"dialogue_tthc_portal.limit.{action}.{kind}", "0/1"
            )
    # as ./tthc run sets it: no page is at another address for its language
    env["ir.default"].set("res.partner", "lang", "vi_VN")
    users = _accounts(env)
    sector = env["dialogue.sector"].create({"name": "Sở hữu trí tuệ"})
    case = _one_case(env, users[0], sector)
    partners = users.partner_id.ids
    copies(
        env,
        case,
        {
            "year": SQL("%s", YEAR),
            "number": SQL("spread + 1"),
            "code": SQL("'PAKN.1990.' || lpad((spread + 1)::text, 6, '0')"),
            "partner_id": picked(partners),
            "subject": SQL(
                "CASE WHEN spread %% 1000 < %s THEN %s ELSE %s || spread END",
                ACCOUNTS,
                f"Giấy phép khai thác {RARE}",
                "Bao lâu thì có giấy chứng nhận nhãn hiệu số ",
            ),
            "received_on": SQL("now() - spread * interval '1 minute'"),
        },
        CASES,
    )
    _publish(env, sector)
    env.cr.execute("ANALYZE")
    env.cr.commit()
    return users[:SIGNED_IN].mapped("login")


def _accounts(env):
    env.company.write({"name": "Sở Khoa học và Công nghệ"})
    group = env.ref("base.group_portal").id
    companies = env["res.partner"].create(
        [
            {
                "name": f"Công ty TNHH số {place}",
                "is_company": True,
                "street": "12 Trần Phú",
                "city": "Hà Giang",
                "phone": "0219 386 0000",
            }
            for place in range(ACCOUNTS)
        ]
    )
    users = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            [
                {
                    "name": f"Trần Thị Bưởi {place}",
                    "login": f"bench-{place}@example.com",
                    "email": f"bench-{place}@example.com",
                    "lang": "vi_VN",
                    "tz": "Asia/Ho_Chi_Minh",
                    "parent_id": company.id,
                    "group_ids": [(6, 0, [group])],
                }
                for place, company in enumerate(companies)
            ]
        )
    )
    for user in users[:SIGNED_IN]:
        user.password = user.login
    return users


def _one_case(env, user, sector):
    """Return a case as the portal files it."""
    petitioner = env["dialogue.petitioner"].create(
        {
            "name": user.partner_id.parent_id.name,
            "kind": "enterprise",
            "address": "12 Trần Phú, Hà Giang",
            "email": user.email,
            "partner_id": user.partner_id.id,
        }
    )
    case = env["dialogue.feedback"].create(
        {
            "subject": "Bao lâu thì có giấy chứng nhận nhãn hiệu?",
            "question": "Hồ sơ nộp từ tháng 2 đến nay chưa có kết quả.",
            "partner_id": user.partner_id.id,
            "petitioner_id": petitioner.id,
            "sector_id": sector.id,
            "channel": "portal",
        }
    )
    case.action_receive()
    env.flush_all()
    return case


def _publish(env, sector):
    """Make a public copy of every case."""
    env.cr.execute("SELECT min(id) FROM dialogue_feedback WHERE year = %s", [YEAR])
    (first,) = env.cr.fetchone()
    values = {
        "feedback_id": first,
        "sector_id": sector.id,
        "question": "Hồ sơ nộp từ tháng 2 đến nay chưa có kết quả.",
        "answer": "<p>Trong 12 tháng kể từ ngày nộp đơn.</p>",
    }
    common = "Bao lâu thì có giấy chứng nhận nhãn hiệu"
    Publication = env["dialogue.publication"]
    one = Publication.create({"title": common, **values})
    env.flush_all()
    words = one.search_text
    rare = Publication._searchable(f"Giấy phép khai thác {RARE}")
    copies(
        env,
        one,
        {
            "feedback_id": SQL("%s + spread + 1", first),
            "code": SQL("'PAKN.1990.' || lpad((spread + 2)::text, 6, '0')"),
            "state": SQL("'published'"),
            "year": SQL("%s", YEAR),
            "answered_on": SQL("now()::date"),
            "asked_on": SQL("now()::date"),
            "published_on": SQL("now() - spread * interval '1 minute'"),
            "title": SQL(
                "CASE WHEN spread %% 1000 = 0 THEN %s ELSE %s END",
                f"Giấy phép khai thác {RARE}",
                common,
            ),
            "search_text": SQL(
                "CASE WHEN spread %% 1000 = 0 THEN %s ELSE %s END", rare, words
            ),
        },
        CASES - 1,
    )


def numbers(env) -> tuple[int, int, int]:
    """Return how many cases the portal was sent, their lowest and highest number."""
    env.cr.execute(
        SQL(
            "SELECT count(*), min(number), max(number) FROM dialogue_feedback"
            " WHERE year <> %s",
            YEAR,
        )
    )
    return env.cr.fetchone()

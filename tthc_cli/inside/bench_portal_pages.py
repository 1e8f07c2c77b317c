"""The pages that are timed, each beside its bare SQL. Runs in Odoo's Python."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from odoo.tools import SQL

from tthc_cli.inside.bench_portal_data import RARE
from tthc_cli.inside.bench_portal_http import Account

#: seconds, the median of a visit with nobody else there
LIMITS = {"list": 0.050, "search": 0.060, "page": 0.040, "register": 0.300}
_OWN = SQL("SELECT id FROM dialogue_feedback WHERE state <> 'draft' AND partner_id = ")
_LATEST = SQL(" ORDER BY received_on DESC, id DESC LIMIT 20")


_PUBLIC = SQL(
    "SELECT id FROM dialogue_publication WHERE state = 'published'"
    " AND array_to_tsvector(string_to_array(search_text, ' ')) @@ "
)
_NEWEST = SQL(" ORDER BY published_on DESC, id DESC LIMIT 20")


@dataclass(frozen=True)
class Page:
    """One page that is timed.

    :param name: key of ``LIMITS``
    :param title: what it is, for the person
    :param path: where it is
    :param proof: words that must be on it
    :param queries: the least that the database has to be asked for it
    """

    name: str
    title: str
    path: str
    proof: str
    queries: tuple[SQL, ...]


def pages_of(env, account: Account) -> Iterator[Page]:
    """Yield the pages of one account."""
    user = env["res.users"].search([("login", "=", account.login)])
    partner = user.partner_id.id
    own = SQL("%s%s", _OWN, partner)
    like = f"%{RARE}%"
    found = SQL("%s AND (subject ILIKE %s OR question ILIKE %s)", own, like, like)
    env.cr.execute(SQL("%s AND subject ILIKE %s LIMIT 1", own, like))
    (case_id,) = env.cr.fetchone()
    yield Page(
        "list",
        "Danh sách hồ sơ",
        "/my/feedback",
        "PAKN.",
        (SQL("SELECT count(*) FROM (%s) own", own), SQL("%s%s", own, _LATEST)),
    )
    yield Page(
        "search",
        "Tìm trong hồ sơ",
        f"/my/feedback?search={quote(RARE)}",
        RARE,
        (SQL("SELECT count(*) FROM (%s) own", found), SQL("%s%s", found, _LATEST)),
    )
    yield Page(
        "page",
        "Trang một hồ sơ",
        f"/my/feedback/{case_id}",
        RARE,
        (
            SQL("SELECT * FROM dialogue_feedback WHERE id = %s", case_id),
            SQL("SELECT * FROM dialogue_answer WHERE feedback_id = %s", case_id),
            SQL("SELECT * FROM dialogue_clock WHERE feedback_id = %s", case_id),
            SQL(
                "SELECT * FROM mail_message WHERE model = 'dialogue.feedback'"
                " AND res_id = %s",
                case_id,
            ),
        ),
    )
    for title, words in (
        ("Tìm câu trả lời công khai, từ hiếm", RARE),
        ("Tìm câu trả lời công khai, từ phổ biến", "giấy chứng nhận"),
    ):
        folded = env["dialogue.publication"]._searchable(words).split()
        public = SQL("%s%s::tsquery", _PUBLIC, " & ".join(folded))
        yield Page(
            "register",
            title,
            f"/dialogue/answers?q={quote(words)}",
            "/dialogue/answers/",
            (
                # beyond a thousand the page says "more than"
                SQL("SELECT count(*) FROM (%s LIMIT 1001) found", public),
                SQL("%s%s", public, _NEWEST),
            ),
        )

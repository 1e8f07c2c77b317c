"""What the routes of ``route_table.py`` need: records, ids, tokens, a look at the data.

For each variable of a path there is what its holder has and what is nobody's business;
for each kind of private link a record that it opens. An addon part that brings a new
one adds a method ``_make_<variable or scope>`` here.
"""

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from freezegun import freeze_time

from odoo import Command, fields, http
from odoo.tools import SQL

from odoo.addons.dialogue_tthc.models.dialogue_link import SCOPES

from ..models.dialogue_limit import LIMITS
from .common import PDF, PortalHttpCommon

NOWHERE = 2_000_000_000
MARK = "DẤU VẾT"
VARIABLE = re.compile(r"<(?:\w+:)?(\w+)>")
# what every call may leave behind: counters, sessions, files of the layout
UNCOUNTED = ("dialogue_limit",)
COUNTED = (
    "ir_attachment",
    "mail_activity",
    "mail_followers",
    "mail_mail",
    "mail_message",
    "rating_rating",
    "res_company",
    "res_partner",
    "res_users",
)


class RouteCommon(PortalHttpCommon):
    """One case of an enterprise, and everything by which somebody could get at it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for action, kinds in LIMITS.items():
            for kind in kinds:
                cls.env["ir.config_parameter"].set_param(
                    f"dialogue_tthc_portal.limit.{action}.{kind}", "0/1"
                )
        cls.feedback = cls._create_own(subject=f"{MARK} CHỦ ĐỀ")
        cls.feedback._attach([("dau-vet.pdf", PDF)])
        cls.foreign = cls._create_own(cls.stranger, subject="Của người lạ")
        cls.foreign._attach([("nguoi-la.pdf", PDF)])
        for feedback in (cls.feedback, cls.foreign):
            feedback.with_user(cls.desk).action_ask_info(f"{MARK} YÊU CẦU")
        cls.desk.password = cls.desk.login
        cls.people = {
            "public": None,
            "another enterprise": cls.stranger,
            "a colleague": cls.coworker,
            "another department": cls.outsider,
            "an official": cls.desk,
            "the owner": cls.petitioner_user,
        }
        cls.guest, cls.other_guest = cls._make_guests()
        # variable of a path -> (what its holder has, what is nobody's business)
        cls.ids = {"page": (1, NOWHERE)}
        for variable in cls._variables():
            if hasattr(cls, f"_make_{variable}"):
                cls.ids[variable] = getattr(cls, f"_make_{variable}")()
        # kind of private link -> (record it opens, another record of that kind)
        cls.opened = {
            scope: getattr(cls, f"_make_{scope}")()
            for scope, link in SCOPES.items()
            if link.model in cls.env and hasattr(cls, f"_make_{scope}")
        }
        cls.env.flush_all()

    @classmethod
    def _variables(cls):
        return (
            "feedback_id",
            "attachment_id",
            "session_id",
            "publication_id",
            "membership_id",
            "attendance_id",
            "material_id",
        )

    @classmethod
    def _make_feedback_id(cls):
        return cls.feedback.id, cls.foreign.id

    @classmethod
    def _make_membership_id(cls):
        requests = [
            cls.env["dialogue.membership"]._request(
                user.partner_id, {"name": f"{MARK} TỔ CHỨC", "kind": "enterprise"}
            )
            for user in (cls._create_portal_user("dlg-asks"), cls.outsider)
        ]
        return tuple(request.id for request in requests)

    @classmethod
    def _make_attachment_id(cls):
        return cls.feedback.attachment_ids.id, cls.foreign.attachment_ids.id

    @classmethod
    def _make_case(cls):
        return cls.feedback, cls.foreign

    @classmethod
    def _make_guests(cls):
        """Return invitations of the enterprise and of a stranger.

        The first one's session is announced, the other one's still prepared.
        """
        people = (cls.petitioner_user, cls.stranger)
        meetings = cls.env["dialogue.session"].create(
            [
                {
                    "name": f"{MARK} ĐỐI THOẠI",
                    "mode": "in_person",
                    "date_start": datetime(2099, 11, 20, 1, 30),
                    "date_end": datetime(2099, 11, 20, 4, 30),
                    "location": "Hội trường Sở",
                    "chair_id": cls.leader.id,
                    "agenda_item_ids": [Command.create({"name": "Khai mạc"})],
                    "material_ids": [
                        Command.create(
                            {
                                "name": "Tài liệu",
                                "file": "UERG",
                                "file_name": "dau-vet.pdf",
                                "audience": "public",
                            }
                        )
                    ],
                }
            ]
            * 2
        )
        guests = cls.env["dialogue.attendance"].create(
            [
                {"session_id": meeting.id, "partner_id": user.partner_id.id}
                for meeting, user in zip(meetings, people, strict=True)
            ]
        )
        meetings[0].action_announce("Để thử")
        return guests

    @classmethod
    def _make_session_id(cls):
        return cls.guest.session_id.id, cls.other_guest.session_id.id

    @classmethod
    def _make_attendance_id(cls):
        return cls.guest.id, cls.other_guest.id

    @classmethod
    def _make_material_id(cls):
        return tuple(
            guest.session_id.material_ids.id for guest in (cls.guest, cls.other_guest)
        )

    @classmethod
    def _make_invitation(cls):
        return cls.guest, cls.other_guest

    @classmethod
    def _make_check_in(cls):
        return cls.guest, cls.other_guest

    @classmethod
    def _make_running(cls):
        """Return two sessions that run now."""
        if not hasattr(cls, "running"):
            begins = fields.Datetime.now() - timedelta(minutes=5)
            cls.running = cls.env["dialogue.session"].create(
                [
                    {
                        "name": f"{MARK} ĐANG HỌP",
                        "date_start": begins,
                        "date_end": begins + timedelta(hours=3),
                        "location": "Hội trường Sở",
                        "chair_id": cls.leader.id,
                    }
                ]
                * 2
            )
            cls.running.action_announce("Để thử")
            cls.running.action_start()
        return cls.running

    @classmethod
    def _make_hall(cls):
        return tuple(cls._make_running())

    @classmethod
    def _make_survey(cls):
        return tuple(cls._make_running())

    @classmethod
    def _make_asked(cls):
        return tuple(
            meeting._hall_ask(
                {"name": f"{MARK} NGƯỜI HỎI", "question": f"{MARK} CÂU HỎI"},
                "b" * 22,
                "f" * 22,
            )
            for meeting in cls._make_running()
        )

    @classmethod
    def _make_publication_id(cls):
        public, draft = cls.env["dialogue.publication"], []
        for _copy in range(2):
            feedback = cls._create_own()
            cls._answer(feedback)
            action = feedback.with_user(cls.desk).action_open_publication()
            draft.append(public.browse(action["res_id"]))
        draft[0].with_user(cls.leader).action_publish()
        return draft[0].id, draft[1].id

    @classmethod
    def _make_filing(cls):
        room, nobody = (
            cls.env["dialogue.filing"]._room(cls.company),
            cls.env["res.partner"],
        )
        petitioner = {"kind": "citizen", "name": "x", "address": "x"}
        return [
            room._submit(
                key * 32,
                nobody,
                {
                    "questions": [{"subject": f"{MARK} PHIẾU", "question": "x"}],
                    "case": {"kind": "guidance", "origin": "outside"},
                    "petitioner": {**petitioner, "email": "x@example.com"},
                },
            )
            for key in "ab"
        ]

    @classmethod
    def _make_rating(cls):
        cases = [
            cls._create_own(user, subject=f"{MARK} ĐÃ TRẢ LỜI")
            for user in (cls.petitioner_user, cls.stranger)
        ]
        for feedback in cases:
            cls._answer(feedback)
        return cases

    # ------------------------------------------------------------------
    # Paths and tokens
    # ------------------------------------------------------------------

    def _path(self, route, **given):
        """Return a path of ``route`` with what its holder has, or what is given."""

        def value(found):
            name = found[1]
            return str(given[name] if name in given else self.ids[name][0])

        return VARIABLE.sub(value, route)

    def _good_path(self, route, row):
        """Return the path by which whoever has the right gets there."""
        if row.door in SCOPES:
            return self._path(
                route, token=self.opened[row.door][0]._link_token(row.door)
            )
        return self._path(route)

    def _bad_tokens(self, scope):
        """Return tokens that open nothing: name -> token."""
        record, other = self.opened[scope]
        good, others = record._link_token(scope), other._link_token(scope)
        wrong_scope = next(name for name in SCOPES if name != scope)
        long_ago = fields.Datetime.now() - timedelta(days=SCOPES[scope].days + 1)
        with freeze_time(long_ago):
            expired = record._link_token(scope)
        ordinal = good.split("-", 2)[1]
        return {
            "wrong": "khong-dung",
            "empty seal": f"{record.id}-{ordinal}-",
            "another's seal": f"{record.id}-{ordinal}-{others.split('-', 2)[2]}",
            "another kind": record._link_token(wrong_scope),
            "later day": good.replace(ordinal, str(int(ordinal) + 1)),
            "expired": expired,
            "nowhere": good.replace(f"{record.id}-", f"{NOWHERE}-", 1),
            "number": "99999999999999999999-1-" + "A" * 32,
        }

    # ------------------------------------------------------------------
    # Calls
    # ------------------------------------------------------------------

    def _bad_form_tokens(self):
        """Return what a form of this session may not be sent with: name -> token."""
        good = self._token()
        seal, _o, until = good.rpartition("o")
        return {
            "none": None,
            "wrong": f"{'0' * len(seal)}o{until}",
            "made to last": f"{seal}o{int(until) + 1}",
            "expired": http.Request.csrf_token(self, time_limit=-60),
        }

    def _call(self, row, path, *token):
        """Send what ``row`` says to ``path``.

        :param token: of the form, or None for a form without; else that of the session
        """
        if row.method == "GET":
            return self.url_open(path, allow_redirects=False)
        if not token:
            return self._post(path, row.data)
        # without values it would not be a POST
        data = {**(row.data or {"x": "x"}), "csrf_token": token[0]}
        return self.url_open(path, data=data, allow_redirects=False)

    def _answer_of(self, response):
        """Return what an answer says, without what differs from call to call."""
        text = re.sub(r"[0-9a-f]{40}o\d+", "", response.text)
        # the page repeats what was asked for, in links to its other languages
        text = text.replace(urlsplit(response.url).path, "")
        return response.status_code, response.headers.get("Location"), text

    def _snapshot(self):
        """Return table -> fingerprint of all that is in it."""
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.cr.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_type = "
            "'BASE TABLE' AND table_name LIKE 'dialogue\\_%'"
        )
        tables = {name for (name,) in self.env.cr.fetchall()} | set(COUNTED)
        found = {}
        for table in sorted(tables - set(UNCOUNTED)):
            where = SQL("WHERE url IS NULL" if table == "ir_attachment" else "")
            rows = self.env.execute_query(
                SQL(
                    "SELECT md5(coalesce(string_agg(t::text, '' ORDER BY t::text), ''))"
                    " FROM %s t %s",
                    SQL.identifier(table),
                    where,
                )
            )
            found[table] = rows[0][0]
        return found

"""The whole journey in a real browser, from the plan of a year to its figures."""

import json
from datetime import time
from pathlib import Path

from odoo import fields
from odoo.tests import common, new_test_user, tagged

from odoo.addons.dialogue_tthc.tests import common as dialogue_common

PLANS = Path(dialogue_common.__file__).with_name("plans")
TZ = "Asia/Ho_Chi_Minh"
SEED = "ke-hoach-skhcn-ha-giang-2023"
FILED = "Cấp lại giấy chứng nhận nhãn hiệu bị mất"
SESSION = "Đối thoại với doanh nghiệp về nhãn hiệu"


@tagged("post_install", "-at_install")
class TestJourney(common.HttpCase, dialogue_common.DialogueCommon):
    """Each role walks its steps with the buttons and windows that people have.

    The tours are in the addons' static/tests/tours/journey_*.js. What the database
    must hold after each of them is asserted here.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        officials = cls.desk | cls.leader | cls.specialist
        cls.desk.name = "Nguyễn Thị Đầu Mối"
        cls.leader.name = "Hoàng Thị Lãnh Đạo"
        cls.specialist.name = "Sùng Văn Chuyên Viên"
        cls.enterprise.write(
            {
                "is_company": True,
                "street": "12 Trần Phú",
                "city": "Hà Giang",
                "phone": "0219 386 1234",
            }
        )
        cls.account = new_test_user(
            cls.env,
            login="dlg-enterprise",
            groups="base.group_portal",
            partner_id=cls.enterprise.id,
            email=cls.enterprise.email,
        )
        cls.enterprise.name = "Công ty TNHH Nước Xanh"
        cls.company.partner_id.lang = "vi_VN"
        for user in officials | cls.account:
            user.write({"lang": "vi_VN", "tz": TZ})
        cls.seed = json.loads((PLANS / f"{SEED}.json").read_text("utf-8"))

    def setUp(self):
        super().setUp()
        navigate_to = common.ChromeBrowser.navigate_to

        def navigate_in_vietnam(browser, *args, **kwargs):
            browser._websocket_request(
                "Emulation.setTimezoneOverride", params={"timezoneId": TZ}
            )
            return navigate_to(browser, *args, **kwargs)

        self.patch(common.ChromeBrowser, "navigate_to", navigate_in_vietnam)

    def test_journey(self):
        self._import_plan()
        self._issue_plan()
        self._prepare_session()
        self._file_on_the_portal()
        self._hold_session()
        self._draft_answer()
        self._issue_answer()
        self._read_answer()
        self._conclude_session()
        self._read_figures()

    def _walk(self, tour, user, url="/odoo"):
        """Walk one tour as ``user``, and read the database anew."""
        self.start_tour(url, f"journey_{tour}", login=user.login, timeout=120)
        self.env.invalidate_all()

    def _mails_of(self, feedback):
        """Return how many mails the petitioner of a case was sent."""
        # receipts are written by a job a moment later
        self.env["dialogue.letter"].search([])._write_apart()
        return self.env["mail.mail"].search_count(
            [
                ("subject", "ilike", feedback.code),
                ("email_to", "=", self.enterprise.email),
            ]
        )

    # ------------------------------------------------------------------
    # The plan
    # ------------------------------------------------------------------

    def _import_plan(self):
        self.env["ir.attachment"].create(
            {
                "name": "plan.txt",
                "raw": (PLANS / f"{SEED}.txt").read_bytes(),
                "mimetype": "text/plain",
                "url": "/journey/plan.txt",
                "public": True,
            }
        )
        self._walk("desk_imports_plan", self.desk)
        self.plan = self.env["dialogue.plan"].search([])
        self.assertEqual(self.plan.state, "submitted")
        self.assertFalse(self.plan.number)
        self.assertFalse(self.plan.date)
        self.assertEqual(self.plan.year, 2023)
        self.assertEqual(self.plan.name, self.seed["title"])
        for section in (
            "purposes",
            "requirements",
            "participants",
            "forms",
            "contents",
        ):
            self.assertEqual(self.plan._items(section), self.seed[section])
        for section in ("time_frame", "budget", "symbol", "place", "signing_capacity"):
            self.assertEqual(self.plan[section], self.seed[section])
        self.assertEqual(self.plan.signer_name, self.seed["signer"])
        self.assertEqual(self.plan.signer_title, self.seed["signer_title"])
        self.assertEqual(self.plan._items("recipients"), self.seed["recipients"])
        self.assertRecordValues(
            self.plan.basis_ids,
            [
                {
                    "name": basis["text"],
                    "number": basis["number"],
                    "date": fields.Date.to_date(basis["date"]),
                    "issuer": basis["issuer"],
                }
                for basis in self.seed["bases"]
            ],
        )
        self.assertRecordValues(
            self.plan.assignment_ids,
            [
                {"unit": line["unit"], "name": line["task"]}
                for line in self.seed["assignments"]
                if line["unit"] or line["task"] != self.seed["budget"]
            ],
        )
        self.assertFalse(self.plan.note)
        self.assertEqual(self.plan.message_attachment_count, 1)

    def _issue_plan(self):
        self._walk("leader_issues_plan", self.leader)
        self.assertEqual(self.plan.state, "issued")
        self.assertEqual(self.plan.approver_id, self.leader)
        self.assertEqual(self.plan.reference, "01/KH-SKHCN")
        self.assertEqual(self.plan.date, fields.Date.to_date("2023-03-31"))
        self.assertEqual(self.plan.document_id.state, "issued")

    # ------------------------------------------------------------------
    # The session
    # ------------------------------------------------------------------

    def _prepare_session(self):
        self._walk("desk_prepares_session", self.desk)
        self.meeting = self.plan.session_ids
        self.assertRecordValues(
            self.meeting,
            [
                {
                    "name": SESSION,
                    "state": "announced",
                    "number": 1,
                    "chair_id": self.leader.id,
                }
            ],
        )
        hours = (self.meeting.date_end - self.meeting.date_start).total_seconds() / 3600
        self.assertEqual(hours, 3)
        # Eight in the morning in Vietnam
        self.assertEqual(self.meeting.date_start.time(), time(1))
        event = self.meeting.event_id
        self.assertEqual(event.start, self.meeting.date_start)
        self.assertEqual(event.partner_ids, self.leader.partner_id)
        self.assertRecordValues(
            self.meeting.attendance_ids,
            [{"partner_id": self.enterprise.id, "state": "invited"}],
        )

    def _file_on_the_portal(self):
        self._walk("enterprise_files", self.account, "/my")
        self.filed = self.meeting.feedback_ids
        self.assertRecordValues(
            self.filed,
            [
                {
                    "subject": FILED,
                    "state": "received",
                    "origin": "before",
                    "channel": "portal",
                    "partner_id": self.enterprise.id,
                }
            ],
        )
        self.assertRegex(self.filed.code, r"^PAKN\.\d{4}\.000001-\d$")
        self.assertEqual(self._mails_of(self.filed), 1)

    def _hold_session(self):
        # the day has come; a browser cannot wait for it
        days = self.meeting.date_start.date() - self.company._dialogue_today()
        self.meeting.write(
            {
                "date_start": self.meeting.date_start - days,
                "date_end": self.meeting.date_end - days,
                "short_notice_reason": "Buổi đối thoại được tổ chức sớm hơn",
            }
        )
        self.env.flush_all()
        self._walk("desk_holds_session", self.desk)
        self.assertEqual(self.meeting.state, "in_progress")
        self.assertRecordValues(
            self.meeting.attendance_ids.sorted("id"),
            [
                {"name": self.enterprise.name, "state": "attended"},
                {"name": "Vừ Mí Sính", "state": "attended"},
            ],
        )
        self.spot, self.beyond = (self.meeting.feedback_ids - self.filed).sorted("id")
        self.assertRecordValues(
            self.spot | self.beyond | self.filed,
            [
                {"origin": "at_session", "state": "answered", "outcome": "on_spot"},
                {"origin": "at_session", "state": "accepted", "outcome": "superior"},
                {"origin": "before", "state": "assigned", "outcome": "written"},
            ],
        )
        codes = [case.code for case in self.filed | self.spot | self.beyond]
        self.assertEqual(
            [code[-8:-2] for code in codes], ["000001", "000002", "000003"]
        )
        self.assertEqual(self.spot.partner_id, self.enterprise)
        self.assertRecordValues(
            self.spot.answer_id, [{"mode": "on_spot", "state": "issued", "version": 1}]
        )
        self.assertEqual(self._mails_of(self.spot), 2)
        self.assertEqual(self.filed.user_id, self.specialist)
        self.assertEqual(self.filed.activity_ids.user_id, self.specialist)
        self.referral = self.beyond.referral_line_ids.referral_id
        self.assertEqual(self.referral.state, "submitted")
        self.assertEqual(self.referral.partner_id, self.superior)

    def _conclude_session(self):
        self._walk("desk_concludes_session", self.desk)
        self.assertEqual(self.meeting.state, "closed")
        self.assertRecordValues(
            self.plan,
            [{"sessions_held": "1/1", "feedback_count": 3, "answered_count": 2}],
        )

    # ------------------------------------------------------------------
    # The answers
    # ------------------------------------------------------------------

    def _draft_answer(self):
        self._walk("specialist_drafts_answer", self.specialist)
        self.assertEqual(self.filed.state, "review")
        self.assertRecordValues(
            self.filed.answer_ids,
            [
                {
                    "state": "review",
                    "mode": "written",
                    "version": 1,
                    "author_id": self.specialist.id,
                    "approver_id": False,
                }
            ],
        )
        # received, accepted
        self.assertEqual(self._mails_of(self.filed), 2)

    def _issue_answer(self):
        self._walk("leader_issues_answer", self.leader)
        self.assertEqual(self.filed.state, "answered")
        answer = self.filed.answer_id
        self.assertRecordValues(
            answer,
            [{"state": "issued", "version": 1, "approver_id": self.leader.id}],
        )
        self.assertEqual(answer.document_id.reference, "01/SKHCN-QLCN")
        self.assertEqual(self._mails_of(self.filed), 3)
        self.assertFalse(self.filed.activity_ids)
        self.assertEqual(self.beyond.state, "referred")
        self.assertEqual(self.referral.state, "sent")
        self.assertEqual(self.referral.document_id.reference, "01/BC-SKHCN")

    def _read_answer(self):
        self._walk("enterprise_reads_answer", self.account, "/my/feedback")

    # ------------------------------------------------------------------
    # The figures
    # ------------------------------------------------------------------

    def _read_figures(self):
        self._walk("leader_reads_figures", self.leader)
        figures = self.env["dialogue.feedback.report"]._read_group(
            [], ["outcome"], ["feedback_count:sum"]
        )
        expected = {"on_spot": 1, "written": 1, "superior": 1}
        self.assertEqual(dict(figures), expected)

"""Every letter to a petitioner, and what has to happen for it to be written.

A letter is a ``mail.template`` of ours. Whoever adds one adds a method here, named
``_write_<its external id without "mail_template_">``: without it the tests fail.
"""

from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields

from odoo.addons.dialogue_tthc.tests.common_journey import DialogueJourneyCommon

from .common import PDF, PortalCommon
from .leaks import LEAK

PREFIX = "mail_template_"
# to another office, which is no petitioner
OFFICIAL = {"referral_reminder"}
# the one kind of private link in each letter; where it is not that of the case
LINKS = {
    "filing_confirm": "filing",
    "filing_reminder": "filing",
    "attendance_invited": "invitation",
    "attendance_changed": "invitation",
    "attendance_reminder": "invitation",
}
# letters about what is over, and letters that speak of a page behind the account
WITHOUT_LINK = {
    "filing_discarded",
    "attendance_cancelled",
    "membership_approved",
    "membership_refused",
}


def leave_behind(feedback, official):
    """Leave on a case what officials leave there, each with a mark."""
    case = feedback.with_user(official)
    for subtype in ("mail.mt_note", "mail.mt_comment"):
        case.message_post(
            body="x",
            subject="x",
            subtype_xmlid=subtype,
            attachments=[(f"{LEAK} ghi chú.pdf", PDF)],
        )
    case.activity_schedule(
        "mail.mail_activity_data_todo", summary="x", note="x", user_id=official.id
    )
    case.env["ir.attachment"].sudo().create(
        {
            "name": f"{LEAK} tệp.pdf",
            "raw": PDF,
            "res_model": feedback._name,
            "res_id": feedback.id,
        }
    )


class LettersCommon(PortalCommon, DialogueJourneyCommon):
    """Makes each letter be written, by the step that a person or a job takes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.dialogue_approver_id = cls.leader
        cls.reader = cls.petitioner_user.partner_id

    def _templates(self):
        """Return all letters of ours: short name -> ``mail.template``."""
        data = self.env["ir.model.data"].search(
            [
                ("model", "=", "mail.template"),
                ("module", "=like", "dialogue\\_tthc%"),
            ]
        )
        return {
            one.name.removeprefix(PREFIX): self.env["mail.template"].browse(one.res_id)
            for one in data
        }

    def _check_each(self, check):
        """Let each letter be written, and have its mails looked at.

        :param check: function of the letter's name, its template and its mails
        """
        for name, template in self._templates().items():
            if name in OFFICIAL:
                continue
            with self.subTest(name):
                with self._watched() as written:
                    getattr(self, f"_write_{name}")()
                check(
                    name, template, self.env["mail.mail"].browse(written[template.id])
                )

    @contextmanager
    def _watched(self):
        """Yield dict template id -> ids of the mails that are made of it."""
        written = {}
        templates = type(self.env["mail.template"])
        send = templates.send_mail_batch

        def watch(template, *args, **kwargs):
            self._before_letter()
            mails = send(template, *args, **kwargs)
            written.setdefault(template.id, []).extend(mails.ids)
            return mails

        with patch.object(templates, "send_mail_batch", watch):
            yield written

    def _before_letter(self):
        """Do what a test wants to have done just before a letter is written."""

    # ------------------------------------------------------------------
    # About a case
    # ------------------------------------------------------------------

    def _case(self, state="received"):
        petitioner = self._create_petitioner(partner_id=self.reader.id)
        feedback = self._create_feedback(
            partner_id=self.reader.id, petitioner_id=petitioner.id
        )
        leave_behind(feedback, self.desk)
        getattr(self, f"_to_{state}")(feedback)
        return feedback

    @classmethod
    def _refusal_reason(cls):
        return cls.reason

    def _write_feedback_received(self):
        # those of other cases were owed before
        self.env["dialogue.letter"].search([]).unlink()
        self._case()
        self._write_letters()

    def _write_feedback_need_info(self):
        self._case("need_info")

    def _write_feedback_info_received(self):
        self._case("need_info").with_user(self.desk).action_info_given("Đây ạ.")

    def _write_feedback_message(self):
        self._case()._write_to_petitioner("Chúng tôi đang xem hồ sơ.")

    def _write_feedback_messages(self):
        cases = self._case() + self._case()
        cases._write_to_petitioners(dict.fromkeys(cases, "Chúng tôi đang xem hồ sơ."))

    def _write_feedback_accepted(self):
        self._case("accepted")

    def _write_feedback_refused(self):
        self._case("refused")

    def _write_feedback_answered(self):
        self._case("answered")

    def _write_feedback_merged(self):
        self._case("merged")

    def _write_feedback_unmerged(self):
        self._case("merged").with_user(self.desk).action_unmerge("Khác nhau.")

    def _write_feedback_reopened(self):
        self._case("answered")._petitioner_reopen("Chưa rõ.")

    def _write_feedback_appealed(self):
        self._case("refused")._petitioner_appeal("Không đúng.")

    def _write_feedback_withdrawn(self):
        self._case("withdrawn")

    def _write_feedback_link(self):
        case = self._case()
        case._mail_link_again(case.code, case.petitioner_id.email)

    def _write_feedback_solved(self):
        self._case("answered")._ask_solved()

    def _write_feedback_extended(self):
        case = self._case("assigned")
        extension = case.with_user(self.specialist).action_request_extension(
            case.date_deadline + timedelta(days=7), "Chờ ý kiến Cục.", "Xin lỗi."
        )
        extension.with_user(self.leader).action_approve()

    def _write_feedback_unanswered(self):
        case = self._case("need_info")
        clock = case._supplement_clock()
        # nobody is given up who was not reminded
        for day in case._reminder_days(clock):
            with freeze_time(f"{day} 02:00:00"):
                clock._remind(day)
        with freeze_time(f"{clock.due_on + timedelta(days=7)} 02:00:00"):
            case.with_user(self.desk).action_withdraw_unanswered()

    # ------------------------------------------------------------------
    # About a form, an account, a session
    # ------------------------------------------------------------------

    def _filing(self):
        self.form_number = getattr(self, "form_number", 0) + 1
        room = self.env["dialogue.filing"].with_context(lang=self.reader.lang)
        return room._room(self.company)._submit(
            f"{self.form_number:032}",
            self.env["res.partner"],
            {
                "questions": [{"subject": "Một câu", "question": "Hỏi"}],
                "case": {"kind": "guidance", "origin": "outside"},
                "petitioner": {
                    "kind": "citizen",
                    "name": "Lê Văn Cam",
                    "address": "Hà Giang",
                    "email": "cam@example.com",
                },
            },
        )

    def _write_filing_confirm(self):
        self._filing()

    def _write_filing_reminder(self):
        self._filing()._remind()

    def _write_filing_discarded(self):
        self._filing().with_user(self.desk).action_discard("Không phải câu hỏi.")

    def _membership(self):
        return self.env["dialogue.membership"]._request(
            self.reader, {"name": self.enterprise.name, "kind": "enterprise"}
        )

    def _write_membership_approved(self):
        self._membership().with_user(self.desk).action_approve(self.enterprise.id)

    def _write_membership_refused(self):
        self._membership().with_user(self.desk).action_refuse("Chưa rõ chức vụ.")

    def _guest(self):
        begins = fields.Datetime.now() + timedelta(days=30)
        meeting = self.env["dialogue.session"].create(
            {
                "name": "Đối thoại về sở hữu trí tuệ",
                "date_start": begins,
                "date_end": begins + timedelta(hours=3),
                "location": "Hội trường Sở",
                "chair_id": self.leader.id,
            }
        )
        guest = self.env["dialogue.attendance"].create(
            {"session_id": meeting.id, "partner_id": self.reader.id}
        )
        meeting.action_announce("Để thử")
        meeting.message_post(body="x", subject="x", subtype_xmlid="mail.mt_note")
        return guest

    def _write_attendance_invited(self):
        self._guest()._write_letters("invited")

    def _write_attendance_changed(self):
        self._guest()._write_letters("changed")

    def _write_attendance_reminder(self):
        self._guest()._write_letters("week")

    def _write_attendance_cancelled(self):
        guest = self._guest()
        guest.session_id.action_cancel("Bão số 9")
        guest._write_letters("cancelled")

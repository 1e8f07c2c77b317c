import base64
import io
import zipfile
from unittest.mock import patch

from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools.office_pdf import OfficeError
from .document_common import DocumentCommon
from .docx_common import texts_of
from .test_dialogue_document import make_pdf

RUN = "odoo.addons.dialogue_tthc.models.dialogue_document_batch_run"


@tagged("post_install", "-at_install")
class TestDocumentBatch(DocumentCommon):
    def _start(self, owners=None, form="docx_zip", user=None):
        owners = self.guests if owners is None else owners
        Batch = self.env["dialogue.document.batch"].with_user(user or self.desk)
        action = Batch._start("invitation", owners.with_user(user or self.desk), form)
        return Batch.browse(action["res_id"])

    def _run(self):
        job = self.env.ref("dialogue_tthc.ir_cron_document_batch")
        with self.enter_registry_test_mode():
            job.method_direct_trigger()
        self.env.invalidate_all()

    def test_many_invitations_become_one_file(self):
        batch = self._start()
        self.assertEqual((batch.state, batch.progress), ("waiting", 0))
        # twice: the second time nothing is left to do
        self._run()
        self._run()
        self.assertEqual((batch.state, batch.progress), ("done", 100))
        self.assertEqual((batch.done_count, batch.failed_count), (5, 0))
        with zipfile.ZipFile(io.BytesIO(base64.b64decode(batch.result_file))) as file:
            names = file.namelist()
            texts = texts_of(file.read(names[1]))
        self.assertEqual(len(names), 5)
        self.assertIn("Khách 2", names[1])
        self.assertIn(f"Lời: {self.guests[1].id}", texts)
        self.assertEqual(len(batch.line_ids.document_id), 5)
        # the files on the way there are gone
        self.assertFalse(any(batch.line_ids.mapped("file")))
        self.assertIn("/result_file", batch.action_download()["url"])

    def test_a_job_out_of_time_begins_anew(self):
        batch = self._start()
        job = self.env.ref("dialogue_tthc.ir_cron_document_batch")
        triggers = self.env["ir.cron.trigger"].search_count([("cron_id", "=", job.id)])
        progress = []
        with (
            patch.object(
                self.env.registry["ir.cron"],
                "_commit_progress",
                lambda _self, *args, **vals: progress.append((args, vals)) or 0,
            ),
            patch(f"{RUN}.CHUNK", 2),
        ):
            self.env["dialogue.document.batch"]._cron_run()
        self.assertEqual((batch.state, batch.done_count), ("waiting", 2))
        self.assertEqual(progress[-1], ((), {"remaining": 0}))
        after = self.env["ir.cron.trigger"].search_count([("cron_id", "=", job.id)])
        self.assertEqual(after, triggers + 1)

    def test_one_pdf_holds_all_in_their_order(self):
        sizes = []

        def convert(contents):
            sizes.append(len(contents))
            return [make_pdf(2) for _content in contents]

        with (
            patch(f"{RUN}.to_pdf_files", convert),
            patch(f"{RUN}.CHUNK", 2),
        ):
            batch = self._start(form="pdf")
            self._run()
        self.assertEqual(sizes, [2, 2, 1])
        reader = PdfReader(io.BytesIO(base64.b64decode(batch.result_file)))
        self.assertEqual(len(reader.pages), 10)
        self.assertTrue(batch.result_name.endswith(".pdf"))

    def test_existing_documents_are_not_made_twice(self):
        made = self._make(self.guests[:2], "invitation")
        batch = self._start()
        self._run()
        self.assertEqual(batch.line_ids.document_id[:2], made)
        again = self._start()
        self._run()
        self.assertEqual(again.line_ids.document_id, batch.line_ids.document_id)

    def test_one_that_fails_keeps_no_other_waiting(self):
        real = self.env.registry["dialogue.attendance"]._document_values
        sick = self.guests[1]

        def values(attendance, key):
            if attendance.id == sick.id:
                raise ZeroDivisionError
            return {} if attendance.id == self.guests[2].id else real(attendance, key)

        with (
            patch.object(
                self.env.registry["dialogue.attendance"], "_document_values", values
            ),
            mute_logger(RUN),
        ):
            batch = self._start()
            self._run()
        self.assertEqual((batch.state, batch.done_count), ("done", 3))
        failed = batch.line_ids.filtered(lambda line: line.state == "failed")
        self.assertEqual(len(failed), 2)
        self.assertIn("words", batch.error)
        batch.with_user(self.desk).action_retry()
        self._run()
        self.assertEqual((batch.done_count, batch.failed_count), (5, 0))

    def test_without_office_it_is_told_and_can_be_tried_again(self):
        with patch(f"{RUN}.to_pdf_files", side_effect=OfficeError("missing")):
            batch = self._start(form="pdf_zip")
            self._run()
        self.assertEqual((batch.state, batch.done_count), ("failed", 0))
        self.assertIn("LibreOffice", batch.error)
        with self.assertRaises(UserError):
            batch.action_download()

    def test_a_broken_pdf_keeps_no_later_batch_waiting(self):
        def convert(contents):
            return [b"%PDF-1.4 nothing else" for _content in contents]

        with patch(f"{RUN}.to_pdf_files", convert), mute_logger(RUN, "pypdf._reader"):
            broken = self._start(form="pdf")
            later = self._start(form="docx_zip")
            self._run()
        self.assertEqual(broken.state, "failed")
        self.assertIn("put together", broken.error)
        self.assertEqual(later.state, "done")

    def test_one_that_office_cannot_read_costs_no_other_its_pdf(self):
        sick = f"Lời: {self.guests[1].id}"

        def convert(contents):
            if any(sick in texts_of(content) for content in contents):
                raise OfficeError("failed")
            return [make_pdf() for _content in contents]

        with patch(f"{RUN}.to_pdf_files", convert):
            batch = self._start(form="pdf")
            self._run()
            self._run()
        self.assertEqual((batch.state, batch.done_count), ("done", 4))
        failed = batch.line_ids.filtered(lambda line: line.state == "failed")
        self.assertEqual(failed.res_id, self.guests[1].id)

    def test_one_that_stops_the_server_is_given_up(self):
        batch = self._start()
        # begun three times, and each time the server stopped
        batch.sudo().line_ids[1].attempts = 3
        self._run()
        self.assertEqual((batch.state, batch.done_count), ("done", 4))
        self.assertIn("broke off 3 times", batch.error)
        batch.with_user(self.desk).action_retry()
        self._run()
        self.assertEqual(batch.done_count, 5)

    def test_a_result_that_stops_the_server_is_given_up(self):
        batch = self._start()
        batch.sudo().attempts = 3
        self._run()
        self.assertEqual(batch.state, "failed")
        self.assertIn("broke off 3 times", batch.error)

    def test_a_result_too_large_for_one_file_is_told(self):
        batch = self._start()
        with patch(f"{RUN}.MOST_BYTES", 1000):
            self._run()
        self.assertEqual(batch.state, "failed")
        self.assertIn("choose fewer", batch.error)
        self.assertFalse(batch.result_file or any(batch.line_ids.mapped("file")))
        batch.action_retry()
        self._run()
        self.assertEqual((batch.state, batch.error), ("done", False))

    def test_a_case_sealed_afterwards_is_in_no_result(self):
        Batch = self.env["dialogue.document.batch"].with_user(self.desk)
        case = self._create_feedback(session_id=self.session.id)
        session = self.session.with_user(self.desk)
        told = Batch.browse(Batch._start("summary", session, "docx_zip")["res_id"])
        guests = self._start()
        self._run()
        self.assertEqual((told.state, guests.state), ("done", "done"))
        reader = self._create_user("confidential")
        case.sudo().write({"is_sealed": True, "reader_ids": [Command.set(reader.ids)]})
        self.assertEqual((told.state, guests.state), ("failed", "done"))
        self.assertFalse(told.result_file)
        self.assertIn("sealed", told.error)
        told.action_retry()
        self._run()
        self.assertEqual(told.state, "done")

    def test_without_office_word_files_are_proposed(self):
        ask = "odoo.addons.dialogue_tthc.wizards.dialogue_document_batch_ask"
        for office, form in ((None, "docx_zip"), ("/usr/bin/soffice", "pdf")):
            with patch(f"{ask}.find_office", lambda office=office: office):
                wizard = self.env["dialogue.document.batch.ask"].create(
                    {"key": "invitation", "record_ids": self.guests.ids}
                )
                self.assertEqual((wizard.form, wizard.has_office), (form, bool(office)))

    def test_a_question_how_to_make_them_is_answered_by_its_asker_alone(self):
        Ask = self.env["dialogue.document.batch.ask"]
        guests = self.guests.with_user(self.desk)
        action = Ask.with_user(self.desk)._ask("invitation", guests)
        for user in (self.leader, self.specialist, self.auditor, self.administrator):
            with self.assertRaises(AccessError):
                Ask.with_user(user).browse(action["res_id"]).action_start()

    def test_the_invitation_to_be_signed_is_one_click_away(self):
        batch = self._start()
        self._run()
        self.assertTrue(batch.is_to_sign)
        leading = batch.line_ids[0].document_id
        self.assertEqual(batch.action_open_leading()["res_id"], leading.id)
        self.assertEqual(self.session.with_user(self.desk).document_ids, leading)
        self.assertEqual(leading.copy_count, 4)
        self._sign_and_issue(leading)
        self.env.invalidate_all()
        self.assertFalse(batch.is_to_sign)

    def test_a_guest_who_is_gone_is_told(self):
        batch = self._start()
        self.guests[0].unlink()
        self._run()
        failed = batch.failed_line_ids
        self.assertEqual(failed.name, "Khách 1")
        with self.assertRaises(UserError):
            failed.action_open_record()
        self.assertEqual((batch.done_count, batch.failed_count), (4, 1))

    def test_the_job_has_no_more_rights_than_the_one_who_asked(self):
        batch = self._start()
        self.desk.group_ids -= self.env.ref("dialogue_tthc.dialogue_tthc_group_desk")
        self._run()
        batch_sudo = batch.sudo()
        self.assertEqual((batch_sudo.state, batch_sudo.failed_count), ("failed", 5))
        made = self.env["dialogue.document"].search(
            [("session_id", "=", self.session.id)]
        )
        self.assertFalse(made)

    def test_nothing_is_made_for_somebody_who_has_left(self):
        batch = self._start()
        self.desk.active = False
        self._run()
        self.assertEqual((batch.state, batch.failed_count), ("failed", 5))
        self.assertIn("may not have it any more", batch.error)
        self.assertFalse(batch.line_ids.document_id)

    def test_only_the_one_who_asked_sees_it(self):
        batch = self._start()
        self._run()
        for user in (self.leader, self.specialist, self.auditor, self.administrator):
            with self.assertRaises(AccessError):
                batch.with_user(user).action_download()
            with self.assertRaises(AccessError):
                batch.with_user(user).line_ids.mapped("document_id")
        with self.assertRaises(AccessError):
            batch.with_user(self.desk).write({"state": "waiting"})
        with self.assertRaises(AccessError):
            self.env["dialogue.document.batch"].with_user(self.desk).create(
                {"key": "invitation"}
            )

    def test_asking_for_nothing_or_too_much_is_told(self):
        with self.assertRaises(UserError):
            self._start(self.guests.browse())
        with (
            patch("odoo.addons.dialogue_tthc.models.dialogue_document_batch.MOST", 4),
            self.assertRaises(UserError),
        ):
            self._start()
        for user in (self.specialist, self.auditor):
            with self.assertRaises(AccessError):
                self._start(user=user)

    def test_documents_chosen_in_a_list_are_made_into_one(self):
        invitations = self._make(self.guests[:2], "invitation")
        action = invitations.action_make_in_bulk()
        ask = (
            self.env[action["res_model"]].with_user(self.desk).browse(action["res_id"])
        )
        self.assertEqual(ask.record_count, 2)
        ask.form = "docx_zip"
        action = ask.action_start()
        batch = self.env["dialogue.document.batch"].browse(action["res_id"])
        self.assertEqual(batch.form, "docx_zip")
        self.assertEqual(batch.line_ids.mapped("res_id"), self.guests[:2].ids)
        notice = self._make(self.session, "notice")
        with self.assertRaises(UserError):
            (invitations | notice).action_make_in_bulk()

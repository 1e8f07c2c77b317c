from io import BytesIO
from unittest.mock import patch

from openpyxl import load_workbook

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..models import dialogue_export, dialogue_export_job
from .common import MODULE
from .common_journey import DialogueJourneyCommon

JOB = "odoo.addons.dialogue_tthc.models.dialogue_export_job"
# the heading is below body, department, title and the line that says who made it
FIRST = 6


class ExportCommon(DialogueJourneyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Export = cls.env["dialogue.export"]
        cls.cron = cls.env.ref("dialogue_tthc.ir_cron_export")

    def _large(self):
        """From here on any table is too large to be made while the browser waits."""
        self.startPatcher(patch.object(dialogue_export, "DIRECT_ROWS", 0))

    def _request(self, cases, user=None, **options):
        action = self.Export.with_user(user or self.desk)._request_table(
            [("id", "in", cases.ids)], "Bảng tổng hợp", **options
        )
        if action["type"] == "ir.actions.act_url":
            export_id = int(action["url"].rsplit("/", 1)[1])
        else:
            export_id = action["res_id"]
        return self.Export.browse(export_id)

    def _run(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()

    def _sheet(self, content):
        return load_workbook(BytesIO(content)).active

    def _direct(self, export):
        target = BytesIO()
        export._as_asker()._write_file(target)
        return self._sheet(target.getvalue())


@tagged("post_install", "-at_install")
class TestExport(ExportCommon):
    """Spreadsheets hold what the one who asks may read, and are theirs alone."""

    def test_a_small_table_is_made_when_it_is_opened(self):
        case = self._bring_to("answered", question="=1+1")
        export = self._request(case, notes=("Quý II",))
        self.assertEqual(export.state, "on_demand")
        self.assertFalse(export.sudo().attachment_id)
        sheet = self._direct(export)
        self.assertEqual(sheet["A1"].value, "UBND tỉnh Hà Giang")
        self.assertEqual(sheet["A2"].value, "Sở Khoa học và Công nghệ")
        self.assertEqual(sheet["A3"].value, "BẢNG TỔNG HỢP")
        self.assertEqual(sheet["A4"].value, "Quý II")
        self.assertIn(self.desk.name, sheet["A5"].value)
        titles = [cell.value for cell in sheet[FIRST]]
        row = dict(zip(titles, sheet[FIRST + 1], strict=True))
        self.assertEqual(row["Row no."].value, 1)
        self.assertEqual(row["Code"].value, case.code)
        self.assertEqual(row["Petition"].value, "=1+1")
        self.assertNotEqual(row["Petition"].data_type, "f")
        self.assertTrue(row["Due on"].is_date)
        self.assertTrue(row["Completed on"].is_date)
        self.assertEqual(
            sheet.cell(FIRST + 2, 2).value, f"=SUBTOTAL(103,B{FIRST + 1}:B{FIRST + 1})"
        )

    def test_only_what_the_asker_may_read_is_in_it(self):
        own = self._bring_to("assigned")
        foreign = self._bring_to("accepted")
        export = self._request(own | foreign, self.specialist)
        self.assertEqual(export.row_count, 1)
        sheet = self._direct(export)
        self.assertEqual(sheet.cell(FIRST, 2).value, own.code)
        self.assertEqual(sheet.cell(FIRST, 4).value, "Not shown")

    def test_a_right_that_is_lost_counts_at_once(self):
        case = self._bring_to("assigned")
        export = self._request(case, self.specialist)
        case.write({"department_id": self.other_division.id, "user_id": False})
        sheet = self._direct(export)
        self.assertIsNone(sheet.cell(FIRST, 2).value)

    def test_a_sealed_case_is_in_the_table_of_its_reader_alone(self):
        reader = new_test_user(
            self.env, login="dlg-reader", groups=f"{MODULE}desk,{MODULE}confidential"
        )
        case = self._bring_to("assigned")
        case.write({"reader_ids": [Command.link(reader.id)], "is_sealed": True})
        with self.assertRaisesRegex(UserError, "no case"):
            self._request(case)
        self.assertEqual(self._request(case, reader).row_count, 1)

    def test_a_withheld_name_is_in_no_table_unless_the_desk_wants_it(self):
        case = self._bring_to("assigned", is_name_hidden=True)
        name = self.enterprise.name
        for user, wanted, named in (
            (self.desk, False, False),
            (self.desk, True, True),
            (self.specialist, True, False),
        ):
            sheet = self._direct(self._request(case, user, withheld_too=wanted))
            cells = {cell.value for row in sheet for cell in row}
            self.assertEqual(name in cells, named, user.login)
            self.assertEqual("12 Trần Phú, Hà Giang" in cells, named, user.login)

    def test_another_company_is_not_in_it(self):
        case = self._bring_to("received")
        company = self.env["res.company"].create({"name": "Sở khác"})
        stranger = new_test_user(
            self.env,
            login="dlg-stranger",
            groups=f"{MODULE}desk",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        with self.assertRaisesRegex(UserError, "no case"):
            self._request(case, stranger)

    def test_a_request_belongs_to_who_asked(self):
        export = self._request(self._bring_to("received"))
        for user in (
            self.leader,
            self.specialist,
            self.auditor,
            self.administrator,
            self.env.ref("base.user_admin"),
        ):
            mine = self.Export.with_user(user)
            if mine.has_access("read"):
                self.assertFalse(mine.search([("id", "=", export.id)]), user.login)
            with self.assertRaises(AccessError):
                export.with_user(user).read(["name"])
            with self.assertRaises(AccessError):
                export.with_user(user).action_download()
            with self.assertRaises(AccessError):
                export.with_user(user).unlink()

    def test_nobody_writes_a_request_themselves(self):
        export = self._request(self._bring_to("received"))
        for user in (self.desk, self.specialist, self.auditor):
            with self.assertRaises(AccessError):
                self.Export.with_user(user).create({"name": "x", "kind": "table"})
            with self.assertRaises(AccessError):
                export.with_user(user).write({"params": {"domain": []}})
            with self.assertRaises(AccessError):
                export.with_user(user).read(["params"])
        for user in (self.employee_only, self.env.ref("base.public_user")):
            with self.assertRaises(AccessError):
                self.Export.with_user(user).search([])

    def test_a_filter_that_asks_for_what_is_hidden_is_refused(self):
        self._bring_to("received")
        with self.assertRaises(AccessError):
            self.Export.with_user(self.specialist)._request_table(
                [("petitioner_id.tax_code", "like", "01")], "x"
            )

    def test_who_left_gets_nothing(self):
        export = self._request(self._bring_to("received"))
        self.desk.active = False
        with self.assertRaisesRegex(UserError, "may not have it"):
            export._as_asker()

    def test_more_rows_than_a_sheet_has_are_refused(self):
        case = self._bring_to("received")
        with (
            patch.object(dialogue_export, "MOST_ROWS", 0),
            self.assertRaisesRegex(UserError, "too many for one spreadsheet"),
        ):
            self._request(case)

    def test_what_is_a_week_old_is_deleted_with_its_file(self):
        self._large()
        export = self._request(self._bring_to("received"))
        self._run()
        file = export.sudo().attachment_id
        self.assertTrue(file)
        self.Export._gc_exports()
        self.assertTrue(export.exists())
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE dialogue_export SET create_date = %s WHERE id = %s",
            [fields.Datetime.subtract(fields.Datetime.now(), days=8), export.id],
        )
        self.env.invalidate_all()
        self.Export._gc_exports()
        self.assertFalse(export.exists())
        self.assertFalse(file.exists())


@tagged("post_install", "-at_install")
class TestExportJob(ExportCommon):
    """Large spreadsheets are made in the background, once, whatever happens."""

    def setUp(self):
        super().setUp()
        self._large()
        self.cases = self._bring_to("answered") | self._bring_to("received")

    def test_it_is_made_with_the_rights_of_the_asker(self):
        export = self._request(self.cases, self.specialist)
        self.assertEqual(export.state, "waiting")
        self._run()
        self.assertEqual(export.state, "done")
        self.assertEqual((export.progress, export.attempts), (100, 1))
        sheet = self._sheet(export.sudo().attachment_id.raw)
        codes = [sheet.cell(row, 2).value for row in range(FIRST, sheet.max_row)]
        self.assertEqual(codes, [self.cases[0].code])

    def test_asking_wakes_the_job(self):
        triggers = self.env["ir.cron.trigger"]
        before = triggers.search([("cron_id", "=", self.cron.id)])
        self._request(self.cases)
        after = triggers.search([("cron_id", "=", self.cron.id)])
        self.assertEqual(len(after - before), 1)

    def test_running_the_job_again_makes_nothing_anew(self):
        export = self._request(self.cases)
        self._run()
        made = export.sudo().attachment_id
        self._run()
        self.assertEqual(export.sudo().attachment_id, made)
        self.assertEqual(export.attempts, 1)

    def test_the_file_is_read_by_its_owner_alone(self):
        export = self._request(self.cases)
        self._run()
        file = export.sudo().attachment_id.sudo(False)
        self.assertTrue(file.with_user(self.desk).raw)
        for user in (self.leader, self.auditor, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                file.with_user(user).read(["raw"])
        with self.assertRaises(AccessError):
            file.with_user(self.desk).write({"name": "x"})

    def test_progress_is_told_on_the_way(self):
        export = self._request(self.cases)
        told = []
        Model = type(self.Export)
        self.startPatcher(
            patch("odoo.addons.dialogue_tthc.tools.sheet_writer._TELL_EVERY", 1)
        )
        self.startPatcher(
            patch.object(
                Model, "_note_progress", lambda _self, count: told.append(count)
            )
        )
        self._run()
        self.assertEqual(told, [1, 2])
        self.assertEqual(export.state, "done")

    def test_after_a_kill_it_is_made_anew(self):
        export = self._request(self.cases)
        export.write({"state": "running", "attempts": 1, "done_count": 1})
        self._run()
        self.assertEqual((export.state, export.attempts), ("done", 2))

    def test_after_too_many_kills_a_person_is_told(self):
        export = self._request(self.cases)
        export.write(
            {"state": "running", "attempts": dialogue_export_job.MOST_ATTEMPTS}
        )
        self._run()
        self.assertEqual(export.state, "failed")
        self.assertIn("broke off 3 times", export.failure)
        export.with_user(self.desk).action_retry()
        self._run()
        self.assertEqual((export.state, export.attempts), ("done", 1))

    def test_one_that_fails_says_why_and_stops_no_other(self):
        bad = self._request(self.cases)
        bad.params = {**bad.params, "domain": [("nothing", "=", 1)]}
        gone = self._request(self.cases, self.specialist)
        good = self._request(self.cases)
        self.specialist.active = False
        with mute_logger(JOB):
            self._run()
        self.assertEqual(bad.state, "failed")
        self.assertIn("Something went wrong", bad.failure)
        self.assertEqual(gone.state, "failed")
        self.assertIn("may not have it any more", gone.failure)
        self.assertEqual(good.state, "done")

    def test_what_is_deleted_meanwhile_leaves_no_file(self):
        export = self._request(self.cases)
        Model = type(self.Export)
        whole = Model._write_file

        def write_and_delete(records, target, told=None):
            whole(records, target, told)
            records.env.cr.commit()

        self.startPatcher(patch.object(Model, "_write_file", write_and_delete))
        self.startPatcher(patch.object(Model, "_keep", self._delete_and_keep(Model)))
        self._run()
        self.assertFalse(export.exists())
        self.assertFalse(
            self.env["ir.attachment"].search([("res_model", "=", "dialogue.export")])
        )

    @staticmethod
    def _delete_and_keep(model):
        keep = model._keep

        def delete_and_keep(record, file):
            record.unlink()
            keep(record, file)

        return delete_and_keep

    def test_what_is_sealed_later_is_in_no_table_that_was_made(self):
        self._large()
        secret, other = self._bring_to("received"), self._bring_to("received")
        export = self._request(secret | other)
        self._run()
        self.assertEqual(export.state, "done")
        reader = new_test_user(
            self.env, login="dlg-reader", groups=f"{MODULE}desk,{MODULE}confidential"
        )
        secret.write({"reader_ids": [Command.link(reader.id)], "is_sealed": True})
        self.assertEqual((export.state, bool(export.attachment_id)), ("waiting", False))
        self._run()
        self.assertEqual(export.state, "done")
        sheet = self._sheet(export.attachment_id.raw)
        codes = {row[1].value for row in sheet.iter_rows()}
        self.assertIn(other.code, codes)
        self.assertNotIn(secret.code, codes)

    def test_few_may_wait_at_a_time(self):
        for _index in range(dialogue_export.MOST_WAITING):
            self._request(self.cases)
        with self.assertRaisesRegex(UserError, "still being made"):
            self._request(self.cases)
        self._request(self.cases, self.leader)

    def test_what_is_not_ready_is_not_downloaded(self):
        export = self._request(self.cases)
        with self.assertRaisesRegex(UserError, "not ready"):
            export.with_user(self.desk).action_download()


@tagged("post_install", "-at_install")
class TestExportAsk(ExportCommon):
    """The window takes a selection, a whole filter, a session or a period."""

    def _ask(self, user=None, context=None, **vals):
        window = (
            self.env["dialogue.export.ask"]
            .with_user(user or self.desk)
            .with_context(**(context or {}))
            .create(vals)
        )
        return window

    def test_the_cases_selected(self):
        cases = self._bring_to("received") | self._bring_to("received")
        self._bring_to("received")
        window = self._ask(
            context={"active_model": "dialogue.feedback", "active_ids": cases.ids}
        )
        self.assertEqual((window.has_selection, window.case_count), (True, 2))
        self.assertEqual(window.action_ask()["type"], "ir.actions.act_url")

    def test_all_cases_of_a_filter_come_as_the_filter(self):
        case = self._bring_to("received", subject="Chỉ một mình tôi")
        window = self._ask(
            context={
                "active_model": "dialogue.feedback",
                "active_ids": [],
                "active_domain": [("subject", "like", "một mình")],
            }
        )
        self.assertEqual(window.case_count, 1)
        window.action_ask()
        export = self.Export.search([], limit=1)
        self.assertEqual(self._direct(export).cell(FIRST, 2).value, case.code)

    def test_a_broken_filter_is_told(self):
        with self.assertRaisesRegex(UserError, "cannot be read"):
            self._ask(
                context={
                    "active_model": "dialogue.feedback",
                    "active_domain": [("subject", "like")],
                }
            )

    def test_the_cases_of_a_period(self):
        case = self._bring_to("received")
        window = self._ask(scope="period", part="received")
        today = case.company_id._dialogue_today()
        current = self.env["dialogue.period.report"].get_report()["period"]
        self.assertEqual(window.year, str(current["year"]))
        self.assertGreaterEqual(
            window.case_count,
            self.env["dialogue.feedback.report"].search_count(
                [("received_on", ">=", today)]
            ),
        )
        window.action_ask()
        export = self.Export.search([], limit=1)
        self.assertIn("received in it", self._direct(export)["A4"].value)

    def test_a_period_that_does_not_exist_is_told(self):
        window = self._ask(scope="period", number=9)
        self.assertIn("no such period", window.period_note)
        self.assertEqual(window.case_count, 0)
        with self.assertRaisesRegex(UserError, "no such period"):
            window.action_ask()

    def test_nothing_to_write_is_told(self):
        window = self._ask(scope="period", year="1999", number=1)
        with self.assertRaisesRegex(UserError, "no case"):
            window.action_ask()

    def test_a_window_belongs_to_who_opened_it(self):
        window = self._ask()
        with self.assertRaises(AccessError):
            window.with_user(self.leader).read(["domain"])
        with self.assertRaises(AccessError):
            self._ask(self.employee_only)


@tagged("post_install", "-at_install")
class TestExportDownload(HttpCase, ExportCommon):
    """The address of a file serves its owner and nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.desk, cls.leader, cls.employee_only):
            user.password = user.login

    def _get(self, export, user=None):
        if user:
            self.authenticate(user.login, user.login)
        return self.url_open(f"/dialogue/export/{export.id}", allow_redirects=False)

    def test_a_small_one_is_streamed(self):
        case = self._bring_to("received")
        response = self._get(self._request(case), self.desk)
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], dialogue_export.XLSX)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertEqual(int(response.headers["Content-Length"]), len(response.content))
        sheet = self._sheet(response.content)
        self.assertEqual(sheet.cell(FIRST, 2).value, case.code)

    def test_a_large_one_is_sent_from_its_file(self):
        self._large()
        export = self._request(self._bring_to("received"))
        self.assertEqual(self._get(export, self.desk).status_code, 404)
        self.cron.method_direct_trigger()
        response = self._get(export, self.desk)
        self.assertEqual(response.status_code, 200)
        self.assertTrue(self._sheet(response.content))

    @mute_logger("odoo.http")
    def test_a_file_does_not_outlive_the_role_it_was_made_with(self):
        self._large()
        export = self._request(self._bring_to("received"), self.leader)
        self.cron.method_direct_trigger()
        self.assertEqual(self._get(export, self.leader).status_code, 200)
        self.leader.group_ids = self.env.ref(f"{MODULE}specialist")
        self.assertEqual(self._get(export, self.leader).status_code, 404)
        export = export.with_user(self.leader)
        action = export.action_download()
        self.assertEqual((action["res_id"], export.state), (export.id, "waiting"))
        self.assertFalse(export.sudo().attachment_id)

    def test_others_find_nothing(self):
        export = self._request(self._bring_to("received"))
        self.assertEqual(self._get(export, self.leader).status_code, 404)
        self.assertEqual(self._get(export, self.employee_only).status_code, 403)
        self.logout()
        response = self._get(export)
        self.assertEqual(response.status_code, 303)
        self.assertIn("/web/login", response.headers["Location"])

    @mute_logger("odoo.http")
    def test_it_is_read_and_nothing_else(self):
        export = self._request(self._bring_to("received"))
        self.authenticate(self.desk.login, self.desk.login)
        response = self.url_open(f"/dialogue/export/{export.id}", data={"x": "y"})
        self.assertEqual(response.status_code, 405)

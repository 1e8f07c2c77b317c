from odoo.exceptions import UserError
from odoo.tests import tagged

from .sheet_common import HEADINGS, SheetCommon, cells_of, workbook


@tagged("post_install", "-at_install")
class TestSheetImport(SheetCommon):
    def test_open_case_is_received_with_its_day(self):
        imported = self._taken(workbook(HEADINGS, self._case_row()))
        self.assertEqual(imported.state, "done")
        case = self._records(imported)
        self.assertEqual(case.state, "received")
        self.assertEqual(case.year, 2023)
        self.assertEqual(str(case.received_on), "2023-03-05 01:00:00")
        self.assertEqual(case.petitioner_id.name, "Công ty TNHH Số 1")
        self.assertEqual(case.petitioner_id.kind, "enterprise")
        self.assertEqual(case.create_uid, self.desk)
        self.assertTrue(case.clock_ids)

    def test_answered_case_is_taken_over_as_closed(self):
        self.company.dialogue_solved_days = 21
        row = self._case_row(
            **{"Nội dung trả lời": "Đã cấp ngày 01/04.", "Ngày trả lời": "03/04/2023"}
        )
        mails = self.env["mail.mail"].search_count([])
        imported = self._taken(workbook(HEADINGS, row))
        case = self._records(imported)
        self.assertEqual(case.state, "closed")
        self.assertTrue(case.number)
        self.assertEqual(case.answer_id.state, "issued")
        self.assertIn("Đã cấp ngày 01/04.", case.answer_id.body)
        self.assertEqual(str(case.answered_on.date()), "2023-04-03")
        self.assertFalse(case.clock_ids)
        self.assertFalse(case.activity_ids)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        domain = self.env["dialogue.feedback"]._solved_domain()
        self.assertNotIn(case, self.env["dialogue.feedback"].search(domain))

    def test_bad_rows_are_told_with_their_place_and_given_back(self):
        content = workbook(
            HEADINGS,
            self._case_row(1),
            self._case_row(2, **{"Ngày gửi": "31/02/2026"}),
            self._case_row(3, **{"Nội dung kiến nghị": None}),
        )
        imported = self._checked(content)
        self.assertEqual(self._verdicts(imported), {2: "good", 3: "bad", 4: "bad"})
        message = self._messages(imported)[3]
        self.assertIn("3", message)
        self.assertIn("Ngày gửi", message)
        self.assertIn("31/02/2026", message)
        imported.action_take_in()
        self.assertEqual(imported.taken_count, 1)
        rows = cells_of(imported._bad_rows_file())
        self.assertEqual(rows[1][1], 3)
        self.assertIn("31/02/2026", rows[1][0])
        self.assertEqual(rows[1][3], "31/02/2026")
        self.assertEqual(len(rows), 3)

    def test_bad_rows_come_in_when_they_are_corrected(self):
        content = workbook(
            HEADINGS, self._case_row(1), self._case_row(2, **{"Ngày gửi": "31/02/2026"})
        )
        given_back = cells_of(self._taken(content)._bad_rows_file())
        given_back[1][3] = "28/02/2025"
        again = self._taken(workbook(*given_back))
        self.assertEqual(again.taken_count, 1)
        self.assertEqual(self._records(again).petitioner_id.name, "Công ty TNHH Số 2")

    def test_same_file_again_makes_no_doubles(self):
        content = workbook(HEADINGS, *(self._case_row(n) for n in range(5)))
        self._taken(content)
        before = self.env["dialogue.feedback"].search_count([])
        again = self._checked(content)
        self.assertEqual(set(self._verdicts(again).values()), {"there"})
        with self.assertRaises(UserError):
            again.action_take_in()
        self.assertEqual(self.env["dialogue.feedback"].search_count([]), before)

    def test_row_twice_in_one_file_comes_in_once(self):
        imported = self._taken(
            workbook(HEADINGS, self._case_row(1), self._case_row(2), self._case_row(1))
        )
        self.assertEqual(self._verdicts(imported)[4], "there")
        self.assertEqual(imported.taken_count, 2)

    def test_numbers_have_no_gaps(self):
        content = workbook(HEADINGS, *(self._case_row(n) for n in range(20)))
        numbers = sorted(self._records(self._taken(content)).mapped("number"))
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + 20)))

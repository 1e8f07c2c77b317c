from odoo.exceptions import UserError
from odoo.tests import tagged

from .sheet_common import HEADINGS, SheetCommon, workbook

NAME = "Tổ chức, cá nhân"
QUESTION = "Nội dung kiến nghị"


@tagged("post_install", "-at_install")
class TestSheetTwins(SheetCommon):
    """Two people of one name who hand in the same printed question are two."""

    @classmethod
    def _same(cls, **cells):
        return cls._case_row(**{NAME: "Nguyễn Văn An", QUESTION: "Sao lâu?", **cells})

    def test_other_phone_or_address_is_another_petitioner(self):
        rows = [
            self._same(),
            self._same(**{"Điện thoại": "0912 345 678"}),
            self._same(**{"Địa chỉ": "Quản Bạ"}),
            self._same(**{"Địa chỉ": "quản bạ", "Điện thoại": None}),
        ]
        imported = self._taken(workbook(HEADINGS, *rows))
        self.assertEqual(
            self._verdicts(imported), {2: "taken", 3: "taken", 4: "taken", 5: "there"}
        )
        again = self._checked(workbook(HEADINGS, *rows))
        self.assertEqual(set(self._verdicts(again).values()), {"there"})

    def test_other_petitioner_is_remarked_on_over_two_files(self):
        self._taken(workbook(HEADINGS, self._same()))
        row = self._same(**{"Điện thoại": "0912 345 678"})
        imported = self._checked(workbook(HEADINGS, row))
        self.assertEqual(self._verdicts(imported), {2: "warned"})
        imported.action_take_in()
        self.assertEqual(imported.taken_count, 1)

    def test_address_that_is_added_later_makes_no_second_case(self):
        self._taken(workbook(HEADINGS, self._same(**{"Địa chỉ": None})))
        imported = self._checked(workbook(HEADINGS, self._same()))
        self.assertEqual(self._verdicts(imported), {2: "news"})
        self.assertIn("Địa chỉ", self._messages(imported)[2])

    def test_desk_lets_a_twin_come_in_all_the_same(self):
        rows = [self._same(), self._same()]
        imported = self._checked(workbook(HEADINGS, *rows))
        twin = imported.row_ids.filtered(lambda row: row.verdict == "there")
        with self.assertRaises(UserError), self.cr.savepoint():
            twin.with_user(self.auditor).action_take_apart()
        with self.assertRaises(UserError), self.cr.savepoint():
            (imported.row_ids - twin).with_user(self.desk).action_take_apart()
        twin.with_user(self.desk).action_take_apart()
        imported.action_take_in()
        self.assertEqual(imported.taken_count, 2)
        self.assertEqual(len(self._records(imported).petitioner_id), 2)
        with self.assertRaises(UserError), self.cr.savepoint():
            twin.with_user(self.desk).action_take_apart()

    def test_answer_in_a_second_row_of_a_file_is_told(self):
        answer = {"Nội dung trả lời": "Rồi.", "Ngày trả lời": "01/04/2023"}
        imported = self._checked(workbook(HEADINGS, self._same(), self._same(**answer)))
        self.assertEqual(self._verdicts(imported)[3], "news")

    def test_sealed_case_is_there_and_nothing_more_is_told(self):
        case = self._records(self._taken(workbook(HEADINGS, self._same())))
        self._seal(case)
        answer = {"Nội dung trả lời": "Rồi.", "Ngày trả lời": "01/04/2023"}
        imported = self._checked(workbook(HEADINGS, self._same(**answer)))
        self.assertEqual(self._verdicts(imported), {2: "there"})
        self.assertNotIn("Nội dung trả lời", self._messages(imported)[2])

from datetime import date

from odoo.tests import new_test_user, tagged

from .common import MODULE
from .common_journey import DialogueJourneyCommon


@tagged("post_install", "-at_install")
class TestFeedbackTable(DialogueJourneyCommon):
    """The working table has every column, and masks what its reader may not know."""

    def _row(self, case, user, *keys):
        (row,) = case.with_user(user)._working_table_rows(keys or None)
        return row

    def test_a_row_says_what_the_case_says(self):
        case = self._bring_to("answered", subject="Nhãn hiệu", channel="phone")
        row = self._row(case, self.desk)
        self.assertEqual(row["rank"], 1)
        self.assertEqual(row["code"], case.code)
        self.assertEqual(row["petitioner"], "Công ty TNHH Nước Xanh")
        self.assertEqual(row["address"], "12 Trần Phú, Hà Giang")
        self.assertEqual(row["channel"], "Phone; Outside any session")
        self.assertEqual(row["sector"], self.sector.name)
        self.assertEqual(row["question"], case.question)
        self.assertEqual(row["kind"], "Request for guidance")
        self.assertEqual(row["lead"], self.division.name)
        self.assertEqual(row["way"], "Answered in writing")
        self.assertEqual(row["answer"], "Xin xem hướng dẫn.")
        self.assertEqual(row["document"], case.answer_id.document_id.reference)
        self.assertEqual(row["document_day"], case.answer_id.document_id.date)
        self.assertEqual(row["due"], case.date_deadline)
        self.assertIsInstance(row["answered"], date)
        self.assertEqual(row["standing"], "Answered on time")

    def test_an_html_answer_becomes_lines_of_text(self):
        case = self._bring_to("drafting")
        self._write_answer(
            case,
            body="<p>Có &amp; không: a &lt; b</p><ul><li>một</li><li>hai</li></ul>",
        )
        case.with_user(self.specialist).action_submit()
        case.with_user(self.leader).action_issue()
        row = self._row(case, self.desk, "answer")
        self.assertEqual(row["answer"], "Có & không: a < b\nmột\nhai")

    def test_who_may_not_read_petitioners_sees_no_address(self):
        petitioner = self._create_petitioner(tax_code="0100109106")
        case = self._bring_to("assigned", petitioner_id=petitioner.id)
        row = self._row(case, self.specialist, "petitioner", "address")
        self.assertEqual(row["petitioner"], petitioner.name)
        self.assertEqual(row["address"], "Not shown")
        row = self._row(case, self.auditor, "petitioner", "address")
        self.assertEqual(row["address"], "12 Trần Phú, Hà Giang; Tax code 0100109106")

    def test_a_withheld_name_stays_out_of_the_table(self):
        case = self._bring_to("assigned", is_name_hidden=True)
        for user in (self.specialist, self.desk, self.auditor):
            row = self._row(case, user, "petitioner", "address")
            self.assertEqual(row["petitioner"], "Name withheld on request")
            self.assertEqual(row["address"], "Not shown")

    def test_a_withheld_name_is_told_to_who_may_know_and_asks(self):
        case = self._bring_to("assigned", is_name_hidden=True)
        for user, name in (
            (self.desk, "Công ty TNHH Nước Xanh"),
            (self.specialist, "Name withheld on request"),
        ):
            query = case.with_user(user)._working_table_query(
                [("id", "=", case.id)], ["petitioner"], withheld_too=True
            )
            self.assertEqual(self.env.execute_query(query), [(name,)])

    def test_a_petitioner_of_a_sealed_case_is_masked_in_their_other_case(self):
        petitioner = self._create_petitioner()
        reader = new_test_user(
            self.env,
            login="dlg-reader",
            groups=f"{MODULE}desk,{MODULE}confidential",
        )
        case = self._bring_to("assigned", petitioner_id=petitioner.id)
        sealed = self._bring_to("assigned", petitioner_id=petitioner.id)
        sealed.write({"reader_ids": [(4, reader.id)], "is_sealed": True})
        row = self._row(case, self.desk, "address")
        self.assertEqual(row["address"], "Not shown")
        row = self._row(case, reader, "address")
        self.assertEqual(row["address"], "12 Trần Phú, Hà Giang")

    def test_the_rules_of_the_reader_decide_which_rows_there_are(self):
        own = self._bring_to("assigned")
        foreign = self._bring_to("accepted")
        both = own | foreign
        self.assertEqual(
            len(both.with_user(self.specialist)._working_table_rows(["code"])), 1
        )
        self.assertEqual(
            len(both.with_user(self.desk)._working_table_rows(["code"])), 2
        )

    def test_words_for_a_document(self):
        case = self._bring_to("received")
        (row,) = case.with_user(self.desk)._working_table_texts(
            ["rank", "received", "answer"]
        )
        today = case.company_id._dialogue_today()
        self.assertEqual(
            row, {"rank": "1", "received": f"{today:%d/%m/%Y}", "answer": ""}
        )

from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .test_ledger import LedgerCommon


@tagged("post_install", "-at_install")
class TestCalculator(LedgerCommon):
    def _form(self, **vals):
        form = Form(self.env["dialogue.clock.calculator"].with_user(self.specialist))
        for name, value in vals.items():
            setattr(form, name, value)
        return form

    def test_days_of_the_issue(self):
        for received, length, due in (
            ("2026-02-10", 15, "Tuesday 03/10/2026"),
            ("2026-04-20", 15, "Thursday 05/14/2026"),
            ("2026-08-17", 15, "Wednesday 09/09/2026"),
            ("2026-08-17", 5, "Saturday 08/22/2026"),
            ("2026-08-20", 10, "Monday 09/07/2026"),
            ("2026-11-02", 5, "Monday 11/09/2026"),
        ):
            with self.subTest(received=received, number=length):
                form = self._form(received_on=received, number=length)
                self.assertFalse(form.problem)
                self.assertEqual(form.due_words, due)
                self.assertIn("o_dialogue_ledger_due", form.ledger_html)
                self.assertFalse(form.is_provisional)

    def test_bad_input_is_a_sentence(self):
        for vals, word in (
            ({"received_on": False}, "Choose the day of receipt"),
            ({"number": 0}, "from 1 to 365"),
            ({"number": -3}, "from 1 to 365"),
            ({"number": 400}, "from 1 to 365"),
            ({"received_on": "0001-01-01"}, "Check the year"),
            ({"received_on": "9999-12-31"}, "Check the year"),
            ({"unit": False}, "counted in"),
            ({"unit": "working_hour", "received_at": 25.0}, "0:00 to 23:59"),
            ({"unit": "working_hour", "received_at": -1.0}, "0:00 to 23:59"),
            ({"paused_on": "2026-08-18"}, "no due day"),
            (
                {"paused_on": "2026-08-18", "resumed_on": "2026-08-17"},
                "before it stands still",
            ),
        ):
            with self.subTest(vals=vals):
                form = self._form(**{"received_on": "2026-08-17", **vals})
                self.assertIn(word, form.problem)
                self.assertFalse(form.due_words)
                self.assertFalse(form.ledger_html)

    def test_year_without_data(self):
        form = self._form(received_on="2031-03-03")
        self.assertFalse(form.problem)
        self.assertEqual(form.due_words, "Monday 03/24/2031")
        self.assertTrue(form.is_provisional)
        self.assertIn("2031", form.ledger_html)
        # the last day that is allowed reaches into a year beyond
        self.assertTrue(self._form(received_on="2100-12-31").due_words)

    def test_receipt_on_a_day_off(self):
        form = self._form(received_on="2026-02-17", number=1)
        self.assertEqual(form.due_words, "Monday 02/23/2026")
        self.assertIn("is a day off", form.ledger_html)
        self.assertFalse(form.is_time_asked)
        self.company.dialogue_late_receipt_counts_next_day = True
        form = self._form(received_on="2026-02-17", number=1)
        self.assertTrue(form.is_time_asked)
        self.assertEqual(form.due_words, "Tuesday 02/24/2026")
        self.assertIn("counts as received", form.ledger_html)

    def test_pause(self):
        form = self._form(
            received_on="2026-06-01",
            number=5,
            paused_on="2026-06-03",
            resumed_on="2026-06-08",
        )
        self.assertEqual(form.due_words, "Thursday 06/11/2026")
        self.assertIn("stood still", form.ledger_html)

    def test_units_and_terms(self):
        form = self._form(
            received_on="2026-06-05", unit="working_hour", received_at=16.5, number=4
        )
        self.assertEqual(form.due_words, "10:30, Monday 06/08/2026")
        form = self._form(received_on="2026-06-01", unit="calendar_day", number=20)
        self.assertEqual(form.due_words, "Monday 06/22/2026")
        form.term_id = self.env.ref("dialogue_tthc.dialogue_term_session_notice")
        form.received_on = "2026-06-15"
        self.assertTrue(form.is_notice)
        self.assertEqual(form.number, 7)
        self.assertEqual(form.due_words, "Monday 06/08/2026")
        self.assertIn("Counted back", form.ledger_html)
        form.term_id = self.env.ref("dialogue_tthc.dialogue_term_answer")
        self.assertEqual((form.number, form.unit), (15, "working_day"))
        self.assertIn("89/", form.ledger_html)

    def test_same_day_as_a_case(self):
        clock = self._clock(self._case("2026-02-10 02:00:00"))
        self.assertEqual(clock.due_on, date(2026, 3, 10))
        form = self._form(received_on="2026-02-10")
        rows = form.ledger_html.split("<tbody>")[1].split("</tbody>")[0]
        self.assertIn(rows, clock.ledger_html)

    def test_everybody_has_their_own(self):
        calculators = self.env["dialogue.clock.calculator"]
        own = calculators.with_user(self.auditor).create({})
        with self.assertRaises(AccessError):
            own.with_user(self.desk).read(["number"])
        with self.assertRaises(AccessError):
            calculators.with_user(self.administrator).create({})

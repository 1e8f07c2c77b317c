from odoo.exceptions import UserError
from odoo.tests import tagged

from .session_common import SessionCommon

GOOD = {"clear": 5, "heard": 4, "helpful": 5}


@tagged("post_install", "-at_install")
class TestSessionSurvey(SessionCommon):
    def _answer(self, number=0, **scores):
        return self.session._survey_answer(f"{number:022}", {**GOOD, **scores})

    def test_open_from_the_start_until_a_week_after(self):
        self._announce()
        with self.assertRaises(UserError):
            self._answer()
        self.now.move_to("2026-11-20 03:00:00")
        self.session.action_start()
        self.assertTrue(self._answer())
        self.session.action_conclude()
        self.session.action_close()
        self.now.move_to("2026-11-27 16:30:00")
        self.assertTrue(self._answer(1))
        self.now.move_to("2026-11-27 17:30:00")  # the next day in Hà Giang
        with self.assertRaises(UserError):
            self._answer(2)

    def test_each_browser_counts_once(self):
        self._hold()
        self.assertTrue(self._answer(clear=1))
        self.assertFalse(self._answer())
        self.assertEqual(self.session.survey_count, 1)

    def test_averages_move_by_five_answers_at_once(self):
        self._hold()
        for number in range(4):
            self._answer(number)
        self.assertEqual(self.session.survey_clear, 0)
        self._answer(4, clear=1)
        self.assertAlmostEqual(self.session.survey_clear, 21 / 5)
        # whoever looks before and after one answer learns nothing of it
        for number in range(5, 9):
            self._answer(number, clear=1)
            self.assertAlmostEqual(self.session.survey_clear, 21 / 5)
        self.assertEqual(self.session.survey_count, 9)
        self.assertAlmostEqual(self.session.survey_heard, 4)
        self.session.action_conclude()
        self.now.move_to("2026-11-28 03:00:00")
        self.session.invalidate_recordset()
        self.assertAlmostEqual(self.session.survey_clear, 25 / 9, places=1)

    def test_only_whole_answers(self):
        self._hold()
        for scores in (
            {},
            {"clear": 5},
            {**GOOD, "clear": 6},
            {**GOOD, "clear": 0},
            {**GOOD, "name": 5},
        ):
            with self.subTest(scores), self.assertRaises(UserError):
                self.session._survey_answer("a" * 22, scores)
        self.assertFalse(self.session.survey_count)

    def test_nothing_kept_says_who_answered_what(self):
        self._hold()
        self._answer()
        self.env.flush_all()
        for table, columns in (
            (
                "dialogue_survey_count",
                {"id", "session_id", "question", "score", "times", "shown"},
            ),
            ("dialogue_survey_mark", {"id", "session_id", "mark"}),
        ):
            self.cr.execute(
                "SELECT column_name FROM information_schema.columns "
                "WHERE table_name = %s",
                [table],
            )
            self.assertEqual({name for (name,) in self.cr.fetchall()}, columns)
        self.now.move_to("2026-12-05 03:00:00")
        marks = self.env["dialogue.survey.mark"]
        marks._gc_marks()
        self.assertFalse(marks.search([("session_id", "=", self.session.id)]))
        self.assertEqual(self.session.survey_count, 1)

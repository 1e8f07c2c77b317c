from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from ..wizards.dialogue_day_propose import DialogueDayPropose
from .common import MODULE
from .common_journey import DialogueJourneyCommon
from .test_dialogue_day import ACCEPTED, DUE, DialogueDayCommon


@tagged("post_install", "-at_install")
class TestDialogueDayChange(DialogueJourneyCommon, DialogueDayCommon):
    """What a change of days does is shown first, and then happens as shown."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(ACCEPTED):
            cls.feedback, cls.other = (cls._bring_to("accepted") for _ in range(2))
        cls.clock = (
            cls.env["dialogue.clock"]
            .sudo()
            .search([("feedback_id", "=", cls.feedback.id), ("step", "=", "answer")])
        )

    def _open(self, step, days, **context):
        window = self.env["dialogue.day.change"].with_user(self.administrator)
        return Form(
            window.with_context(
                active_model="dialogue.day",
                active_ids=days.ids,
                default_step=step,
                **context,
            )
        )

    def test_confirming_is_shown_and_then_happens(self):
        day = self._create_day()
        form = self._open("confirm", day)
        self.assertIn("2 cases", form.summary)
        for text in (self.feedback.code, "05/14/2026", "05/15/2026"):
            self.assertIn(text, form.preview)
        self.assertNotIn(self.feedback.subject, form.preview)
        self.assertNotIn(self.enterprise.name, form.preview)
        window = form.save()
        self.assertEqual(self.clock.due_on, DUE)
        self.assertEqual(day.state, "proposed")
        action = window.action_apply()
        self.assertEqual(day.state, "confirmed")
        self.assertEqual(self.clock.due_on, date(2026, 5, 15))
        self.assertEqual(action["params"]["message"], form.summary)
        self.assertEqual(
            action["params"]["next"]["type"], "ir.actions.act_window_close"
        )

    def test_every_step_does_what_it_showed(self):
        day = self._create_day("2026-05-20")
        moved = []
        for step, new_date in (
            ("confirm", False),
            ("move", "2026-05-08"),
            ("move", "2026-05-11"),
            ("take_back", False),
            ("move", "2026-05-12"),
            ("confirm", False),
            ("remove", False),
        ):
            form = self._open(step, day)
            if new_date:
                form.date = new_date
            summary, preview = form.summary, form.preview
            events = self.clock.event_ids
            message = form.save().action_apply()["params"]["message"]
            self.assertEqual(message, summary, step)
            self.assertEqual(bool(preview), self.clock.event_ids != events)
            self.assertLessEqual(len(self.clock.event_ids - events), 1)
            moved.append(bool(preview))
        self.assertEqual(moved, [False, True, False, True, False, True, True])
        self.assertFalse(day.exists())

    def test_what_is_shown_is_the_same_for_all_kinds_at_once(self):
        days = self._create_day("2026-05-08") | self._create_day("2026-05-12")
        days |= self._create_day("2026-05-09", kind="make_up")
        days |= self._create_day("2026-05-13", company_id=self.company.id)
        shown = days._preview_change("confirm")
        moved = days._change("confirm")
        self.assertEqual({clock for clock, _due in shown}, set(moved))
        for clock, due in shown:
            self.assertEqual(clock.due_on, due)

    def test_sealed_cases_are_only_counted(self):
        reader = new_test_user(
            self.env,
            login="dlg-confidential",
            groups=f"{MODULE}desk,{MODULE}confidential",
        )
        self.other.write({"reader_ids": reader.ids, "is_sealed": True})
        form = self._open("confirm", self._create_day())
        self.assertIn("2 cases", form.summary)
        self.assertIn(self.feedback.code, form.preview)
        self.assertNotIn(self.other.code, form.preview)
        self.assertIn("sealed", form.preview)

    def test_cases_of_other_departments_are_only_counted(self):
        _company, stranger = self._create_other_department()
        day = self._create_day()
        window = self.env["dialogue.day.change"].with_user(stranger)
        form = Form(
            window.with_context(
                active_model="dialogue.day", active_ids=day.ids, default_step="confirm"
            )
        )
        self.assertIn("2 cases", form.summary)
        self.assertNotIn(self.feedback.code, form.preview)

    def test_steps_that_cannot_be(self):
        proposed, confirmed = self._create_day(), self._create_day("2026-05-11")
        confirmed.action_confirm()
        with self.assertRaisesRegex(UserError, "confirmed already"):
            self._open("confirm", confirmed)
        with self.assertRaisesRegex(UserError, "None of these"):
            self._open("take_back", proposed)
        with self.assertRaisesRegex(UserError, "one day"):
            self._open("move", proposed | confirmed)
        form = self._open("move", confirmed)
        for text, words in (
            ("2026-05-11", "on this date already"),
            ("2026-05-08", "on this date already"),
            ("9999-12-31", "cannot be right"),
            ("0001-01-01", "cannot be right"),
        ):
            form.date = text
            self.assertIn(words, form.problem)
            self.assertFalse(form.summary)
        with self.assertRaisesRegex(UserError, "cannot be right"):
            form.save().action_apply()
        # what does not fit is left out of the selection
        form = self._open("confirm", proposed | confirmed)
        self.assertEqual(form.save().day_ids, proposed)

    def test_others_open_no_window(self):
        day = self._create_day()
        for user in (self.desk, self.leader, self.auditor, self.specialist):
            with self.assertRaises(AccessError):
                self.env["dialogue.day.change"].with_user(user).create(
                    {"step": "confirm", "day_ids": day.ids}
                )

    def test_days_of_another_department_cannot_be_slipped_in(self):
        _company, stranger = self._create_other_department()
        day = self._create_day(company_id=self.company.id)
        window = self.env["dialogue.day.change"].with_user(stranger)
        with self.assertRaises(AccessError):
            window.create({"step": "confirm", "day_ids": day.ids}).action_apply()
        self.assertEqual(day.state, "proposed")

    def test_removing_from_the_form_goes_back_to_the_list(self):
        day = self._create_day()
        form = self._open("remove", day, dialogue_from_form=True)
        action = form.save().action_apply()
        self.assertEqual(action["params"]["next"]["res_model"], "dialogue.day")


@tagged("post_install", "-at_install")
class TestDialogueDayPropose(DialogueDayCommon):
    def _open(self):
        return Form(self.env["dialogue.day.propose"].with_user(self.administrator))

    def test_a_year_is_proposed_and_nothing_is_confirmed(self):
        with freeze_time("2026-12-05 03:00:00"):
            form = self._open()
            self.assertEqual(form.year, 2027)
        self.assertFalse(form.problem)
        window = form.save()
        names = {line.date: line.name for line in window.line_ids}
        self.assertIn("Tết", names[date(2027, 2, 6)])
        window.line_ids.filtered(
            lambda line: line.date == date(2027, 9, 3)
        ).is_chosen = False
        window.action_apply()
        days = self.Day.search([("year", "=", 2027)])
        self.assertEqual(set(days.mapped("state")), {"proposed"})
        self.assertEqual(len(days), len(window.line_ids) - 1)
        self.assertNotIn(date(2027, 9, 3), days.mapped("date"))
        # once more: only the one left out is new
        again = self._open()
        again.year = 2027
        again = again.save()
        self.assertEqual(
            again.line_ids.filtered("is_chosen").mapped("date"), [date(2027, 9, 3)]
        )
        again.action_apply()
        with self.assertRaisesRegex(UserError, "in the list already"):
            again.action_apply()

    def test_exchanged_days_are_known_as_such(self):
        kinds = {
            day: kind
            for day, kind, _name in self.env["dialogue.day.propose"]._known_days(2024)
        }
        self.assertEqual(kinds[date(2024, 4, 29)], "swapped_off")
        self.assertEqual(kinds[date(2024, 5, 4)], "make_up")
        self.assertEqual(kinds[date(2024, 4, 30)], "holiday")

    def test_days_in_the_list_are_shown_as_such(self):
        form = self._open()
        form.year = 2026
        lines = form.save().line_ids
        self.assertFalse(any(lines.mapped("is_chosen")))
        tet = lines.filtered(lambda line: line.date == date(2026, 2, 17))
        self.assertEqual(tet.listed_as, "Tết Nguyên đán Bính Ngọ (mùng Một)")

    def test_without_the_library(self):
        with patch.object(DialogueDayPropose, "_library", lambda self: None):
            form = self._open()
            self.assertIn("by hand", form.problem)
            self.assertFalse(form.line_ids)
            with self.assertRaisesRegex(UserError, "by hand"):
                form.save().action_apply()

    def test_the_library_is_asked_for_only_when_needed(self):
        with patch(
            "odoo.addons.dialogue_tthc.wizards.dialogue_day_propose.LIBRARY",
            "a_package_that_nobody_has",
        ):
            self.assertIn("not installed", self._open().problem)

    def test_years_without_data(self):
        form = self._open()
        for year in (0, -1, 1, 1900, 9999):
            form.year = year
            self.assertIn("2000", form.problem)
        with patch.object(DialogueDayPropose, "_known_days", lambda self, year: []):
            form.year = 2090
            self.assertIn("2090", form.problem)

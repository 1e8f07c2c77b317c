from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import MODULE
from .common_journey import DialogueJourneyCommon


@tagged("post_install", "-at_install")
class TestDialogueTerm(DialogueJourneyCommon):
    """How long a step may take is data; what cannot be is refused with a sentence."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Term = cls.env["dialogue.term"].with_user(cls.administrator)
        cls.answer = cls.env.ref("dialogue_tthc.dialogue_term_answer").with_user(
            cls.administrator
        )

    def _create_term(self, **vals):
        return self.Term.create(
            {
                "step": "refer",
                "term_class": "complex",
                "length": 3,
                "company_id": self.company.id,
                **vals,
            }
        )

    def test_lengths_that_cannot_be(self):
        for unit in ("working_day", "calendar_day", "working_hour"):
            for length in (0, 400, -5):
                with (
                    self.subTest(unit=unit, length=length),
                    self.assertRaisesRegex(ValidationError, "from 1 to 365"),
                    self.cr.savepoint(),
                ):
                    self._create_term(length=length, unit=unit)
        self._create_term(length=365)

    def test_a_term_set_by_the_leader_has_no_length(self):
        with (
            self.assertRaisesRegex(ValidationError, "no length"),
            self.cr.savepoint(),
        ):
            self._create_term(unit="by_leader")
        term = self._create_term(unit="by_leader", length=0)
        self.assertIn("set by the leader", term.display_name)

    def test_two_terms_at_once(self):
        self._create_term(valid_to="2026-06-30")
        for vals in ({}, {"valid_from": "2026-06-30"}, {"valid_to": "2020-01-01"}):
            with (
                self.subTest(vals=vals),
                self.assertRaisesRegex(ValidationError, "End it the day before"),
                self.cr.savepoint(),
            ):
                self._create_term(**vals)
        later = self._create_term(valid_from="2026-07-01", length=4)
        self.assertEqual(
            self.Term._find(self.company, "refer", date(2026, 7, 1), "complex"), later
        )

    @mute_logger("odoo.sql_db")
    def test_a_term_that_ends_before_it_begins(self):
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self._create_term(valid_from="2026-07-01", valid_to="2026-06-30")

    def test_a_term_in_use_stays_and_is_followed(self):
        self._bring_to("accepted")
        for vals in (
            {"length": 10},
            {"unit": "calendar_day"},
            {"step": "update"},
            {"term_class": "urgent"},
            {"valid_from": "2020-01-01"},
            {"company_id": self.company.id},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRaisesRegex(UserError, "stays as it is"),
            ):
                self.answer.write(vals)
        with self.assertRaisesRegex(UserError, "the day on which"):
            self.answer.copy()
        self.answer.valid_to = "2026-12-31"
        follower = self.answer.copy()
        self.assertEqual(follower.valid_from, date(2027, 1, 1))
        self.assertFalse(follower.valid_to)
        follower.length = 10
        for day, length in ((date(2026, 12, 31), 15), (date(2027, 1, 1), 10)):
            found = self.Term._find(self.company, "answer", day)
            self.assertEqual(found.length, length)

    def test_terms_in_force_are_asked_in_memory_and_as_they_are(self):
        term = self._create_term()
        ladder = term.sudo().ladder_id
        day = date(2026, 7, 1)
        self.Term._find(self.company, "refer", day, "complex")
        self.env.invalidate_all()
        with self.assertQueryCount(0):
            row = self.Term._row_finder()(self.company, "refer", day, "complex")
            told = (row.id, row.length, row.unit)
            self.assertEqual(told, (term.id, 3, "working_day"))
            self.assertEqual(term._current_ladder_id(), ladder.id)
        term.length = 4
        found = self.Term._row_finder()(self.company, "refer", day, "complex")
        self.assertEqual(found.length, 4)
        term.active = False
        found = self.Term._row_finder()(self.company, "refer", day, "complex")
        self.assertNotEqual(found.id, term.id)
        # a clock that runs by it still climbs its ladder
        self.assertEqual(term._current_ladder_id(), ladder.id)
        self.assertFalse(self.Term._row_finder()(self.company, "no_step", day))

    @mute_logger("odoo.sql_db")
    def test_a_term_in_use_is_not_deleted(self):
        self._bring_to("accepted")
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.answer.unlink()

    def test_a_copy_beside_its_original(self):
        copy = self.answer.copy({"company_id": self.company.id})
        self.assertFalse(copy.valid_from)
        self.answer.valid_to = "9999-12-31"
        with self.assertRaisesRegex(UserError, "the day on which"):
            self.answer.copy()

    def test_another_department_is_out_of_reach(self):
        other = self.env["res.company"].create({"name": "Sở khác"})
        stranger = new_test_user(
            self.env,
            login="dlg-other-administrator",
            groups=f"{MODULE}administrator",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        term = self._create_term()
        with self.assertRaises(AccessError):
            term.with_user(stranger).write({"length": 5})
        with self.assertRaises(AccessError):
            term.with_user(stranger).unlink()
        for user in (self.desk, self.leader, self.auditor):
            with self.assertRaises(AccessError):
                term.with_user(user).write({"length": 5})

    # Ladders

    def _create_ladder(self, **rung):
        return (
            self.env["dialogue.ladder"]
            .with_user(self.administrator)
            .create(
                {
                    "name": "Thử",
                    "rung_ids": [Command.create({"distance": 1, **rung})],
                }
            )
        )

    def test_rungs_that_cannot_be(self):
        for rung in (
            {"distance": 10_000},
            {"distance": -10_000},
            {"repeat": 10_000},
            {"repeat": -1},
        ):
            with (
                self.subTest(rung=rung),
                self.assertRaisesRegex(ValidationError, "at most 250 working days"),
                self.cr.savepoint(),
            ):
                self._create_ladder(**rung)
        with (
            self.assertRaisesRegex(ValidationError, "on or after the due day"),
            self.cr.savepoint(),
        ):
            self._create_ladder(distance=-3, repeat=5)

    @mute_logger("odoo.sql_db")
    def test_the_same_rung_twice(self):
        ladder = self._create_ladder()
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            ladder.rung_ids = [Command.create({"distance": 1})]
        self.assertEqual(
            ladder.rung_ids[:1].display_name, "1 day(s) after: Officer in charge"
        )

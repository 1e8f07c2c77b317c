from datetime import datetime, timedelta

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.dialogue_tthc.models.dialogue_feedback_rating import POOR, UNSOLVED

from .common import MODULE
from .common_journey import DialogueJourneyCommon

SOLVED_CRON = "dialogue_tthc.ir_cron_feedback_solved"


@tagged("post_install", "-at_install")
class TestRating(DialogueJourneyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "dialogue_desk_user_id": cls.desk.id,
                "dialogue_approver_id": cls.leader.id,
            }
        )
        cls.generic = cls.env.ref("dialogue_tthc.dissatisfaction_reason_generic")
        cls.late = cls.env.ref("dialogue_tthc.dissatisfaction_reason_late")

    def _planned(self, feedback, xmlid):
        return feedback.activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref(xmlid)
        )

    def _rate_low(self, feedback, **vals):
        feedback._petitioner_rate(
            {"level": "1", "reason_ids": [self.generic.id], **vals}
        )

    # The vote

    def test_one_vote_for_each_case_which_can_be_changed(self):
        feedback = self._bring_to("answered")
        feedback._petitioner_rate({"level": "4", "speed": "good", "solved": "yes"})
        feedback._petitioner_rate(
            {
                "level": "2",
                "reason_ids": [self.late.id],
                "comment": "Chậm <b>quá</b>",
                "solved": "partly",
            }
        )
        rating = feedback.vote_ids
        self.assertEqual(len(rating), 1)
        self.assertEqual(rating.score, 2)
        self.assertEqual(rating.reason_ids, self.late)
        self.assertFalse(rating.speed)
        self.assertEqual(rating.answer_id, feedback.answer_id)
        self.assertEqual(feedback.satisfaction, 2)
        self.assertEqual(feedback.solved, "partly")
        history = "".join(str(m.body) for m in feedback.message_ids)
        self.assertIn("4 of 5", history)
        self.assertIn("2 of 5", history)
        self.assertNotIn("<b>quá</b>", history)

    @mute_logger("odoo.sql_db")
    def test_the_database_takes_one_rating_of_a_case(self):
        feedback = self._bring_to("answered")
        feedback._petitioner_rate({"level": "4"})
        with self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.env["dialogue.rating"].create(
                {
                    "feedback_id": feedback.id,
                    "level": "5",
                    "changed_on": fields.Datetime.now(),
                }
            )

    def test_the_same_vote_sent_twice_is_one(self):
        feedback = self._bring_to("answered")
        self._rate_low(feedback)
        messages = len(feedback.message_ids)
        self._rate_low(feedback)
        self.assertEqual(len(feedback.message_ids), messages)
        self.assertEqual(len(self._planned(feedback, POOR)), 1)

    def test_what_is_wrong_is_refused(self):
        feedback = self._bring_to("answered")
        ended = self.env["dialogue.dissatisfaction.reason"].create(
            {"name": "Cũ", "code": "CU", "valid_to": "2020-01-01"}
        )
        for vals in (
            {},
            {"level": "6"},
            {"level": "0"},
            {"level": "1"},
            {"level": "2", "reason_ids": []},
            {"level": "2", "reason_ids": [ended.id]},
            {"level": "2", "reason_ids": [2_000_000_000]},
            {"level": "4", "speed": "yes"},
            {"level": "4", "solved": "bad"},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                feedback._petitioner_rate(vals)
        self.assertFalse(feedback.vote_ids)

    def test_without_an_answer_there_is_nothing_to_rate(self):
        for state in ("received", "referred", "refused", "withdrawn", "reopened"):
            feedback = self._bring_to(state)
            with self.subTest(state), self.assertRaises(UserError):
                feedback._petitioner_rate({"level": "5"})

    def test_a_merged_case_rates_the_answer_for_itself(self):
        target, letter = self._bring_to("received"), self._bring_to("received")
        letter.with_user(self.desk).action_merge(target.id)
        with self.assertRaises(UserError):
            letter._petitioner_rate({"level": "5"})
        target.sudo().origin = "at_session"
        target.with_user(self.desk).action_answer_on_spot("guided", "<p>x</p>")
        letter._petitioner_rate({"level": "5"})
        target._petitioner_rate({"level": "3"})
        self.assertEqual(letter.vote_ids.answer_id, target.answer_id)
        self.assertEqual((letter.satisfaction, target.satisfaction), (5, 3))

    def test_a_vote_is_changed_until_the_term(self):
        feedback = self._bring_to("answered")
        with freeze_time("2026-11-02 03:00:00"):
            feedback._petitioner_rate({"level": "4"})
        with freeze_time("2026-12-02 10:00:00"):
            feedback._petitioner_rate({"level": "5"})
        with freeze_time("2026-12-03 10:00:00"):
            with self.assertRaisesRegex(UserError, "stays"):
                feedback._petitioner_rate({"level": "3"})
        self.assertEqual(feedback.satisfaction, 5)

    # What follows

    def test_a_low_score_is_looked_into_once(self):
        feedback = self._bring_to("answered")
        feedback._petitioner_rate({"level": "4"})
        self.assertFalse(self._planned(feedback, POOR))
        self._rate_low(feedback)
        planned = self._planned(feedback, POOR)
        self.assertEqual(planned.user_id, self.leader)
        planned.action_done()
        self._rate_low(feedback, comment="Vẫn vậy.")
        self.assertFalse(self._planned(feedback, POOR))

    def test_a_sealed_case_is_looked_into_by_its_readers(self):
        feedback = self._bring_to("answered")
        reader = new_test_user(
            self.env,
            login="dlg-reader",
            groups=f"{MODULE}desk,{MODULE}confidential",
        )
        feedback.sudo().write(
            {"is_sealed": True, "reader_ids": [Command.set(reader.ids)]}
        )
        self._rate_low(feedback)
        self.assertFalse(self._planned(feedback, POOR))
        self.company.dialogue_desk_user_id = reader
        feedback._petitioner_say_solved("no")
        self.assertEqual(self._planned(feedback, UNSOLVED).user_id, reader)

    def test_nobody_is_named(self):
        feedback = self._bring_to("answered", is_name_hidden=True)
        feedback.with_user(self.employee_only)._petitioner_rate({"level": "5"})
        rating = feedback.vote_ids
        self.assertTrue((rating.create_uid | rating.write_uid)._is_superuser())
        seen = rating.with_user(self.specialist)
        self.assertNotIn(self.enterprise.name, seen.petitioner_label)
        self.assertTrue(feedback.write_uid._is_superuser())

    # Is it solved?

    def _answered_long_ago(self, days=31, **vals):
        feedback = self._bring_to("answered", **vals)
        self.env.flush_all()
        self.cr.execute(
            "UPDATE dialogue_feedback SET answered_on = %s WHERE id = %s",
            [datetime.now() - timedelta(days=days), feedback.id],
        )
        self.env.invalidate_all()
        return feedback

    def _run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref(SOLVED_CRON).method_direct_trigger()
        self.env.invalidate_all()

    def _questions(self):
        return self.env["mail.mail"].search_count([("subject", "ilike", "solved")])

    def test_after_some_weeks_it_is_asked_once(self):
        before = self._questions()
        due = self._answered_long_ago()
        silent = self._answered_long_ago(
            petitioner_id=self._create_petitioner(email=False, phone="0219 386 1234").id
        )
        young = self._answered_long_ago(days=29)
        ancient = self._answered_long_ago(days=400)
        self._run_job()
        self.assertEqual(self._questions(), before + 1)
        self.assertTrue(due.solved_asked_on)
        self.assertTrue(silent.solved_asked_on)
        self.assertFalse((young | ancient).filtered("solved_asked_on"))
        self._run_job()
        self.assertEqual(self._questions(), before + 1)

    def test_it_is_not_asked_where_the_department_does_not_want_it(self):
        self.company.dialogue_solved_days = 0
        due = self._answered_long_ago()
        self._run_job()
        self.assertFalse(due.solved_asked_on)

    def test_those_who_share_an_answer_are_asked_too(self):
        target = self._bring_to("received")
        letter = self._bring_to("received")
        letter.with_user(self.desk).action_merge(target.id)
        target.sudo().origin = "at_session"
        target.with_user(self.desk).action_answer_on_spot("guided", "<p>x</p>")
        self.env.flush_all()
        self.cr.execute(
            "UPDATE dialogue_feedback SET answered_on = %s WHERE id = %s",
            [datetime.now() - timedelta(days=31), target.id],
        )
        self.env.invalidate_all()
        before = self._questions()
        self._run_job()
        self._run_job()
        self.assertEqual(self._questions(), before + 2)
        self.assertTrue(letter.solved_asked_on)

    def test_a_no_is_looked_into_and_counts(self):
        feedback = self._bring_to("answered")
        feedback._petitioner_say_solved("no")
        feedback._petitioner_say_solved("no")
        self.assertEqual(len(self._planned(feedback, UNSOLVED)), 1)
        self.assertEqual(feedback.solved, "no")
        self.assertFalse(feedback.satisfaction)
        with self.assertRaises(UserError):
            feedback._petitioner_say_solved("bad")
        # the vote may still come
        feedback._petitioner_rate({"level": "4", "solved": "yes"})
        self.assertEqual(feedback.solved, "no")
        self.assertEqual(feedback.satisfaction, 4)

    # Figures

    def test_figures_are_those_of_the_analysis(self):
        happy, poor, silent = (self._bring_to("answered") for _ in range(3))
        happy._petitioner_rate({"level": "5", "solved": "yes"})
        self._rate_low(poor, solved="no")
        cases = happy | poor | silent
        [row] = self.env["dialogue.feedback.report"]._read_group(
            [("feedback_id", "in", cases.ids)],
            aggregates=[
                "is_rated:sum",
                "is_satisfied:sum",
                "is_unsolved:sum",
                "satisfaction:avg",
                "satisfied_share:avg",
            ],
        )
        self.assertEqual(row, (2, 1, 1, 3.0, 0.5))

    # Who reads it

    def test_a_rating_is_read_with_its_case(self):
        feedback = self._bring_to("answered")
        feedback._petitioner_rate({"level": "5"})
        Rating = self.env["dialogue.rating"]

        def seen(user):
            return Rating.with_user(user).search([("feedback_id", "=", feedback.id)])

        for user in (self.specialist, self.desk, self.leader, self.auditor):
            self.assertTrue(seen(user), user.login)
        self.assertFalse(seen(self.colleague))
        feedback.sudo().write(
            {
                "is_sealed": True,
                "reader_ids": [
                    Command.set(
                        new_test_user(
                            self.env,
                            login="dlg-reader",
                            groups=f"{MODULE}desk,{MODULE}confidential",
                        ).ids
                    )
                ],
            }
        )
        for user in (self.specialist, self.desk, self.leader, self.auditor):
            self.assertFalse(seen(user), user.login)
        for user in (self.employee_only, self.administrator):
            with self.assertRaises(AccessError):
                seen(user)

    def test_other_departments_see_nothing(self):
        feedback = self._bring_to("answered")
        feedback._petitioner_rate({"level": "5"})
        other = self.env["res.company"].create({"name": "Sở khác"})
        stranger = new_test_user(
            self.env,
            login="dlg-other",
            groups=f"{MODULE}leader",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        found = self.env["dialogue.rating"].with_user(stranger).search([])
        self.assertNotIn(feedback.vote_ids, found)

    def test_officials_do_not_vote(self):
        feedback = self._bring_to("answered")
        feedback._petitioner_rate({"level": "2", "reason_ids": [self.late.id]})
        for user in (self.specialist, self.desk, self.leader):
            rating = feedback.vote_ids.with_user(user)
            for call in (
                lambda rating=rating: rating.write({"level": "5"}),
                lambda rating=rating: rating.unlink(),
                lambda user=user: feedback.with_user(user).write({"satisfaction": 5}),
                lambda user=user: feedback.with_user(user).write(
                    {"vote_ids": [Command.clear()]}
                ),
            ):
                with self.assertRaises(UserError), self.cr.savepoint():
                    call()
        self.env.invalidate_all()
        self.assertEqual(feedback.vote_ids.score, 2)

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DialogueCommon

RECEIVED = "dialogue_tthc.mail_template_feedback_received"
LOGGER = "odoo.addons.dialogue_tthc.models.dialogue_letter"
TEMPLATES = "odoo.addons.mail.models.mail_render_mixin"


@tagged("post_install", "-at_install")
class TestDialogueLetter(DialogueCommon):
    """A receipt is owed with the case and written once, a moment later."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.letters = cls.env["dialogue.letter"]

    def _receive(self, **vals):
        feedback = self._create_feedback(**vals)
        feedback.with_user(self.desk).action_receive()
        return feedback

    def _mails(self, feedback):
        domain = [
            ("subject", "=like", f"%{feedback.code}%"),
            # and not the desk's
            ("email_to", "!=", False),
        ]
        return self.env["mail.mail"].search(domain)

    def _run_job(self):
        job = self.env.ref("dialogue_tthc.ir_cron_letter")
        with self.enter_registry_test_mode():
            job.method_direct_trigger()

    def test_it_is_owed_and_then_written_once(self):
        feedback = self._receive()
        self.assertFalse(self._mails(feedback))
        self._run_job()
        self.assertEqual(len(self._mails(feedback)), 1)
        self._run_job()
        self.assertEqual(len(self._mails(feedback)), 1)
        self.assertFalse(self.letters.search([]))

    def test_written_mails_leave_at_once(self):
        queue = self.env.ref("mail.ir_cron_mail_scheduler_action")
        triggers = [("cron_id", "=", queue.id)]
        self.env["mail.mail"].search([("state", "=", "outgoing")]).state = "sent"
        before = self.env["ir.cron.trigger"].search_count(triggers)
        self._run_job()
        self.assertEqual(self.env["ir.cron.trigger"].search_count(triggers), before)
        self._receive()
        self._run_job()
        self.assertEqual(self.env["ir.cron.trigger"].search_count(triggers), before + 1)

    def test_without_an_address_nothing_is_owed(self):
        petitioner = self._create_petitioner(email=False)
        self._receive(petitioner_id=petitioner.id)
        self.assertFalse(self.letters.search([]))

    def test_a_spoilt_template_costs_no_question(self):
        self.company.dialogue_desk_user_id = self.desk
        template = self.env.ref(RECEIVED)
        body = template.body_html
        template.body_html = '<t t-out="object.no_such_thing"/>'
        feedback = self._receive()
        self.assertTrue(feedback.code)
        with mute_logger(LOGGER, TEMPLATES):
            self._run_job()
        letter = self.letters.search([])
        self.assertEqual(letter.feedback_id, feedback)
        self.assertTrue(letter.failed_on)
        warning = self.env.ref("mail.mail_activity_data_warning")
        told = feedback.activity_ids.filtered(lambda a: a.activity_type_id == warning)
        self.assertEqual(told.user_id, self.desk)
        template.body_html = body
        self._run_job()
        self.assertFalse(self._mails(feedback), "not before an hour is over")
        letter.failed_on = fields.Datetime.now() - timedelta(hours=2)
        self._run_job()
        self.assertEqual(len(self._mails(feedback)), 1)

    def test_one_that_fails_takes_no_other_with_it(self):
        first, bad, last = self._receive(), self._receive(), self._receive()
        send = type(first)._mail_petitioner

        def fail(cases, xmlid):
            if bad in cases:
                raise ValueError(xmlid)
            return send(cases, xmlid)

        with (
            patch.object(type(first), "_mail_petitioner", fail),
            mute_logger(LOGGER),
        ):
            self._run_job()
        self.assertEqual(len(self._mails(first) + self._mails(last)), 2)
        self.assertEqual(self.letters.search([]).feedback_id, bad)

    def test_each_letter_names_the_cases_of_its_own_form(self):
        def file(*subjects):
            rows = [
                {"subject": subject, "question": "Xin hỏi."} for subject in subjects
            ]
            return self.env["dialogue.feedback"]._file(
                {**rows[0], "channel": "paper"},
                {"name": "Bà Lan", "email": "lan@example.com"},
                more=rows[1:],
            )

        one, two = file("Một", "Hai"), file("Ba")
        self._run_job()
        mail = self._mails(one)
        self.assertIn(one.child_ids.code, mail.body_html)
        self.assertNotIn(two.code, mail.body_html)
        self.assertNotIn(one.code, self._mails(two).body_html)

    def test_many_receipts_cost_few_queries(self):
        def queries(count):
            for _number in range(count):
                self._receive()
            self.env.flush_all()
            self.env.invalidate_all()
            owed, before = self.letters.search([]), self.cr.sql_log_count
            owed._write_apart()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        queries(2)
        few, many = queries(4), queries(24)
        self.assertLess((many - few) / 20, 4)

    def test_it_is_closed_to_everybody(self):
        self._receive()
        for user in (self.desk, self.leader, self.specialist, self.auditor):
            letters = self.letters.with_user(user)
            with self.subTest(user.login), self.assertRaises(AccessError):
                letters.search([])

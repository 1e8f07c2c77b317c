from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import MODULE, DialogueCommon


@tagged("post_install", "-at_install")
class TestDialogueConsent(DialogueCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.feedback = cls._create_feedback(publish_choice="named")
        cls.feedback.action_receive()

    def test_given_and_taken_back_it_leaves_its_proof(self):
        self.feedback._give_consent("Tôi đồng ý", "account")
        self.feedback._give_consent("Tôi đồng ý", "account")
        consent = self.feedback.consent_ids
        self.assertEqual(consent.wording, "Tôi đồng ý")
        self.assertTrue(consent.given_on)
        self.assertTrue(self.feedback.is_name_public)
        self.feedback._withdraw_consent("link")
        self.assertFalse(self.feedback.is_name_public)
        self.assertEqual(self.feedback.publish_choice, "anonymous")
        self.assertTrue(consent.withdrawn_on)
        self.feedback._give_consent("Lại đồng ý", "account")
        self.assertEqual(len(self.feedback.consent_ids), 2)

    def test_taken_back_it_ends_for_all_that_was_filed_together(self):
        part = self._create_feedback(
            parent_id=self.feedback.id,
            petitioner_id=self.feedback.petitioner_id.id,
            publish_choice="named",
        )
        other = self._create_feedback(parent_id=self.feedback.id)
        cases = self.feedback | part | other
        cases._give_consent("Tôi đồng ý", "guest")
        part._withdraw_consent("link")
        self.assertEqual(cases.filtered("is_name_public"), other)
        self.assertEqual(
            (self.feedback | part).mapped("publish_choice"), ["anonymous"] * 2
        )

    def test_the_desk_enters_that_it_was_taken_back(self):
        self.feedback._give_consent("Tôi đồng ý", "account")
        for user in (self.specialist, self.auditor):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.feedback.with_user(user).action_withdraw_consent()
        own = self.feedback.with_user(self.desk)
        own.action_withdraw_consent()
        self.assertFalse(self.feedback.is_name_public)
        self.assertEqual(self.feedback.consent_ids.withdrawn_door, "desk")
        self.assertEqual(self.feedback.message_ids[0].author_id, self.desk.partner_id)
        with self.assertRaises(UserError):
            own.action_withdraw_consent()

    def test_nobody_rewrites_it(self):
        self.feedback._give_consent("Tôi đồng ý", "account")
        consent = self.feedback.consent_ids
        for user in (self.desk, self.leader, self.auditor):
            with self.subTest(user.login):
                own = consent.with_user(user)
                self.assertEqual(own.wording, "Tôi đồng ý")
                with self.assertRaises(AccessError):
                    own.write({"withdrawn_on": "2026-01-01"})
                with self.assertRaises(AccessError):
                    own.unlink()
                with self.assertRaises(AccessError):
                    own.create(
                        {
                            "feedback_id": self.feedback.id,
                            "wording": "x",
                            "door": "desk",
                        }
                    )
        with self.assertRaises(AccessError):
            consent.wording = "Khác"
        with self.assertRaises(AccessError):
            consent.unlink()
        self.feedback._withdraw_consent("account")
        with self.assertRaises(AccessError):
            consent.withdrawn_on = False

    def test_specialists_do_not_read_it(self):
        self.feedback._give_consent("Tôi đồng ý", "account")
        with self.assertRaises(AccessError):
            self.feedback.consent_ids.with_user(self.specialist).read(["wording"])

    def test_that_of_a_sealed_case_is_closed_with_it(self):
        self.feedback._give_consent("Tôi đồng ý", "account")
        reader = new_test_user(
            self.env,
            login="dlg-confidential",
            groups=f"{MODULE}desk,{MODULE}confidential",
        )
        self.feedback.sudo().write(
            {"is_sealed": True, "reader_ids": [Command.set(reader.ids)]}
        )
        self.assertTrue(self.feedback.consent_ids.with_user(reader).wording)
        with self.assertRaises(AccessError):
            self.feedback.consent_ids.with_user(self.desk).read(["wording"])

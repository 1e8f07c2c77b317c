from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_referral import ReferralCommon


@tagged("post_install", "-at_install")
class TestReferralLines(ReferralCommon):
    """Which cases go to which body together, and who sees them there."""

    # ------------------------------------------------------------------
    # Bundling
    # ------------------------------------------------------------------

    def test_cases_to_one_body_are_bundled(self):
        first, second = self._accepted(2)
        referral = self._plan(first, proposal="Đề nghị tỉnh hỗ trợ.")
        self.assertEqual(self._plan(second), referral)
        self.assertEqual(referral.partner_id, self.superior)
        self.assertEqual(referral.line_ids.feedback_id, first | second)
        self.assertEqual(referral.line_ids[0].proposal, "Đề nghị tỉnh hỗ trợ.")
        self.assertIn(self.superior.name, referral.name)
        self.assertEqual(set((first | second).mapped("outcome")), {"superior"})
        self.assertEqual(set((first | second).mapped("state")), {"accepted"})

    def test_another_body_kind_or_session_makes_another_referral(self):
        session = self.env["dialogue.session"].create({"name": "Buổi 1"})
        cases = self._accepted(4)
        cases[3].session_id = session
        referrals = (
            self._plan(cases[0])
            | self._plan(cases[1], partner_id=self.ministry.id)
            | self._plan(cases[2], kind="other_body", partner_id=self.superior.id)
            | self._plan(cases[3])
        )
        self.assertEqual(len(referrals), 4)
        self.assertEqual(cases[2].outcome, "other_body")
        self.assertEqual(referrals[3].session_id, session)

    def test_the_usual_abstract_follows_and_typed_words_stay(self):
        referral = self.Referral.create({"partner_id": self.superior.id})
        first = referral.name
        referral.write({"kind": "other_body", "partner_id": self.ministry.id})
        self.assertNotEqual(referral.name, first)
        self.assertIn(self.ministry.name, referral.name)
        referral.name = "Kiến nghị về nhãn hiệu"
        referral.partner_id = self.superior
        self.assertEqual(referral.name, "Kiến nghị về nhãn hiệu")

    def test_cases_of_two_sessions_go_together_outside_any(self):
        sessions = self.env["dialogue.session"].create(
            [{"name": "Buổi 1"}, {"name": "Buổi 2"}]
        )
        cases = self._accepted(2)
        cases[0].session_id, cases[1].session_id = sessions
        self.assertFalse(self._plan(cases).session_id)

    def test_a_case_is_on_one_unfinished_referral_at_a_time(self):
        case = self._accepted()
        referral = self._plan(case)
        self.assertEqual(self._plan(case, proposal="Mới"), referral)
        self.assertEqual(referral.line_ids.proposal, "Mới")
        with self.assertRaises(UserError):
            self._plan(case, partner_id=self.ministry.id)
        other = self.Referral.create({"partner_id": self.ministry.id})
        with self.assertRaises(UserError):
            self.env["dialogue.referral.line"].create(
                {"referral_id": other.id, "feedback_id": case.id}
            )
        # and the database itself refuses a second live line
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.env.cr.execute(
                "INSERT INTO dialogue_referral_line "
                "(referral_id, feedback_id, progress) VALUES (%s, %s, 'planned')",
                (other.id, case.id),
            )

    def test_no_body_known(self):
        self.company.dialogue_superior_id = False
        with self.assertRaises(UserError):
            self._plan(self._accepted())
        with self.assertRaises(UserError):
            self._plan(self._accepted(), kind="other_body")

    def test_only_cases_that_may_be_referred(self):
        for state in ("draft", "received", "review", "answered", "refused"):
            with self.subTest(state=state), self.assertRaises(UserError):
                self._plan(self._bring_to(state))
        draft = self.Referral.create({"partner_id": self.ministry.id})
        with self.assertRaises(UserError):
            self.env["dialogue.referral.line"].with_user(self.desk).create(
                {"referral_id": draft.id, "feedback_id": self._bring_to("received").id}
            )

    def test_never_to_ourselves(self):
        with self.assertRaises(ValidationError):
            self.Referral.create({"partner_id": self.company.partner_id.id})

    def test_taking_a_case_off_a_draft_undoes_the_plan(self):
        cases = self._accepted(2)
        referral = self._plan(cases)
        referral.line_ids[0].unlink()
        self.assertEqual(cases[0].outcome, "undecided")
        self.assertEqual(cases[1].outcome, "superior")
        referral.unlink()
        self.assertEqual(cases[1].outcome, "undecided")
        self.assertEqual(set(cases.mapped("state")), {"accepted"})

    def test_changing_the_kind_of_a_draft_changes_the_plan(self):
        case = self._accepted()
        referral = self._plan(case)
        referral.write({"kind": "other_body", "partner_id": self.ministry.id})
        self.assertEqual(case.outcome, "other_body")

    # ------------------------------------------------------------------
    # Leaving a draft
    # ------------------------------------------------------------------

    def test_a_case_answered_otherwise_leaves_the_draft(self):
        case = self._bring_to("drafting")
        referral = self._plan(case)
        self._write_answer(case)
        case.with_user(self.specialist).action_submit()
        self.assertEqual(referral.line_ids.progress, "dropped")
        case.with_user(self.leader).action_issue()
        self.assertEqual(case.outcome, "written")

    def test_a_case_that_left_the_draft_can_come_back(self):
        case = self._bring_to("drafting")
        referral = self._plan(case)
        self._write_answer(case)
        case.with_user(self.specialist).action_submit()
        case.with_user(self.leader).action_return_draft("Vượt thẩm quyền.")
        self.assertEqual(self._plan(case), referral)
        self.assertEqual(referral.line_ids.progress, "planned")
        self.assertEqual(case.outcome, "superior")

    # ------------------------------------------------------------------
    # By wizard
    # ------------------------------------------------------------------

    def _wizard(self, feedbacks, **vals):
        return (
            self.env["dialogue.feedback.refer"]
            .with_user(self.desk)
            .with_context(active_model="dialogue.feedback", active_ids=feedbacks.ids)
            .create(vals)
        )

    def test_refer_proposes_the_superior_and_shows_the_draft_joined(self):
        first, second = self._accepted(2)
        wizard = self._wizard(first, proposal="Đề nghị")
        self.assertEqual(wizard.partner_id, self.superior)
        self.assertFalse(wizard.referral_id)
        action = wizard.action_apply()
        wizard = self._wizard(second)
        self.assertEqual(wizard.referral_id.id, action["res_id"])
        self.assertEqual(wizard.referral_line_count, 1)
        wizard.kind = "other_body"
        self.assertFalse(wizard.partner_id)
        wizard.partner_id = self.ministry
        self.assertFalse(wizard.referral_id)
        wizard.action_apply()
        self.assertEqual(second.outcome, "other_body")

    def test_refer_without_cases_or_right(self):
        wizard = self._wizard(
            self.env["dialogue.feedback"], partner_id=self.ministry.id
        )
        with self.assertRaises(UserError):
            wizard.action_apply()
        with self.assertRaises(AccessError):
            self.env["dialogue.feedback.refer"].with_user(self.specialist).create({})

    def test_add_cases_opens_with_the_body_of_the_draft(self):
        referral = self._plan(self._accepted(), partner_id=self.ministry.id)
        # an older draft to the same body does not get in the way
        twin = self.Referral.create({"partner_id": self.ministry.id})
        case = self._accepted()
        wizard = (
            self.env["dialogue.feedback.refer"]
            .with_user(self.desk)
            .with_context(**twin.action_add_cases()["context"])
            .create({"feedback_ids": [(6, 0, case.ids)]})
        )
        self.assertEqual(wizard.partner_id, self.ministry)
        self.assertEqual(wizard.referral_id, twin)
        wizard.action_apply()
        self.assertEqual(twin.line_ids.feedback_id, case)
        self.assertEqual(len(referral.line_ids), 1)

    # ------------------------------------------------------------------
    # Who sees what
    # ------------------------------------------------------------------

    def test_the_case_shows_its_referral_to_the_desk_only(self):
        referral = self._sent(1)
        case = referral.line_ids.feedback_id
        case.user_id = self.specialist
        action = case.with_user(self.desk).action_view_referrals()
        self.assertEqual(action["res_id"], referral.id)
        as_specialist = case.with_user(self.specialist)
        with self.assertRaises(AccessError):
            as_specialist.read(["referral_count"])
        with self.assertRaises(AccessError):
            as_specialist.action_view_referrals()

    def test_companies_are_separate(self):
        other = self.env["res.company"].create({"name": "Sở khác"})
        stranger = self._create_user("leader", login="stranger")
        stranger.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        referral = self._sent(1)
        self.assertFalse(
            self.Referral.with_user(stranger).search([("id", "=", referral.id)])
        )
        for record in (referral, referral.line_ids):
            with self.assertRaises(AccessError):
                record.with_user(stranger).read(["company_id"])
        with self.assertRaises(AccessError):
            self.env["dialogue.feedback"].with_user(stranger).browse(
                self._accepted().id
            ).action_plan_referral(partner_id=self.ministry.id)

    def test_a_sealed_case_goes_alone_and_is_hidden_with_its_referral(self):
        reader = self._create_user("desk", login="reader")
        reader.group_ids += self.env.ref(
            "dialogue_tthc.dialogue_tthc_group_confidential"
        )
        plain, sealed = self._accepted(2)
        sealed.write({"reader_ids": [(6, 0, reader.ids)], "is_sealed": True})
        with self.assertRaises(UserError):
            (plain | sealed).with_user(reader).action_plan_referral()
        open_draft = self._plan(plain)
        hidden = sealed.with_user(reader).action_plan_referral()
        self.assertNotEqual(hidden, open_draft)
        self.assertEqual(sealed.with_user(reader).action_plan_referral(), hidden)
        # neither joins the other's draft
        another = self._accepted()
        self.assertEqual(another.with_user(reader).action_plan_referral(), open_draft)
        visible = self.Referral.with_user(self.desk).search([])
        self.assertIn(open_draft, visible)
        self.assertNotIn(hidden, visible)
        with self.assertRaises(AccessError):
            hidden.with_user(self.leader).read(["name"])
        with self.assertRaises(AccessError):
            hidden.with_user(self.auditor).read(["name"])
        self.assertEqual(hidden.with_user(reader).line_ids.feedback_id, sealed)

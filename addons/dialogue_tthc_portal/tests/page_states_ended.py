"""Pages of what is over, or somebody else's: cases, forms, surveys, claims."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields

from .shown import Shown, fill

# for an organisation of which nothing is told: the page comes back
NEWCOMER = {
    "name": "Vừ Thị Mỷ",
    "login": "moi@example.com",
    "password": "Mat-khau-1",
    "confirm_password": "Mat-khau-1",
    "kind": "enterprise",
}
ENDED = (
    Shown("portal_home"),
    Shown("case_referred"),
    Shown("case_withdrawn"),
    Shown("case_merged"),
    Shown("case_closed"),
    Shown("case_with_consent", seen=".o_dialogue_consent_given button"),
    Shown("case_to_claim", "coworker", seen=".o_dialogue_claim button"),
    Shown("case_to_claim", None, seen=".o_dialogue_claim a"),
    Shown("filing_dropped", None),
    Shown("survey_closed", None),
    Shown("sign_up", None),
    Shown(
        "sign_up",
        None,
        act=fill(NEWCOMER)
        + "document.querySelector('.oe_signup_form').noValidate = true",
        send="main .oe_signup_form [type='submit']",
    ),
)


class EndedStates:
    """Part of ``PageStates``."""

    def portal_home(self):
        return "/my"

    def sign_up(self):
        self.env["ir.config_parameter"].set_param("auth_signup.invitation_scope", "b2c")
        return "/web/signup"

    def case_referred(self):
        feedback = self._create_own()
        feedback.with_user(self.desk).action_accept()
        self.company.dialogue_approver_id = self.leader
        referral = feedback.with_user(self.desk).action_plan_referral()
        referral.action_submit()
        referral.with_user(self.leader).action_send()
        assert feedback.state == "referred"
        return self._case_path(feedback)

    def case_withdrawn(self):
        feedback = self._create_own()
        feedback._petitioner_withdraw("Đã tự giải quyết.")
        assert feedback.state == "withdrawn"
        return self._case_path(feedback)

    def case_merged(self):
        feedback, other = self._create_own(), self._create_own(self.stranger)
        self._answer(other)
        feedback.with_user(self.desk).action_merge(other.id)
        assert feedback.state == "merged"
        return self._case_path(feedback)

    def case_closed(self):
        feedback = self._create_own()
        self._answer(feedback)
        feedback.with_user(self.desk).action_close()
        assert feedback.state == "closed"
        return self._case_path(feedback)

    def case_with_consent(self):
        feedback = self._create_own(publish_choice="named")
        feedback._give_consent("Tôi đồng ý", "account")
        return self._case_path(feedback)

    def case_to_claim(self):
        nobody = self.env["res.partner"].create({"name": "Lê Văn Cam"})
        petitioner = self._create_petitioner(partner_id=nobody.id, name=nobody.name)
        feedback = self._create_feedback(
            partner_id=nobody.id, petitioner_id=petitioner.id
        )
        feedback.action_receive()
        return feedback._link_path("case")

    def filing_dropped(self):
        filing = self._filing("d" * 32)
        filing.with_user(self.desk).action_discard("Không phải câu hỏi.")
        return filing._link_path("filing")

    def survey_closed(self):
        with freeze_time(fields.Datetime.now() - timedelta(days=30)):
            meeting = self._running().session_id
            meeting.action_conclude()
        return meeting._link_path("survey")

from odoo import models
from odoo.tools import plaintext2html


class DialogueSession(models.Model):
    """What is decided about a spoken question: what each decision needs and does.

    ``said`` is what :meth:`_captured` returns.
    """

    _inherit = "dialogue.session"

    def _missing_decision(self, said):
        return getattr(self, f"_missing_{said['outcome']}")(said)

    def _decide(self, feedback, said):
        getattr(self, f"_decide_{said['outcome']}")(feedback, said)

    def _missing_answered(self, said):
        missing = []
        if not said["answer"]:
            missing.append(self.env._("The answer that was given."))
        if not said["verdict"]:
            missing.append(self.env._("The result of the answer."))
        if said["verdict"] == "will_do" and not (
            said["promised_action"] and said["promised_on"]
        ):
            missing.append(self.env._("What will be done, and by which day."))
        return missing

    def _missing_written(self, said):
        if not said["department_id"]:
            return [self.env._("The division that answers.")]
        return []

    def _missing_superior(self, _said):
        if not self.company_id.dialogue_superior_id:
            return [self.env._("The superior body, in the settings.")]
        return []

    def _missing_other_body(self, said):
        return [] if said["body_id"] else [self.env._("The competent body.")]

    def _missing_refused(self, said):
        missing = []
        if not said["refusal_reason_id"]:
            missing.append(self.env._("The reason for not accepting it."))
        if not said["guidance"]:
            missing.append(self.env._("Where the petitioner can turn to."))
        return missing

    def _missing_undecided(self, _said):
        return []

    def _decide_answered(self, feedback, said):
        # accepted with it, and without a letter of its own
        feedback.action_answer_on_spot(
            said["verdict"],
            plaintext2html(said["answer"]),
            legal_basis=said["legal_basis"] or None,
            promised_action=said["promised_action"] or None,
            promised_on=said["promised_on"] or None,
            promised_department_id=said["department_id"].id,
        )

    def _decide_written(self, feedback, said):
        feedback.action_accept()
        feedback.action_plan_written(
            said["department_id"].id, said["user_id"].id, said["date_deadline"]
        )

    def _decide_superior(self, feedback, said):
        feedback.action_accept()
        feedback.action_plan_referral("superior", proposal=said["proposal"])

    def _decide_other_body(self, feedback, said):
        feedback.action_accept()
        feedback.action_plan_referral(
            "other_body", said["body_id"].id, said["proposal"]
        )

    def _decide_refused(self, feedback, said):
        feedback.action_refuse(said["refusal_reason_id"].id, said["guidance"])

    def _decide_undecided(self, feedback, _said):
        """Leave the case received: the desk decides later."""

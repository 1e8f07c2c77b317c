from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

# Everything that a portal user may read of a case, by whatever way. All else is
# closed, also what comes later: who adds a field for petitioners adds it here.
PORTAL_READABLE = frozenset(
    {
        "id",
        "display_name",
        "active",
        "code",
        "year",
        "number",
        "subject",
        "question",
        "kind",
        "sector_id",
        "procedure_id",
        "portal_state",
        "is_name_hidden",
        "received_on",
        "accepted_on",
        "answered_on",
        "date_deadline",
        "is_own",
        "refusal_guidance",
    }
)
# Where a case stands, in the words of whoever waits for the answer. Steps between
# two officials are one thing to them.
PORTAL_STATES = [
    ("received", "Received"),
    ("waiting", "Waiting for your information"),
    ("handling", "Being handled"),
    ("referred", "With the competent authority"),
    ("answered", "Answered"),
    ("closed", "Answered and closed"),
    ("refused", "Not accepted"),
    ("withdrawn", "Withdrawn"),
    ("merged", "Answered together with a similar case"),
]
PORTAL_STATE_OF = {
    "draft": "received",
    "received": "received",
    "need_info": "waiting",
    "accepted": "handling",
    "assigned": "handling",
    "drafting": "handling",
    "review": "handling",
    "reopened": "handling",
    "referred": "referred",
    "answered": "answered",
    "closed": "closed",
    "refused": "refused",
    "withdrawn": "withdrawn",
    "merged": "merged",
}
PORTAL_OPEN_STATES = ("received", "waiting", "handling", "referred")


class DialogueFeedback(models.Model):
    """What a petitioner may see of a case and do with it, and nothing beyond.

    A portal user reads the cases that they filed themselves, and those that colleagues
    shared with them (record rule), and of these the fields of ``PORTAL_READABLE``.
    Answers, messages and files reach them through the ``_portal_*`` methods only,
    never through models or routes of Odoo.
    """

    _name = "dialogue.feedback"
    _inherit = ["dialogue.feedback", "dialogue.closed.fields.mixin"]

    _open_fields = PORTAL_READABLE

    portal_state = fields.Selection(
        selection=PORTAL_STATES,
        string="Where it stands",
        compute="_compute_portal_state",
        search="_search_portal_state",
        compute_sudo=True,
    )

    @api.depends("state")
    def _compute_portal_state(self):
        for feedback in self:
            feedback.portal_state = PORTAL_STATE_OF[feedback.state]

    def _search_portal_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        states = [state for state, key in PORTAL_STATE_OF.items() if key in value]
        # sudo: portal users may ask for these groups of states, not for each state
        found = self.sudo()._search(Domain("state", "in", states), active_test=False)
        return Domain("id", "in", found)

    def _check_staff(self):
        """Refuse what only officials may do with the history of a case.

        :raise AccessError: the user is a portal or public user
        """
        if not self.env.su and not self.env.user._is_internal():
            raise AccessError(self.env._("You may not do this with a case."))

    def _mail_group_by_operation_for_mail_message_operation(self, message_operation):
        # messages of a case reach its petitioner by _portal_messages alone
        if not self.env.su and not self.env.user._is_internal():
            return {}
        return super()._mail_group_by_operation_for_mail_message_operation(
            message_operation
        )

    @api.model
    def _get_thread_with_access(self, thread_id, *, mode="read", **kwargs):
        if not self.env.user._is_internal():
            return self.browse()
        return super()._get_thread_with_access(thread_id, mode=mode, **kwargs)

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        # a petitioner who follows the case would be named to all who read it
        self._check_staff()
        return super().message_subscribe(
            partner_ids=partner_ids, subtype_ids=subtype_ids
        )

    def message_unsubscribe(self, partner_ids=None):
        self._check_staff()
        return super().message_unsubscribe(partner_ids=partner_ids)

    def _get_access_action(self, access_uid=None, force_website=False):
        """Lead a petitioner who follows a link to the case to their own page."""
        # sudo: only asks what kind of user follows the link
        user = self.env["res.users"].sudo().browse(access_uid or self.env.uid)
        if user._is_internal():
            return super()._get_access_action(
                access_uid=access_uid, force_website=force_website
            )
        return {
            "type": "ir.actions.act_url",
            "url": self._portal_url(),
            "target": "self",
            "res_id": self.id,
        }

    # ------------------------------------------------------------------
    # What a petitioner does
    # ------------------------------------------------------------------

    @api.model
    def _portal_find(self, feedback_id, with_shared=False):
        """Return the case of the current portal user with this id, or none.

        :param bool with_shared: also one that a colleague shared, to read it
            (``dialogue_feedback_share.py``)

        "Not yours" and "not there" are one answer. The record is in the user's own
        environment, so that reading it stays within ``PORTAL_READABLE``.
        """
        if not 0 < feedback_id < 2**31:
            return self.browse()
        return self.with_context(active_test=False).search(
            [("id", "=", feedback_id)], limit=1
        )

    def _portal_url(self):
        self.ensure_one()
        return f"/my/feedback/{self.id}"

    def _portal_give_info(self, text, files=()):
        """Enter what the petitioner answers to a question of the department.

        :param str text: plain text as typed
        :param files: list of (name: str, content: bytes)
        """
        # superuser: a petitioner has no right to the move; that the case is theirs
        # was checked by _portal_find
        feedback = self.with_user(SUPERUSER_ID)
        feedback._post_from_petitioner(text, files)
        feedback.action_info_given(text)
        feedback._portal_flush()

    def _portal_post(self, text, files=()):
        """Add a message of the petitioner.

        :param str text: plain text as typed
        :param files: list of (name: str, content: bytes)
        """
        # superuser: the author must not name the petitioner; that the case is theirs
        # was checked by _portal_find
        feedback = self.with_user(SUPERUSER_ID)
        feedback._post_from_petitioner(text, files)
        feedback._portal_flush()

    def _portal_flush(self):
        """Write what is pending as the superuser that ``self`` belongs to.

        What is left to the end of the request is written in the name of its user,
        and ``write_uid`` would tell officials who asked not to be named.
        """
        self.env.flush_all()

    def _portal_may_post(self):
        """Say whether the petitioner may still add something."""
        self.ensure_one()
        return self.portal_state in PORTAL_OPEN_STATES

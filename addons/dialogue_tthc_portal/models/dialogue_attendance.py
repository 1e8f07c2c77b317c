from odoo import api, models
from odoo.fields import Domain

LIST_PATH = "/my/sessions"


class DialogueAttendance(models.Model):
    """The invitations of an account, and what their pages show.

    Portal users have no right to the model. They reach their own invitations by
    ``_portal_invitations``, holders of a private link theirs by ``_link_find``; both
    get plain values.
    """

    _inherit = "dialogue.attendance"

    @api.model
    def _portal_partners(self):
        """Return the contacts whose invitations the current user answers."""
        return self.env.user.partner_id._dialogue_petitioners()

    @api.model
    def _portal_domain(self):
        """Return the domain of the invitations of the current user."""
        return (
            Domain("partner_id", "in", self._portal_partners().ids)
            & Domain("is_walk_in", "=", False)
            & Domain("session_id", "any", self.env["dialogue.session"]._public_domain())
        )

    @api.model
    def _portal_invitations(self, limit=None, offset=0):
        """Return the invitations of the current user in sudo, the latest first."""
        # sudo: portal users have no right to the list; the domain keeps to their own
        rooms_sudo = self.sudo().with_context(active_test=False)
        return rooms_sudo.search(
            self._portal_domain(),
            order="session_id, id",
            limit=limit,
            offset=offset,
        )

    @api.model
    def _portal_count(self):
        """Return how many invitations the current user has."""
        # sudo: as above
        rooms_sudo = self.sudo().with_context(active_test=False)
        return rooms_sudo.search_count(self._portal_domain())

    @api.model
    def _portal_find(self, attendance_id):
        """Return the invitation of the current user with this id in sudo, or none."""
        # sudo: as above
        rooms_sudo = self.sudo().with_context(active_test=False)
        if not 0 < attendance_id < 2**31:
            return rooms_sudo.browse()
        return rooms_sudo.search(
            Domain("id", "=", attendance_id) & self._portal_domain(), limit=1
        )

    @api.model
    def _portal_by_link(self, token):
        """Return the invitation that a private link opens in sudo, or none."""
        attendance_sudo = self._link_find(token, "invitation")
        # a draft is internal, also to those who will be invited
        return attendance_sudo.filtered(lambda guest: guest.session_id._is_public())

    def _portal_line(self):
        """Return what the list of invitations shows of one; call it in sudo."""
        self.ensure_one()
        session = self.session_id
        return {
            "url": f"{LIST_PATH}/{self.id}",
            "topic": session.name,
            "when": session._when_words(),
            "where": session._where_words(),
            "name": self.name,
            **self._portal_standing(),
        }

    def _portal_standing(self):
        """Return how one invitation stands: ``state``, ``label`` and ``may_reply``."""
        problem = self._reply_problem()
        states = {
            "invited": self.env._("Please reply"),
            "confirmed": self.env._("You come"),
            "declined": self.env._("You do not come"),
            "attended": self.env._("You were there"),
            "absent": self.env._("You were not there"),
        }
        label, state = states[self.state], self.state
        if self.session_id.state == "cancelled":
            state, label = "cancelled", self.env._("Cancelled")
        elif problem and self.state == "invited":
            state, label = "over", self.env._("Not replied")
        return {
            "state": state,
            "label": label,
            "may_reply": not problem,
            "problem": problem or "",
        }

    def _portal_values(self, base_url):
        """Return one invitation with its session as plain values; call it in sudo.

        :param str base_url: path of its page
        :return: dict of ``session`` (see ``_portal_session``) and what is the
            invitee's own
        """
        self.ensure_one()
        reason = self.absence_reason if self.state in ("declined", "absent") else ""
        return {
            "session": self.session_id._portal_session(
                f"{base_url}/file/", ("public", "invitees")
            ),
            "base_url": base_url,
            "name": self.name,
            "role": dict(self._fields["role"]._description_selection(self.env))[
                self.role
            ],
            "delegate_name": self.delegate_name or "",
            "delegate_function": self.delegate_function or "",
            "delegate_phone": self.delegate_phone or "",
            "reason": reason or "",
            "replied_on": self._replied_words(),
            "join_link": self._join_link() if self._may_join() else "",
            "opinion_code": self.feedback_id.code or "",
            "opinion_problem": self._opinion_problem() or "",
            **self._portal_standing(),
        }

    def _may_join(self):
        """Say whether the session of one invitee can be joined, now or later."""
        return self.session_id.state in ("announced", "in_progress")

    def _portal_material(self, material_id):
        """Return the file with this id that one invitee may have, or none, in sudo."""
        return self.session_id.material_ids.filtered(
            lambda material: material.id == material_id
        )

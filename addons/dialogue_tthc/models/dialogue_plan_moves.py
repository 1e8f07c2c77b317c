from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.day_text import day_text
from .feedback_states import DESK, LEADER
from .moves_mixin import Move

APPROVE = "mail.mail_activity_data_todo"


class DialoguePlan(models.Model):
    """The steps of a plan, from draft to done, and what is made from it."""

    _inherit = "dialogue.plan"

    _moves = (
        Move("submit", ("draft",), "submitted", DESK, ("complete", "bases_in_time")),
        Move("return", ("submitted", "approved"), "draft", LEADER, ("return_reason",)),
        Move(
            "approve",
            ("submitted",),
            "approved",
            LEADER,
            ("complete", "bases_in_time", "signer"),
        ),
        Move("issue", ("approved",), "issued", DESK, ("issued_document",)),
        Move("finish", ("issued",), "done", DESK, ("sessions_over",)),
        Move(
            "cancel",
            ("draft", "submitted", "approved"),
            "cancelled",
            DESK,
            ("cancel_reason",),
        ),
    )

    def _need_complete(self, _move):
        for plan in self:
            if not (plan._items("purposes") and plan._items("contents")):
                raise UserError(
                    self.env._(
                        "“%s” says neither why nor about what: fill in purposes and "
                        "contents first.",
                        plan.name,
                    )
                )

    def _need_bases_in_time(self, _move):
        self.basis_ids._check_date()

    def _need_signer(self, move):
        self.document_id._need_signer(move)

    def _need_return_reason(self, _move):
        if any(not (plan.return_reason or "").strip() for plan in self):
            raise UserError(self.env._("Say what should be changed in the plan."))

    def _need_cancel_reason(self, _move):
        if any(not (plan.cancel_reason or "").strip() for plan in self):
            raise UserError(self.env._("Say why the plan is given up."))

    def _need_issued_document(self, _move):
        if any(plan.document_id.state != "issued" for plan in self):
            raise UserError(self.env._("The plan has no number and date yet."))

    def _need_sessions_over(self, _move):
        for plan in self:
            running = plan.session_ids.filtered(
                lambda session: session.state not in ("closed", "cancelled")
            )
            if running:
                raise UserError(
                    self.env._(
                        "“%(plan)s” is done when its sessions are. Still open: "
                        "%(sessions)s.",
                        plan=plan.name,
                        sessions=", ".join(running.mapped("name")),
                    )
                )

    def _after_move(self, move, note=None):
        """Tell the leader who approves that a plan waits; the wait ends by any step."""
        res = super()._after_move(move, note)
        self.activity_unlink([APPROVE])
        if move.target == "submitted":
            for plan in self:
                leader = plan.company_id.dialogue_approver_id
                if leader:
                    plan.with_context(lang=leader.lang).activity_schedule(
                        APPROVE,
                        summary=plan.with_context(lang=leader.lang).env._(
                            "Approve the plan"
                        ),
                        user_id=leader.id,
                    )
        return res

    def action_submit(self):
        """Hand the plans to the leader."""
        self._move("submit")

    def action_return(self, reason):
        """Give the plans back for changes.

        :param str reason: what should be changed
        """
        self._move("return", {"return_reason": reason}, note=reason)

    def action_approve(self):
        """Approve the plans. Who signs and how must be filled in.

        Signer and position that are still empty become those of the leader.
        """
        move = self._find_move("approve")
        self.check_access("write")
        self._check_move_sources(move)
        for plan in self:
            signer = self.env["dialogue.document"]._prepare_signer_values(
                plan.company_id
            )
            if not plan.signer_name:
                # sudo: the text is closed by now; the signature belongs to the approval
                plan.document_id.sudo().write(
                    {name: value for name, value in signer.items() if not plan[name]}
                )
        self._move("approve", {"approver_id": self.env.uid, "return_reason": False})

    def action_issue(self, number=None, date=None):
        """Issue approved plans: each gets its number and day.

        :param int number: typed number, for one plan only; without it the next free
            one is drawn
        :param date: day of issue, today if not given
        """
        move = self._find_move("issue")
        self.check_access("write")
        self._check_move_sources(move)
        day = fields.Date.to_date(date) or fields.Date.context_today(self)
        for plan in self:
            if plan.year not in (day.year, day.year + 1):
                raise UserError(
                    self.env._(
                        "A plan for %(year)s cannot be issued on %(date)s. "
                        "Correct the year or the day.",
                        year=plan.year,
                        date=day_text(day),
                    )
                )
        # sudo: the plan was submitted and approved by those who may; its document
        # takes the same steps with it
        documents_sudo = self.document_id.sudo()
        documents_sudo.filtered(lambda d: d.state == "draft")._move("submit")
        documents_sudo.filtered(lambda d: d.state == "submitted")._move("approve")
        documents_sudo.action_issue(number=number, date=day)
        self.sudo().basis_ids._check_date()
        self._move("issue")

    def action_finish(self):
        """Close the year: all sessions of the plans are over."""
        self._move("finish")

    def action_cancel(self, reason):
        """Give the plans up before they are issued.

        :param str reason: why
        """
        self._move("cancel", {"cancel_reason": reason}, note=reason)

    def action_new_session(self):
        """Begin a session of this plan.

        :return: an action with a new session form
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New session"),
            "res_model": "dialogue.session",
            "views": [(False, "form")],
            "context": {"default_plan_id": self.id, "default_name": self.name},
        }

    def action_view_sessions(self):
        """List the sessions of this plan.

        :return: an action
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dialogue_tthc.dialogue_session_action"
        )
        return {
            **action,
            "domain": [("plan_id", "in", self.ids)],
            "context": {"default_plan_id": self.id if len(self) == 1 else False},
        }

    def action_view_feedback(self):
        """List the cases of the sessions of this plan.

        :return: an action
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dialogue_tthc.dialogue_feedback_action"
        )
        return {
            **action,
            "domain": [("session_id.plan_id", "in", self.ids)],
            "context": {},
        }

    def action_copy_to_next_year(self):
        """Copy this plan into the present year, or the next if it is of this year.

        :return: an action that opens the copy
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        year = today.year if self.year < today.year else self.year + 1
        copy = self._copy_to_year(year)
        return {
            "type": "ir.actions.act_window",
            "res_model": "dialogue.plan",
            "res_id": copy.id,
            "views": [(False, "form")],
        }

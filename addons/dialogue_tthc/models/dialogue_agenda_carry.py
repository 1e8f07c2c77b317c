from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .dialogue_session_moves import AHEAD
from .dialogue_session_owed import OPEN_TASKS, UNSEALED, UNSEALED_TASKS
from .feedback_states import OWED_STATES


class DialogueAgendaItem(models.Model):
    """The first item of an agenda: what earlier sessions of the department still owe.

    Until the session begins its figures are those of today; then they are stated and
    stay, for that is what was said there.
    """

    _inherit = "dialogue.agenda.item"

    is_carry_over = fields.Boolean(string="What earlier sessions owe", readonly=True)
    stated_debt = fields.Char(readonly=True, copy=False)
    debt = fields.Char(string="Still owed", compute="_compute_debt")

    _carry_over_uniq = models.UniqueIndex(
        "(session_id) WHERE is_carry_over",
        "The agenda begins with what earlier sessions owe already.",
    )

    @api.depends(
        "is_carry_over",
        "stated_debt",
        "session_id.state",
        "session_id.company_id",
        "session_id.date_start",
    )
    @api.depends_context("uid", "lang")
    def _compute_debt(self):
        for item in self:
            if not item.is_carry_over:
                item.debt = False
            elif item.session_id.state in AHEAD:
                item.debt = item.session_id._debt_words()
            else:
                item.debt = item.stated_debt

    @api.model_create_multi
    def create(self, vals_list):
        # a default of the context or of the user is another door to it
        default = self.default_get(["stated_debt"]).get("stated_debt")
        self._check_stated(default or any("stated_debt" in vals for vals in vals_list))
        items = super().create(vals_list)
        items._check_unspoken()
        return items

    def write(self, vals):
        self._check_stated(not {"stated_debt", "is_carry_over"}.isdisjoint(vals))
        self._check_unspoken()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_spoken(self):
        self._check_unspoken()

    def _check_stated(self, is_typed):
        # what is said about our own debts is not typed in
        if is_typed and not self.env.su:
            raise UserError(
                self.env._("Use the button “Begin with what is owed” of the session.")
            )

    def _check_unspoken(self):
        """What was said about our own debts stays as it was said."""
        for item in self.filtered("is_carry_over"):
            if not self.env.su and item.session_id.state not in AHEAD:
                raise UserError(
                    self.env._(
                        "“%s” has begun: its agenda goes on from here.",
                        item.session_id.name,
                    )
                )


class DialogueSession(models.Model):
    """What earlier sessions owe comes first in the next one."""

    _inherit = "dialogue.session"

    has_carry_over = fields.Boolean(compute="_compute_has_carry_over")

    @api.depends("agenda_item_ids.is_carry_over")
    def _compute_has_carry_over(self):
        for session in self:
            session.has_carry_over = any(
                session.agenda_item_ids.mapped("is_carry_over")
            )

    def _debt_words(self):
        """Return in words what sessions before this one still owe, as of now."""
        self.ensure_one()
        # sudo: numbers, and the same ones for everybody who reads the agenda
        session_sudo = self.sudo().with_context(allowed_company_ids=self.company_id.ids)
        earlier = Domain("session_id", "in", session_sudo._earlier_query())
        cases = session_sudo.env["dialogue.feedback"]
        tasks = session_sudo.env["dialogue.commitment"]
        of_cases = earlier & Domain("state", "in", OWED_STATES) & UNSEALED
        of_tasks = earlier & Domain("state", "in", OPEN_TASKS) & UNSEALED_TASKS
        late = Domain("is_overdue", "=", True)
        return self.env._(
            "%(cases)s question(s) without answer, %(tasks)s commitment(s) not yet "
            "kept; %(late)s of these overdue",
            cases=cases.search_count(of_cases),
            tasks=tasks.search_count(of_tasks),
            late=cases.search_count(of_cases & late)
            + tasks.search_count(of_tasks & late),
        )

    def _earlier_query(self):
        """Return the query of the sessions before this one, archived ones included."""
        return self.with_context(active_test=False)._search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("date_start", "<", self.date_start or fields.Datetime.now())
            & Domain("id", "!=", self._origin.id)
        )

    def action_carry_over(self):
        """Begin the agendas with what earlier sessions still owe."""
        self.check_access("write")
        bare = self.filtered(lambda session: not session.has_carry_over)
        bare._check_agenda_ahead()
        for session in bare:
            session._carry_over()

    def _carry_over(self):
        lang = self.company_id.partner_id.lang or self.env.lang
        first = min(self.agenda_item_ids.mapped("sequence"), default=10)
        self.env["dialogue.agenda.item"].create(
            {
                "session_id": self.id,
                "name": self.with_context(lang=lang).env._(
                    "What became of the questions and promises of earlier sessions"
                ),
                "sequence": first - 1,
                "is_carry_over": True,
            }
        )

    def _before_move(self, move):
        result = super()._before_move(move)
        if move.name == "announce":
            # an agenda that nobody wrote yet begins with our own debts
            for session in self:
                if not session.agenda_item_ids and session.earlier_owed_count:
                    session._carry_over()
        elif move.name == "start":
            for item in self.agenda_item_ids.filtered("is_carry_over"):
                session = item.session_id
                lang = session.company_id.partner_id.lang or self.env.lang
                item.stated_debt = session.with_context(lang=lang)._debt_words()
        return result

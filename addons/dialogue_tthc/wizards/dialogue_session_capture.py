from odoo import api, fields, models

from ..models.dialogue_answer import VERDICTS
from ..models.dialogue_feedback import KINDS
from ..models.dialogue_petitioner import KINDS as PETITIONER_KINDS
from ..models.dialogue_session_capture import CHOICES, OUTCOMES, RECORDS, TEXTS

OTHERS = ("is_name_hidden", "promised_on", "date_deadline")


class DialogueSessionCapture(models.TransientModel):
    """Take down one question at the meeting, and what was decided about it.

    The window only gathers what was said; the session files it: either everything is
    recorded or nothing, and what was typed stays in the window.
    """

    _name = "dialogue.session.capture"
    _description = "Record a Question at the Session"

    session_id = fields.Many2one(
        comodel_name="dialogue.session", required=True, readonly=True
    )
    company_id = fields.Many2one(related="session_id.company_id")
    last_note = fields.Char(readonly=True)
    # Who
    attendance_id = fields.Many2one(
        comodel_name="dialogue.attendance",
        string="From the list",
        domain="[('session_id', '=', session_id), ('role', '!=', 'chair')]",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Other contact",
        domain="[('company_id', 'in', [company_id, False])]",
    )
    speaker_name = fields.Char(
        string="Name", help="Of somebody who is not among the contacts."
    )
    speaker_organisation = fields.Char(
        string="Speaks for", help="The organisation that this person came for."
    )
    speaker_kind = fields.Selection(
        selection=PETITIONER_KINDS, string="Who asks is", default="enterprise"
    )
    speaker_phone = fields.Char(string="Phone")
    is_name_hidden = fields.Boolean(string="Name withheld from the division")
    # What
    subject = fields.Char(help="Left empty, it is taken from the question.")
    question = fields.Text()
    kind = fields.Selection(
        selection=KINDS, string="Kind of case", default="guidance", required=True
    )
    sector_id = fields.Many2one(
        comodel_name="dialogue.sector",
        domain="[('company_id', 'in', [company_id, False])]",
    )
    procedure_id = fields.Many2one(
        comodel_name="dialogue.procedure",
        domain="[('company_id', 'in', [company_id, False]), "
        "'|', ('sector_id', '=', sector_id), (not sector_id, '=', True)]",
    )
    concerned_department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Division concerned",
        domain="[('company_id', '=', company_id)]",
    )
    # What was decided
    outcome = fields.Selection(
        selection=OUTCOMES, string="Decision", default="answered", required=True
    )
    verdict = fields.Selection(selection=VERDICTS, string="Result", default="guided")
    answer = fields.Text()
    legal_basis = fields.Char()
    promised_action = fields.Text(string="What will be done")
    promised_on = fields.Date(string="To be done by")
    department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Division that answers",
        compute="_compute_department_id",
        store=True,
        readonly=False,
        domain="[('company_id', '=', company_id)]",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Officer",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    date_deadline = fields.Date(
        string="Answer due on",
        compute="_compute_date_deadline",
        store=True,
        readonly=False,
        help="Proposed by the term; the chair may conclude another day.",
    )
    body_id = fields.Many2one(
        comodel_name="res.partner",
        string="Competent body",
        domain="[('company_id', 'in', [company_id, False])]",
    )
    proposal = fields.Text(string="Our proposal")
    refusal_reason_id = fields.Many2one(
        comodel_name="dialogue.refusal.reason",
        string="Reason of refusal",
        domain="[('company_id', 'in', [company_id, False])]",
    )
    guidance = fields.Text(
        string="Where to turn to",
        compute="_compute_guidance",
        store=True,
        readonly=False,
    )

    @api.depends("sector_id")
    def _compute_department_id(self):
        for capture in self:
            sector = capture.sector_id.with_company(capture.company_id)
            capture.department_id = sector.department_id or capture.department_id

    @api.depends("outcome", "session_id")
    def _compute_date_deadline(self):
        for capture in self:
            if capture.outcome == "written" and not capture.date_deadline:
                now = fields.Datetime.now()
                held_on = capture.session_id.date_start or now
                capture.date_deadline = self.env["dialogue.clock"]._propose(
                    capture.company_id, "answer", "session", min(held_on, now)
                )

    @api.depends("refusal_reason_id")
    def _compute_guidance(self):
        for capture in self:
            capture.guidance = capture.refusal_reason_id.guidance or capture.guidance

    def action_record(self):
        """Record the question and close the window."""
        self._record()
        return {"type": "ir.actions.act_window_close"}

    def action_record_next(self):
        """Record the question and open an empty window for the next one."""
        feedback = self._record()
        decided = dict(self._fields["outcome"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("Record a question"),
            "context": {
                "default_session_id": self.session_id.id,
                "default_sector_id": self.sector_id.id,
                "default_kind": self.kind,
                "default_last_note": self.env._(
                    "Recorded: “%(case)s”, %(decision)s.",
                    case=feedback.display_name,
                    decision=decided[self.outcome],
                ),
            },
        }

    def _record(self):
        """File the case and carry out the decision.

        :return: the new ``dialogue.feedback``
        :raise UserError: something is missing; nothing was recorded
        """
        self.ensure_one()
        return self.session_id._capture(
            {
                **{name: self[name] for name in (*TEXTS, *CHOICES, *OTHERS)},
                **{name: self[name].id for name in RECORDS},
            }
        )

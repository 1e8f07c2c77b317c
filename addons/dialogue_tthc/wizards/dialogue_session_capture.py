from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ..models.dialogue_answer import VERDICTS
from ..models.dialogue_feedback import KINDS
from ..models.dialogue_petitioner import KINDS as PETITIONER_KINDS

OUTCOMES = [
    ("answered", "Answered now"),
    ("written", "Owed in writing"),
    ("superior", "Beyond authority"),
    ("other_body", "For another body"),
    ("refused", "Not accepted"),
    ("undecided", "Decide later"),
]


class DialogueSessionCapture(models.TransientModel):
    """Take down one question at the meeting, and what was decided about it.

    The window only gathers what was said; the case is filed and moved by its own
    public steps, all in one transaction: either everything is recorded or nothing,
    and what was typed stays in the window.
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
        self.session_id.check_access("write")
        if not self.session_id._is_running():
            raise UserError(
                self.env._(
                    "Questions are recorded while the session is in progress. "
                    "Start “%s” first.",
                    self.session_id.name,
                )
            )
        self._check_complete()
        self._check_in_speaker()
        feedback = self.env["dialogue.feedback"]._file(
            self._prepare_feedback_values(), self._prepare_petitioner_values()
        )
        getattr(self, f"_decide_{self.outcome}")(feedback)
        return feedback

    def _check_complete(self):
        """Name everything that is missing at once.

        :raise UserError: with one line for each missing thing
        """
        missing = []
        if not (self.attendance_id or self.partner_id or self._text("speaker_name")):
            missing.append(
                self.env._("Who asks: choose from the list, or write the name.")
            )
        if self.attendance_id and self.attendance_id.session_id != self.session_id:
            missing.append(self.env._("Who asks: choose somebody of this session."))
        if not self._text("question"):
            missing.append(self.env._("What was asked."))
        missing += getattr(self, f"_missing_{self.outcome}")()
        if missing:
            raise UserError(
                self.env._(
                    "Not recorded yet; please add:\n%s",
                    "\n".join(f"- {line}" for line in missing),
                )
            )

    def _check_in_speaker(self):
        """Put whoever asks on the list of attendance: who speaks is there."""
        if self.session_id.mode == "in_writing":
            return
        attendances = self.env["dialogue.attendance"]
        if not self.attendance_id:
            who = (
                {"partner_id": self.partner_id.id}
                if self.partner_id
                else {
                    "name": self._text("speaker_name"),
                    "kind": self.speaker_kind or "citizen",
                }
            )
            known = attendances.search(
                [
                    ("session_id", "=", self.session_id.id),
                    *((name, "=", value) for name, value in who.items()),
                ],
                limit=1,
            )
            self.attendance_id = known or attendances.create(
                {"session_id": self.session_id.id, **who}
            )
        if self.attendance_id.state != "attended":
            self.attendance_id.action_check_in()

    def _text(self, name):
        return (self[name] or "").strip()

    def _missing_answered(self):
        missing = []
        if not self._text("answer"):
            missing.append(self.env._("The answer that was given."))
        if not self.verdict:
            missing.append(self.env._("The result of the answer."))
        if self.verdict == "will_do" and not (
            self._text("promised_action") and self.promised_on
        ):
            missing.append(self.env._("What will be done, and by which day."))
        return missing

    def _missing_written(self):
        if not self.department_id:
            return [self.env._("The division that answers.")]
        return []

    def _missing_superior(self):
        if not self.company_id.dialogue_superior_id:
            return [self.env._("The superior body, in the settings.")]
        return []

    def _missing_other_body(self):
        return [] if self.body_id else [self.env._("The competent body.")]

    def _missing_refused(self):
        missing = []
        if not self.refusal_reason_id:
            missing.append(self.env._("The reason for not accepting it."))
        if not self._text("guidance"):
            missing.append(self.env._("Where the petitioner can turn to."))
        return missing

    def _missing_undecided(self):
        return []

    def _decide_answered(self, feedback):
        # accepted with it, and without a letter of its own
        feedback.action_answer_on_spot(
            self.verdict,
            plaintext2html(self._text("answer")),
            legal_basis=self.legal_basis or None,
            promised_action=self._text("promised_action") or None,
            promised_on=self.promised_on or None,
        )

    def _decide_written(self, feedback):
        feedback.action_accept()
        feedback.action_plan_written(
            self.department_id.id, self.user_id.id, self.date_deadline
        )

    def _decide_superior(self, feedback):
        feedback.action_accept()
        feedback.action_plan_referral("superior", proposal=self._text("proposal"))

    def _decide_other_body(self, feedback):
        feedback.action_accept()
        feedback.action_plan_referral(
            "other_body", self.body_id.id, self._text("proposal")
        )

    def _decide_refused(self, feedback):
        feedback.action_refuse(self.refusal_reason_id.id, self._text("guidance"))

    def _decide_undecided(self, feedback):
        """Leave the case received: the desk decides later."""

    def _prepare_feedback_values(self):
        attendances = self.env["dialogue.attendance"]
        question = self._text("question")
        return {
            "subject": self._text("subject") or attendances._subject_of(question),
            "question": question,
            "kind": self.kind,
            "origin": "at_session",
            "channel": "paper" if self.session_id.mode == "in_writing" else "meeting",
            "session_id": self.session_id.id,
            "sector_id": (self.sector_id or self.procedure_id.sector_id).id,
            "procedure_id": self.procedure_id.id,
            "concerned_department_id": self.concerned_department_id.id,
            "partner_id": (
                self.attendance_id.partner_id if self.attendance_id else self.partner_id
            ).id,
            "is_name_hidden": self.is_name_hidden,
            "company_id": self.company_id.id,
        }

    def _prepare_petitioner_values(self):
        if self.attendance_id:
            return self.attendance_id._prepare_petitioner_values()
        if self.partner_id:
            return self.env["dialogue.petitioner"]._prepare_petitioner_values(
                self.partner_id
            )
        return {
            "name": self._text("speaker_name"),
            "kind": self.speaker_kind or "citizen",
            "phone": self.speaker_phone or False,
        }

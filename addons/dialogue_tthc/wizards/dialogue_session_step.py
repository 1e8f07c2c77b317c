from odoo import api, fields, models


class DialogueSessionStep(models.TransientModel):
    """Ask for what a step of one session needs, and take the step.

    Nothing is decided here: each step is an ``action_*`` of the session.
    """

    _name = "dialogue.session.step"
    _description = "Step of a Session"

    session_id = fields.Many2one(
        comodel_name="dialogue.session", required=True, readonly=True
    )
    step = fields.Selection(
        selection=[
            ("announce", "Announce with short notice"),
            ("publish", "Publish the result"),
        ],
        default="announce",
        required=True,
        readonly=True,
    )
    notice_due_on = fields.Date(related="session_id.notice_due_on")
    date_start = fields.Datetime(related="session_id.date_start")
    reason = fields.Text(string="Why the notice is short")
    place = fields.Char(
        string="Where the result is",
        compute="_compute_published",
        store=True,
        readonly=False,
    )
    day = fields.Date(
        string="Published on", compute="_compute_published", store=True, readonly=False
    )
    is_correction = fields.Boolean(compute="_compute_is_correction")

    @api.depends("session_id")
    def _compute_published(self):
        for wizard in self:
            session = wizard.session_id
            wizard.place = session.result_place
            wizard.day = (
                session.result_published_on or session.company_id._dialogue_today()
            )

    @api.depends("session_id.result_published_on")
    def _compute_is_correction(self):
        for wizard in self:
            wizard.is_correction = bool(wizard.session_id.result_published_on)

    def action_apply(self):
        """Take the step."""
        self.ensure_one()
        if self.step == "announce":
            self.session_id.action_announce(self.reason)
        else:
            self.session_id.action_publish_result(
                self.place, self.day, self.is_correction
            )
        return {"type": "ir.actions.act_window_close"}

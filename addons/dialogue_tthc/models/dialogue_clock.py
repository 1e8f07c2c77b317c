from odoo import api, fields, models
from odoo.fields import Domain

from .dialogue_term import STEPS, TERM_CLASSES, UNITS

# the field that names what a clock belongs to, by model
SUBJECTS = {
    "dialogue.feedback": "feedback_id",
    "dialogue.session": "session_id",
    "dialogue.referral": "referral_id",
    "dialogue.commitment": "commitment_id",
}
RUNNING, PAUSED, STOPPED = "running", "paused", "stopped"


class DialogueClock(models.Model):
    """One term that runs: of a case, a session, a referral or a commitment.

    It keeps the term as it was when the clock started; what happens to it is in its
    events, which nobody changes. Clocks have no forms: they are started, paused,
    resumed, extended and stopped by the steps of what they belong to, in the methods
    of ``dialogue_clock_run.py``.
    """

    _name = "dialogue.clock"
    _description = "Running Term"
    _order = "due_on, id"
    _check_company_auto = True

    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    # What it belongs to: exactly one of these
    feedback_id = fields.Many2one(
        comodel_name="dialogue.feedback",
        string="Case",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    session_id = fields.Many2one(
        comodel_name="dialogue.session",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    referral_id = fields.Many2one(
        comodel_name="dialogue.referral",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    commitment_id = fields.Many2one(
        comodel_name="dialogue.commitment",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    # The term, as it was when the clock started
    step = fields.Selection(selection=STEPS, required=True, readonly=True)
    term_id = fields.Many2one(
        comodel_name="dialogue.term",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    term_class = fields.Selection(selection=TERM_CLASSES, readonly=True)
    # a field of this name, not the old attribute
    # pylint: disable-next=attribute-deprecated
    length = fields.Integer(string="Length in units", readonly=True, aggregator=None)
    unit = fields.Selection(selection=UNITS, readonly=True)
    legal_basis = fields.Char(readonly=True)
    # Where it stands
    state = fields.Selection(
        selection=[
            (RUNNING, "Running"),
            (PAUSED, "Standing still"),
            (STOPPED, "Ended"),
        ],
        string="Status",
        default=RUNNING,
        required=True,
        readonly=True,
    )
    started_at = fields.Datetime(
        readonly=True,
        required=True,
        help="When what the term counts from happened, such as the receipt.",
    )
    started_on = fields.Date(
        string="Counted from",
        readonly=True,
        required=True,
        help="The day of receipt, itself not counted.",
    )
    due_on = fields.Date(string="Due on", readonly=True)
    due_at = fields.Datetime(
        string="Due at", readonly=True, help="For terms in working hours."
    )
    is_fixed = fields.Boolean(
        readonly=True,
        string="Day set by people",
        help="The day was set by a leader, an extension or an agreement.",
    )
    fixed_on = fields.Date(
        string="Day named",
        readonly=True,
        help="The day as people named it. Where it is a day off, the next working day "
        "is the due day, for as long as it is a day off.",
    )
    is_provisional = fields.Boolean(
        string="Provisional",
        readonly=True,
        help="The days off of a year that the term reaches into are not known yet.",
    )
    paused_on = fields.Date(readonly=True)
    stopped_on = fields.Date(string="Ended on", readonly=True)
    remind_on = fields.Date(
        string="Next reminder",
        readonly=True,
        help="The day on which the reminder job looks at this clock again.",
    )
    event_ids = fields.One2many(
        comodel_name="dialogue.clock.event", inverse_name="clock_id", readonly=True
    )
    notice_ids = fields.One2many(
        comodel_name="dialogue.clock.notice", inverse_name="clock_id", readonly=True
    )

    _one_subject = models.Constraint(
        "CHECK (num_nonnulls(feedback_id, session_id, referral_id, commitment_id) = 1)",
        "A term belongs to one record.",
    )
    # two people at once cannot start the same clock twice
    _feedback_step_uniq = models.UniqueIndex(
        "(feedback_id, step) WHERE feedback_id IS NOT NULL AND state <> 'stopped'"
    )
    _session_step_uniq = models.UniqueIndex(
        "(session_id, step) WHERE session_id IS NOT NULL AND state <> 'stopped'"
    )
    _referral_step_uniq = models.UniqueIndex(
        "(referral_id, step) WHERE referral_id IS NOT NULL AND state <> 'stopped'"
    )
    _commitment_step_uniq = models.UniqueIndex(
        "(commitment_id, step) WHERE commitment_id IS NOT NULL AND state <> 'stopped'"
    )
    _remind_idx = models.Index("(remind_on, id) WHERE state = 'running'")
    _open_due_idx = models.Index("(company_id, due_on) WHERE state <> 'stopped'")

    @api.depends("step", "due_on")
    def _compute_display_name(self):
        steps = dict(self._fields["step"]._description_selection(self.env))
        for clock in self:
            clock.display_name = steps.get(clock.step, "")

    @api.model
    def _subject_field(self, records):
        """Return the name of the field that links a clock to ``records``."""
        return SUBJECTS[records._name]

    def _subject(self):
        """Return the record that this clock belongs to, in this environment."""
        self.ensure_one()
        return (
            self.feedback_id
            or self.session_id
            or self.referral_id
            or self.commitment_id
        )

    @api.model
    def _open(self, records, steps=None):
        """Return (in sudo) the clocks of ``records`` that have not ended.

        :param records: recordset of one of ``SUBJECTS``
        :param steps: keys of ``STEPS``; all of them if not given
        """
        # those that were made just now have their few clocks at hand
        made = records._made_here()
        domain = Domain("state", "!=", STOPPED)
        if steps is not None:
            domain &= Domain("step", "in", list(steps))
        # sudo: clocks follow the steps of their record; who made the step was checked
        clocks = made.sudo().clock_ids.filtered_domain(domain)
        if others := records - made:
            of_others = Domain(self._subject_field(records), "in", others.ids)
            clocks += self.sudo().search(of_others & domain)
        return clocks

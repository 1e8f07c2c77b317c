from odoo import api, fields, models

LEVELS = [
    ("1", "Very dissatisfied"),
    ("2", "Dissatisfied"),
    ("3", "Neither satisfied nor dissatisfied"),
    ("4", "Satisfied"),
    ("5", "Very satisfied"),
]
# up to this score a reason is asked for and somebody looks into it
LOW_SCORE = 2
# from this score on the petitioner counts as satisfied
SATISFIED_SCORE = 4
TOP_SCORE = 5
GRADES = [("good", "Good"), ("ok", "Acceptable"), ("bad", "Poor")]
SOLVED = [("yes", "Solved"), ("partly", "Partly solved"), ("no", "Not solved")]


class DialogueRating(models.Model):
    """What the petitioner thinks of the answer: one vote for each case.

    It is written by the petitioner's steps alone (``dialogue_feedback_rating.py``) and
    read by whoever may read the case. Who rated stands nowhere: Odoo's own ratings
    would name them, and know one number only.
    """

    _name = "dialogue.rating"
    _description = "Rating of an Answer"
    _order = "changed_on desc, id desc"
    _rec_name = "feedback_id"
    _check_company_auto = True

    feedback_id = fields.Many2one(
        comodel_name="dialogue.feedback",
        string="Case",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    answer_id = fields.Many2one(
        comodel_name="dialogue.answer",
        string="Answer rated",
        readonly=True,
        index="btree_not_null",
    )
    company_id = fields.Many2one(
        related="feedback_id.company_id", store=True, index=True
    )
    department_id = fields.Many2one(
        related="feedback_id.department_id", store=True, index="btree_not_null"
    )
    sector_id = fields.Many2one(
        related="feedback_id.sector_id", store=True, index="btree_not_null"
    )
    user_id = fields.Many2one(related="feedback_id.user_id")
    petitioner_label = fields.Char(related="feedback_id.petitioner_label")
    # The vote
    level = fields.Selection(selection=LEVELS, string="Satisfaction", readonly=True)
    score = fields.Integer(
        compute="_compute_score",
        store=True,
        aggregator="avg",
        help="From 1, very dissatisfied, to 5, very satisfied.",
    )
    speed = fields.Selection(selection=GRADES, readonly=True)
    clarity = fields.Selection(selection=GRADES, readonly=True)
    solved = fields.Selection(
        selection=SOLVED, string="Solved, when rated", readonly=True
    )
    reason_ids = fields.Many2many(
        comodel_name="dialogue.dissatisfaction.reason",
        string="Reasons of dissatisfaction",
        readonly=True,
    )
    comment = fields.Text(readonly=True)
    rated_on = fields.Datetime(readonly=True)
    changed_on = fields.Datetime(
        string="Last changed on", required=True, readonly=True, index=True
    )
    # Asked later
    solved_later = fields.Selection(
        selection=SOLVED,
        string="Solved, when asked later",
        readonly=True,
        help="What the petitioner said some weeks after the answer.",
    )
    solved_later_on = fields.Datetime(string="Asked later, said on", readonly=True)
    # Looking into it
    looked_into_answer_id = fields.Many2one(
        comodel_name="dialogue.answer",
        string="Answer that somebody was asked to look into",
        readonly=True,
        index="btree_not_null",
    )

    _feedback_uniq = models.UniqueIndex("(feedback_id)", "This case was rated already.")
    _says_something = models.Constraint(
        "CHECK (level IS NOT NULL OR solved_later IS NOT NULL)",
        "A rating says how satisfied the petitioner is, or whether it is solved.",
    )

    @api.depends("level")
    def _compute_score(self):
        for rating in self:
            rating.score = int(rating.level or 0)

    @api.model_create_multi
    def create(self, vals_list):
        ratings = super().create(vals_list)
        ratings._tell_figures()
        return ratings

    def write(self, vals):
        result = super().write(vals)
        if not {"level", "solved", "solved_later"}.isdisjoint(vals):
            self._tell_figures()
        return result

    def _tell_figures(self):
        """Keep with each case what figures are made of, so that they read one table."""
        # sudo: these fields are closed; they repeat the rating just written
        for rating in self.sudo():
            rating.feedback_id.write(
                {
                    "satisfaction": rating.score,
                    "rated_on": rating.rated_on,
                    "solved": rating.solved_later or rating.solved,
                }
            )

    def _is_same_vote(self, vote, reason_ids):
        """Say whether a vote is the one that stands already.

        :param dict vote: values as they are written
        :param list reason_ids: sorted ids of the reasons
        """
        self.ensure_one()
        return sorted(self.reason_ids.ids) == reason_ids and all(
            self._fields[name].convert_to_write(self[name], self) == value
            for name, value in vote.items()
        )

    def action_open_feedback(self):
        """Open the case that was rated."""
        self.ensure_one()
        return self.feedback_id._get_records_action()

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..tools.reminder_ladder import Rung
from .cached import forget_cached

AUDIENCES = [
    ("officer", "Officer in charge"),
    ("head", "Head of the division"),
    ("leader", "Leader"),
    ("desk", "Desk"),
    ("petitioner", "Petitioner"),
    ("body", "Body that was asked"),
]
# no rung lies further from the due day: a longer distance is a slip of the keyboard
FURTHEST = 250


class DialogueLadder(models.Model):
    """Who is reminded when, before, on and after a due day; climbed rung by rung.

    The rungs are data, because every department hurries its people in its own way.
    """

    _name = "dialogue.ladder"
    _description = "Reminder Ladder"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        help="Empty: every department of this database uses it.",
    )
    rung_ids = fields.One2many(
        comodel_name="dialogue.ladder.rung", inverse_name="ladder_id", copy=True
    )

    def write(self, vals):
        result = super().write(vals)
        if "company_id" in vals:
            # rules are asked before: it must not go where its author may not write
            self.check_access("write")
        return result

    @api.model
    @tools.ormcache("ladder_id")
    def _rungs_of(self, ladder_id):
        """Return a ladder as the reminder ladder reads it: a tuple of ``Rung``.

        :param int ladder_id: id of a ladder, or False
        """
        # sudo: a ladder is the same for whoever climbs it
        return tuple(
            Rung(rung.distance, rung.audience, rung.repeat)
            for rung in self.sudo().browse(ladder_id or []).rung_ids
        )


class DialogueLadderRung(models.Model):
    """One reminder: so many working days from the due day, to these people."""

    _name = "dialogue.ladder.rung"
    _description = "Rung of a Reminder Ladder"
    _order = "distance, id"

    ladder_id = fields.Many2one(
        comodel_name="dialogue.ladder", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="ladder_id.company_id", store=True)
    distance = fields.Integer(
        string="Days from the due day",
        required=True,
        help="In working days: -3 is three working days before, 0 the due day itself, "
        "1 the working day after it.",
    )
    repeat = fields.Integer(
        string="Again every",
        help="In working days, for as long as nothing happens. 0: once.",
    )
    audience = fields.Selection(selection=AUDIENCES, required=True, default="officer")

    _rung_uniq = models.Constraint(
        "UNIQUE (ladder_id, distance, audience)",
        "The same people are reminded on the same day already. Take one line away.",
    )

    @api.constrains("distance", "repeat")
    def _check_days(self):
        for rung in self:
            if abs(rung.distance) > FURTHEST or not 0 <= rung.repeat <= FURTHEST:
                raise ValidationError(
                    self.env._(
                        "A reminder comes at most %s working days before or after the "
                        "due day. Check the number of days.",
                        FURTHEST,
                    )
                )
            if rung.repeat and rung.distance < 0:
                raise ValidationError(
                    self.env._(
                        "Only a reminder on or after the due day can be repeated. "
                        "Set “Again every” to 0, or choose a later day."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        rungs = super().create(vals_list)
        forget_cached(self.env)
        return rungs

    def unlink(self):
        result = super().unlink()
        forget_cached(self.env)
        return result

    def write(self, vals):
        result = super().write(vals)
        forget_cached(self.env)
        if "ladder_id" in vals:
            # rules are asked before: it must not go where its author may not write
            self.check_access("write")
        return result

    @api.depends("distance", "audience")
    def _compute_display_name(self):
        labels = dict(self._fields["audience"]._description_selection(self.env))
        for rung in self:
            words = {"days": abs(rung.distance), "who": labels.get(rung.audience, "")}
            if rung.distance < 0:
                name = self.env._("%(days)s day(s) before: %(who)s", **words)
            elif rung.distance:
                name = self.env._("%(days)s day(s) after: %(who)s", **words)
            else:
                name = self.env._("On the day: %(who)s", who=words["who"])
            rung.display_name = name

from odoo import fields, models

from .dialogue_ladder import AUDIENCES


class DialogueClockNotice(models.Model):
    """A reminder that was given: whom, of which term, on which rung, on which day.

    It is written in the transaction that plans the activity and the mail, and no two
    are alike: so a reminder is given exactly once, whatever happens to the job.
    """

    _name = "dialogue.clock.notice"
    _description = "Reminder Given"
    _order = "day desc, id desc"
    _check_company_auto = True

    clock_id = fields.Many2one(
        comodel_name="dialogue.clock",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    due_on = fields.Date(required=True, readonly=True)
    day = fields.Date(
        string="Given on",
        required=True,
        readonly=True,
        help="The day of the rung; not later than the day it was given on.",
    )
    distance = fields.Integer(
        string="Working days from the due day", readonly=True, aggregator=None
    )
    audience = fields.Selection(selection=AUDIENCES, required=True, readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users", string="To", readonly=True, index="btree_not_null"
    )
    department_id = fields.Many2one(
        comodel_name="hr.department", readonly=True, index="btree_not_null"
    )
    is_waiting_for_digest = fields.Boolean(
        readonly=True, help="It goes out with the morning mail of the division."
    )

    _notice_uniq = models.UniqueIndex(
        "(clock_id, due_on, day, audience, COALESCE(user_id, 0))"
    )
    _digest_idx = models.Index(
        "(company_id, department_id) WHERE is_waiting_for_digest"
    )

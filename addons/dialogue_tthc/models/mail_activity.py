from odoo import api, fields, models


class MailActivity(models.Model):
    """Activities by which somebody is reminded of a due day, see ``dialogue.clock``."""

    _inherit = "mail.activity"

    dialogue_clock_id = fields.Many2one(
        comodel_name="dialogue.clock",
        string="Term",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        # the jobs of the clock alone: whoever could write it could tie an activity of
        # their own to the term of a case that they may not know of, and read its name
        groups=fields.NO_ACCESS,
        help="The term whose due day this reminds of.",
    )

    @api.model
    def _plan_quietly(self, vals_list):
        """Create many activities, and tell their users by the counter alone.

        Whoever is reminded gets a mail of its own wording elsewhere, and does not
        follow the record: a leader would be told of every message of every late case.
        Odoo's ``create`` of activities makes everybody a follower, one user after the
        other; so it is passed by here.

        :param vals_list: values of activities, each with its user
        :return: the activities
        """
        activities = models.Model.create(self, vals_list)
        today = fields.Date.context_today(self)
        waiting = activities.filtered(lambda one: one.date_deadline <= today)
        for user, own in waiting.grouped("user_id").items():
            user._bus_send(
                "mail.activity/updated",
                {"activity_created": True, "count_diff": len(own)},
            )
        return activities

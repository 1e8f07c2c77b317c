from odoo import api, fields, models
from odoo.fields import Domain

# a draft is internal, also when it was cancelled; what was announced has a number
PUBLIC_STATES = ("announced", "in_progress", "concluding", "closed", "cancelled")


class DialogueSession(models.Model):
    """What everybody may know of a session, and its result once it is published."""

    _inherit = "dialogue.session"

    material_ids = fields.One2many(
        comodel_name="dialogue.session.material", inverse_name="session_id"
    )
    is_result_public = fields.Boolean(
        string="Result on our own page",
        readonly=True,
        copy=False,
        help="The page of the session shows conclusion and figures.",
    )

    @api.model
    def _public_domain(self):
        """Return the domain of the sessions that everybody may know of."""
        return Domain("state", "in", PUBLIC_STATES) & Domain("number", ">", 0)

    def _is_public(self):
        """Say whether everybody may know of one session."""
        return self.state in PUBLIC_STATES and self.number > 0

    def action_publish_here(self):
        """Show the results of the sessions on their own pages; their term ends.

        What was recorded as published elsewhere keeps its day.
        """
        for session in self:
            session.action_publish_result(
                session._public_url(),
                session.result_published_on,
                is_correction=bool(session.result_published_on),
            )
        # sudo: a closed field; the right to write was checked above
        self.sudo().write({"is_result_public": True})

    def action_publish_result(self, place, day=None, is_correction=False):
        """Record that the result is public elsewhere: our own page shows it no more."""
        result = super().action_publish_result(place, day, is_correction)
        # sudo: a closed field; the right to write was checked above
        self.sudo().filtered("is_result_public").write({"is_result_public": False})
        return result

    def _result_figures(self):
        """Return the figures of one session as everybody may know them.

        A sealed case is in none of them, for it exists for its readers alone.

        :return: dict of ``total``, ``outcomes`` (list of (label, count), without
            those that did not occur), ``on_spot``, ``on_time``, ``late``, ``owed`` and
            ``overdue``
        """
        self.ensure_one()
        # sudo: numbers of a published result; no case and nobody is named
        report_sudo = self.env["dialogue.feedback.report"].sudo()
        labels = dict(report_sudo._fields["outcome"]._description_selection(self.env))
        counted = dict.fromkeys(labels, 0)
        names = ("is_on_time", "is_late", "is_open", "is_overdue")
        sums = dict.fromkeys(names, 0)
        for outcome, count, *values in report_sudo._read_group(
            Domain("session_id", "=", self.id)
            & Domain("is_sealed", "=", False)
            & Domain("state", "!=", "merged"),
            ["outcome"],
            ["__count", *(f"{name}:sum" for name in names)],
        ):
            counted[outcome] = count
            for name, value in zip(names, values, strict=True):
                sums[name] += value
        return {
            "total": sum(counted.values()),
            "outcomes": [
                (labels[key], count) for key, count in counted.items() if count
            ],
            "on_spot": counted["on_spot"],
            "on_time": sums["is_on_time"],
            "late": sums["is_late"],
            "owed": sums["is_open"],
            "overdue": sums["is_overdue"],
        }

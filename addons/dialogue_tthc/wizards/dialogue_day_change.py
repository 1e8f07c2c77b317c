from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

STEPS = [
    ("confirm", "Confirm the days"),
    ("take_back", "Take the confirmation back"),
    ("move", "Move to another date"),
    ("remove", "Remove from the list"),
]
# more than anybody reads; the count says how many there are
LISTED = 200


class DialogueDayChange(models.TransientModel):
    """Show which due days a change of the days off moves, then make it.

    The window only shows and calls: ``dialogue.day`` counts both times, so what it
    shows is what happens, unless somebody changed a case in between.
    """

    _name = "dialogue.day.change"
    _description = "Change of the Days Off"

    step = fields.Selection(selection=STEPS, required=True, readonly=True)
    day_ids = fields.Many2many(
        comodel_name="dialogue.day", string="Days", readonly=True
    )
    date = fields.Date(string="New date")
    problem = fields.Char(compute="_compute_preview")
    summary = fields.Char(compute="_compute_preview")
    preview = fields.Html(string="Due days", compute="_compute_preview", sanitize=False)

    @api.model
    def default_get(self, fields):
        defaults = super().default_get(fields)
        if self.env.context.get("active_model") != "dialogue.day":
            return defaults
        days = self.env["dialogue.day"].browse(self.env.context.get("active_ids") or [])
        days = days.exists()
        days.check_access("read")
        defaults["day_ids"] = [Command.set(self._apt(defaults["step"], days).ids)]
        return defaults

    @api.model
    def _apt(self, step, days):
        """Return those of ``days`` that the step can be made on.

        :raise UserError: there are none, or too many
        """
        if step == "move" and len(days) > 1:
            raise UserError(self.env._("Choose one day to move to another date."))
        if step in ("confirm", "take_back"):
            wanted = "proposed" if step == "confirm" else "confirmed"
            days = days.filtered(lambda day: day.state == wanted)
            if not days:
                raise UserError(
                    self.env._("All these days are confirmed already.")
                    if step == "confirm"
                    else self.env._("None of these days is confirmed.")
                )
        return days

    @api.depends("step", "day_ids", "date")
    def _compute_preview(self):
        for change in self:
            days = change.day_ids._origin
            days.check_access("read")
            change.problem = change._find_problem()
            change.summary = change.preview = False
            if (
                change.problem
                or not days
                or (change.step == "move" and not change.date)
            ):
                continue
            moved = days._preview_change(change.step, change.date)
            change.summary = self._summary([clock for clock, _due in moved])
            change.preview = self._listing(moved)

    def _find_problem(self):
        """Return why the new date cannot be, or False."""
        if self.step != "move" or not self.date or not self.day_ids:
            return False
        day = self.day_ids._origin[:1]
        if self.date == day.date:
            return self.env._("The day is on this date already. Choose another.")
        twin = day.search(
            [
                ("date", "=", self.date),
                ("company_id", "=", day.company_id.id),
            ],
            limit=1,
        )
        if twin:
            return self.env._(
                "“%s” is on this date already. Choose another.", twin.display_name
            )
        return day._date_problem(self.date, day.kind)

    @api.model
    def _summary(self, clocks):
        """Return in words how many due days move.

        :param clocks: ``dialogue.clock`` in sudo, as a list or recordset
        """
        found = {clock._subject() for clock in clocks}
        counts = Counter(record._name for record in found)
        sentences = {
            "dialogue.feedback": self.env._("%s cases get another due day."),
            "dialogue.session": self.env._("%s sessions get another due day."),
            "dialogue.referral": self.env._("%s referrals get another due day."),
            "dialogue.commitment": self.env._("%s tasks get another due day."),
        }
        said = [
            sentence % counts[model]
            for model, sentence in sentences.items()
            if counts[model]
        ]
        return " ".join(said) or self.env._("No due day changes.")

    @api.model
    def _listing(self, moved):
        """Return the list of the due days that move, as HTML; '' if there is none.

        Cases that the user may not know of are only counted.

        :param moved: list of (clock in sudo, new due day)
        """
        if not moved:
            return ""
        clocks = self.env["dialogue.clock"].sudo().union(*(line[0] for line in moved))
        hidden = self._hidden(clocks)
        steps = dict(clocks._fields["step"]._description_selection(self.env))
        shown = [(clock, due) for clock, due in moved if clock not in hidden]
        shown.sort(key=lambda line: (line[0].due_on or line[1], line[0].id))
        names = self._names(clocks - hidden)
        lines = [
            {
                "name": names[clock.id],
                "step": steps[clock.step],
                "before": clock.due_on and format_date(self.env, clock.due_on),
                "after": due and format_date(self.env, due),
            }
            for clock, due in shown[:LISTED]
        ]
        return self.env["ir.qweb"]._render(
            "dialogue_tthc.dialogue_day_change_listing",
            {
                "lines": lines,
                "unlisted": len(shown) - len(lines),
                "hidden": len(hidden),
            },
        )

    @api.model
    def _hidden(self, clocks):
        """Return the clocks of sealed cases and other companies, for this user."""
        related = clocks.feedback_id | clocks.commitment_id.feedback_id
        related |= clocks.referral_id.line_ids.feedback_id
        sealed = related.filtered("is_sealed")
        sealed -= sealed.with_env(self.env)._filtered_access("read").sudo()
        return clocks.filtered(
            lambda clock: (
                clock.company_id not in self.env.companies
                or (clock.feedback_id | clock.commitment_id.feedback_id) & sealed
                or clock.referral_id.line_ids.feedback_id & sealed
            )
        )

    @api.model
    def _names(self, clocks):
        """Return what to call the records of ``clocks``: dict clock id -> name.

        The code of a case tells nobody what it is about. Of other records those who
        may not read them learn the kind alone.
        """
        readable = {}
        kinds = {}
        for field in ("session_id", "referral_id", "commitment_id"):
            records = clocks[field]
            readable[field] = records.with_env(self.env)._filtered_access("read").ids
            model = self.env["ir.model"]._get(records._name)
            kinds[field] = model.name
        names = {}
        for clock in clocks:
            if clock.feedback_id:
                names[clock.id] = clock.feedback_id.code or clock.feedback_id.id
                continue
            field = self.env["dialogue.clock"]._subject_field(clock._subject())
            is_readable = clock[field].id in readable[field]
            names[clock.id] = clock[field].display_name if is_readable else kinds[field]
        return names

    def action_apply(self):
        """Make the change, say what it did, and close the window."""
        self.ensure_one()
        if not self.day_ids:
            raise UserError(self.env._("Choose the days first, in the list."))
        if self.step == "move" and not self.date:
            raise UserError(self.env._("Enter the date to which the day is moved."))
        if self.problem:
            raise UserError(self.problem)
        moved = self.day_ids._change(self.step, self.date)
        next_action = {"type": "ir.actions.act_window_close"}
        if self.step == "remove" and self.env.context.get("dialogue_from_form"):
            # the form behind the window shows what is gone
            next_action = self.env["ir.actions.act_window"]._for_xml_id(
                "dialogue_tthc.dialogue_day_action"
            )
            next_action["target"] = "main"
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self._summary(moved),
                "next": next_action,
            },
        }

from odoo import api, fields, models
from odoo.tools import format_date

KEPT = [
    ("kept", "Kept in time"),
    ("kept_late", "Kept late"),
    ("reported", "Done, not yet checked"),
    ("open", "Not yet due"),
    ("overdue", "Overdue"),
    ("given_up", "Given up"),
]


class DialogueCommitment(models.Model):
    """Whether a promise was kept: reported at the next session and to the petitioner.

    It is kept when a second person has checked it; in time when it was done by the
    day that was promised.
    """

    _inherit = "dialogue.commitment"

    kept = fields.Selection(selection=KEPT, compute="_compute_kept")

    @api.depends("state", "done_on", "date_deadline", "is_overdue")
    def _compute_kept(self):
        for task in self:
            if task.state == "cancelled":
                task.kept = "given_up"
            elif task.state == "checked":
                # for a day off the promise counts until the next working day
                due = task._last_due_on() or task.date_deadline
                is_late = task.done_on and due and task.done_on > due
                task.kept = "kept_late" if is_late else "kept"
            elif task.state == "done":
                task.kept = "reported"
            else:
                task.kept = "overdue" if task.is_overdue else "open"

    def _last_due_on(self):
        # sudo: whoever reads a task may know its due day, an ended one too
        clocks = self.sudo().clock_ids.filtered("due_on").sorted("id")
        return clocks[-1:].due_on

    def _after_move(self, move, note=None):
        result = super()._after_move(move, note)
        if move.name in ("check", "cancel"):
            for task in self:
                task._tell_petitioners(note)
        return result

    def _tell_petitioners(self, reason=None):
        """Write to whoever got this promise in an answer what became of it."""
        for case in self._promised_to():
            env = case.with_context(lang=case._petitioner_lang()).env
            if self.state == "checked":
                text = env._(
                    "What we promised you has been done on %(day)s: %(task)s",
                    day=format_date(env, self.done_on),
                    task=self.name,
                )
            else:
                text = env._(
                    "What we promised you will not be done: %(task)s\n"
                    "The reason: %(reason)s",
                    task=self.name,
                    reason=reason or self.cancel_reason or "",
                )
            case._write_to_petitioner(text)

    def _promised_to(self):
        """Return (in sudo) the cases whose petitioners were promised this.

        A task of a conclusion was promised to everybody: its session reports on it.
        """
        # sudo: the move that settled the task was checked; a specialist or a desk may
        # not read each case that got the answer
        case = self.sudo().answer_id.feedback_id
        return case | case.merged_ids

    @api.model
    def _report_of(self, tasks):
        """Return what became of tasks, for minutes and for the next session.

        :param tasks: ``dialogue.commitment`` that the caller may read
        :return: list of dicts of ``task``, ``owner``, ``due`` and ``kept``, texts
        """
        labels = dict(self._fields["kept"]._description_selection(self.env))
        return [
            {
                "task": task.name,
                "owner": task.department_id.name or task.user_id.name or "",
                "due": format_date(self.env, task.date_deadline),
                "kept": labels[task.kept],
            }
            for task in tasks
        ]

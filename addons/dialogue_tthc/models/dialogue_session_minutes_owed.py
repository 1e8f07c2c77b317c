from odoo import api, fields, models

from ..tools.document_text import day_words

WHOLE = 100
SECONDS = 60


class DialogueSession(models.Model):
    """What the minutes say beside what was said: who owes what, who spoke how long.

    Everything comes from the records of the session, as the secretary took it down;
    the chair approves the document made of it.
    """

    _inherit = "dialogue.session"

    def _minutes_values(self):
        return {
            **super()._minutes_values(),
            "tasks": self._task_values(),
            "shares": self._share_lines(),
            "earlier": self._earlier_lines(),
            "promises": self._promise_lines(),
            "owed": self._owed_lines(),
        }

    def _share_lines(self):
        """Return how the time was shared, as lines; none where no time was taken."""
        share = self._speech_share()
        spoken = share["authority"] + share["participants"]
        if not spoken:
            return []
        part = round(WHOLE * share["participants"] / spoken)
        return [
            f"Đại biểu phát biểu {_minutes(share['participants'])} phút, cơ quan trả "
            f"lời {_minutes(share['authority'])} phút; tỷ lệ thời gian của đại biểu "
            f"{part}% (mục tiêu {share['target']}%)"
        ]

    def _earlier_lines(self):
        """Return what was said at the beginning about earlier sessions, as lines."""
        items = self.agenda_item_ids.filtered(
            lambda item: item.is_carry_over and item.debt
        )
        return items.mapped("debt")

    def _promise_lines(self):
        """Return what became of each promise of the session before this one."""
        if not self._earlier_lines():
            return []
        # sudo: minutes tell everybody the same; what was promised in a sealed case is
        # left out
        tasks = (
            self._session_before()
            .sudo()
            .commitment_ids.filtered(lambda task: not task.feedback_id.is_sealed)
        )
        return tasks._report_of(tasks)

    def _session_before(self):
        """Return the last session of the department that was held before this one."""
        return self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "in", ("concluding", "closed")),
                ("date_start", "<", self.date_start or fields.Datetime.now()),
                ("id", "!=", self.id),
            ],
            order="date_start desc, id desc",
            limit=1,
        )

    def _owed_lines(self):
        """Return each question that the session still owes, with owner and day."""
        return [
            {
                "number": number,
                "code": case.code or "",
                "question": case.subject,
                "unit": case.department_id.name or case.user_id.name or "",
                "due": day_words(case._owed_until()) if case._owed_until() else "",
            }
            for number, case in enumerate(
                self._told_cases().filtered("is_open"), start=1
            )
        ]

    @api.model
    def _special_placeholders(self, key):
        names = super()._special_placeholders(key)
        if key != "minutes":
            return names
        return {
            **names,
            **{
                name: words
                for name, words in super()._special_placeholders("notice").items()
                if name.startswith("tasks")
            },
            "shares": self.env._("List: how the speaking time was shared"),
            "earlier": self.env._("List: what earlier sessions still owed"),
            "promises": self.env._("List: what the session before had promised"),
            "promises.task": self.env._("What was to be done"),
            "promises.owner": self.env._("Division, or person, that does it"),
            "promises.due": self.env._("Due day"),
            "promises.kept": self.env._("What became of it"),
            "owed": self.env._("List: questions to be answered later"),
            "owed.number": self.env._("Number of the line"),
            "owed.code": self.env._("Code of the case"),
            "owed.question": self.env._("What was asked, in short"),
            "owed.unit": self.env._("Division, or person, that answers"),
            "owed.due": self.env._("Due day"),
        }


class DialogueFeedback(models.Model):
    _inherit = "dialogue.feedback"

    def _owed_until(self):
        """Return the day by which one case is due, or else the nearest of its terms."""
        # sudo: whoever reads a case may know what it still owes by when
        days = [
            clock.due_on
            for clock in self.sudo().clock_ids
            if clock.state != "stopped" and clock.due_on
        ]
        return self.date_deadline or min(days, default=None)


def _minutes(seconds):
    """Return whole minutes, at least one where anything was said."""
    return max(round(seconds / SECONDS), 1) if seconds else 0

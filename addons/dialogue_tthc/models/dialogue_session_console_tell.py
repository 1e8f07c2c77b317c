from odoo import SUPERUSER_ID, api, fields, models

CHANNEL = "dialogue_console_"
# the part of a session's channel that the consoles listen to
SUBCHANNEL = "console"
# what a console shows of a question and of somebody on the list
QUESTION_FIELDS = frozenset(
    {
        "date_deadline",
        "department_id",
        "hand_count",
        "is_name_hidden",
        "is_sealed",
        "merged_into_id",
        "outcome",
        "question",
        "sector_id",
        "session_id",
        "state",
        "subject",
        "user_id",
    }
)
PERSON_FIELDS = frozenset(
    {"delegate_name", "hand_raised_on", "name", "partner_id", "role", "state"}
)


class DialogueSession(models.Model):
    """Open consoles hear at once what changed, whoever changed it and from where.

    They hear only ids, and read what those name with the rights of their own user.
    """

    _inherit = "dialogue.session"

    def _console_tell(self, feedback=None, attendance=None, is_live=False):
        """Tell, when the transaction ends, the consoles of sessions that are running.

        :param feedback: ``dialogue.feedback`` that changed
        :param attendance: ``dialogue.attendance`` that changed
        :param bool is_live: floor, agenda or state of the session changed
        """
        running = self.filtered(lambda session: session._is_running())
        if not (running or is_live):
            return
        news = self.env.cr.precommit.data.get("dialogue_console")
        if news is None:
            news = self.env.cr.precommit.data["dialogue_console"] = {}
            # as the server: only ids leave, and whoever changed something may be
            # gone when a part of the transaction was undone
            teller = self.browse().with_user(SUPERUSER_ID)
            self.env.cr.precommit.add(teller._console_send)
        for session in self if is_live else running:
            of_it = news.setdefault(session.id, [set(), set(), False])
            if feedback:
                of_it[0].update(feedback.ids)
            if attendance:
                of_it[1].update(attendance.ids)
            of_it[2] = of_it[2] or is_live

    def _console_send(self):
        news = self.env.cr.precommit.data.pop("dialogue_console", {})
        for session_id, (feedback_ids, attendance_ids, is_live) in news.items():
            self.env["bus.bus"]._sendone(
                (self.browse(session_id), SUBCHANNEL),
                "dialogue_console",
                {
                    "session_id": session_id,
                    "feedback_ids": sorted(feedback_ids),
                    "attendance_ids": sorted(attendance_ids),
                    "is_live": is_live,
                },
            )

    def _after_move(self, move, note=None):
        result = super()._after_move(move, note)
        self._console_tell(is_live=True)
        return result


class DialogueFeedback(models.Model):
    _inherit = "dialogue.feedback"

    hand_count = fields.Integer(
        string="Raised hands",
        readonly=True,
        copy=False,
        help="How many more at the session wanted to know the same, without a name.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        cases._tell_consoles()
        return cases

    def write(self, vals):
        result = super().write(vals)
        if not QUESTION_FIELDS.isdisjoint(vals):
            self._tell_consoles()
        return result

    def _tell_consoles(self):
        # sudo: only ids leave; whoever hears them reads as themselves
        for session, cases in self.sudo().grouped("session_id").items():
            session._console_tell(feedback=cases | cases.merged_into_id)


class DialogueAttendance(models.Model):
    _inherit = "dialogue.attendance"

    hand_raised_on = fields.Datetime(
        string="Wants to speak since", readonly=True, copy=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        attendances = super().create(vals_list)
        attendances._tell_consoles()
        return attendances

    def write(self, vals):
        result = super().write(vals)
        if not PERSON_FIELDS.isdisjoint(vals):
            self._tell_consoles()
        return result

    def _tell_consoles(self):
        # sudo: only ids leave; whoever hears them reads as themselves
        for session, people in self.sudo().grouped("session_id").items():
            session._console_tell(attendance=people)

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

SIDES = [("authority", "Authority"), ("participants", "Participants")]


class DialogueSpeech(models.Model):
    """Who had the floor at a session, from when until when.

    One person speaks at a time: a speech that begins ends the one before. It tells
    which side spoke; what was said is in the questions and answers.
    """

    _name = "dialogue.speech"
    _description = "Speech"
    _order = "began_on, id"
    _check_company_auto = True

    session_id = fields.Many2one(
        comodel_name="dialogue.session",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="session_id.company_id", store=True, index=True
    )
    side = fields.Selection(selection=SIDES, required=True)
    attendance_id = fields.Many2one(
        comodel_name="dialogue.attendance",
        string="From the list",
        index="btree_not_null",
        check_company=True,
        domain="[('session_id', '=', session_id)]",
    )
    name = fields.Char(
        string="Speaker",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
    )
    began_on = fields.Datetime(
        string="Began at", required=True, default=lambda self: fields.Datetime.now()
    )
    ended_on = fields.Datetime(string="Ended at")
    seconds = fields.Integer(compute="_compute_seconds", store=True)

    # at most one of a session is under way
    _under_way_uniq = models.UniqueIndex(
        "(session_id) WHERE ended_on IS NULL",
        "Somebody else has the floor already. End that speech first.",
    )
    _ends_after_beginning = models.Constraint(
        "CHECK (ended_on IS NULL OR ended_on >= began_on)",
        "A speech ends after it began. Correct the time.",
    )

    @api.depends("attendance_id")
    def _compute_name(self):
        for speech in self:
            attendance = speech.attendance_id
            speech.name = attendance.delegate_name or attendance.name or speech.name

    @api.depends("began_on", "ended_on")
    def _compute_seconds(self):
        for speech in self:
            speech.seconds = (
                int((speech.ended_on - speech.began_on).total_seconds())
                if speech.began_on and speech.ended_on
                else 0
            )

    @api.constrains("attendance_id", "session_id")
    def _check_attendance(self):
        for speech in self:
            attendance = speech.attendance_id
            if attendance and attendance.session_id != speech.session_id:
                raise UserError(
                    self.env._("Choose a speaker from the list of this session.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        speeches = super().create(vals_list)
        speeches._check_running()
        return speeches

    def write(self, vals):
        self._check_running()
        result = super().write(vals)
        self._check_running()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ended(self):
        self._check_running()

    def _check_running(self):
        """Times are taken down and corrected until the minutes are final."""
        for session in self.session_id:
            if not session._is_running():
                raise UserError(
                    self.env._(
                        "Speaking time is taken while “%s” is in progress; "
                        "afterwards it is part of the record.",
                        session.name,
                    )
                )

    @api.model
    def _begin(self, session, side, attendance=None, name=None):
        """Give somebody the floor; whoever had it has ended.

        :param session: one ``dialogue.session`` in progress
        :param str side: key of ``SIDES``
        :param attendance: the ``dialogue.attendance`` who speaks, if on the list
        :param str name: who speaks, if not
        :return: the new ``dialogue.speech``
        :raise UserError: the session is not in progress, or the side is unknown
        """
        session.ensure_one()
        if side not in dict(SIDES):
            raise UserError(self.env._("Say whether the authority speaks or a guest."))
        if session.state != "in_progress":
            raise UserError(
                self.env._("Start “%s” before giving anybody the floor.", session.name)
            )
        self._under_way(session)._end()
        return self.create(
            {
                "session_id": session.id,
                "side": side,
                "attendance_id": attendance.id if attendance else False,
                **({"name": name.strip()} if name and name.strip() else {}),
            }
        )

    @api.model
    def _under_way(self, session):
        """Return the speech that has not ended, or an empty recordset."""
        return self.search(
            Domain("session_id", "in", session.ids) & Domain("ended_on", "=", False)
        )

    def _end(self):
        """End the speeches that are under way, now."""
        now = fields.Datetime.now()
        for speech in self.filtered(lambda speech: not speech.ended_on):
            # clocks of servers differ by a moment
            speech.ended_on = max(now, speech.began_on)
        # before the next one is written: the index allows one under way
        self.flush_recordset(["ended_on"])

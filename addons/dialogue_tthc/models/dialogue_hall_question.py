from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .feedback_states import DESK
from .moves_mixin import Move

STATES = [
    ("waiting", "Waiting"),
    ("taken", "Let in"),
    ("refused", "Turned down"),
]
# by then nobody looks at the page of the hall any more
KEEP_KEYS = timedelta(days=30)


class DialogueHallQuestion(models.Model):
    """One question that somebody in the hall sent by phone, without an account.

    It waits until the secretary lets it in, and then is a case as if it had been
    spoken, once; or turns it down with a reason. Whoever asked sees which.
    """

    _name = "dialogue.hall.question"
    _description = "Question from the Hall"
    _inherit = ["dialogue.moves.mixin", "dialogue.link.mixin"]
    _order = "id"
    _rec_name = "question"
    _check_company_auto = True
    _closes_readonly = True
    # what whoever asks says
    _told_fields = ("name", "organisation", "is_name_hidden", "question")

    _moves = (
        Move("take", ("waiting",), "taken", DESK, ("running_session",)),
        Move("refuse", ("waiting",), "refused", DESK, ("refusal_reason",)),
    )

    session_id = fields.Many2one(
        comodel_name="dialogue.session",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="session_id.company_id", store=True, index=True
    )
    # Who
    name = fields.Char(string="Asked by", required=True, readonly=True)
    organisation = fields.Char(readonly=True)
    is_name_hidden = fields.Boolean(string="Name withheld", readonly=True)
    sender_key = fields.Char(
        readonly=True,
        groups=fields.NO_ACCESS,
        help="Sealed random key of the browser, so that it finds its own questions.",
    )
    # What
    question = fields.Text(required=True, readonly=True)
    hall_round = fields.Integer(
        string="Number of the hall's link when it was asked",
        readonly=True,
        aggregator=None,
        groups=fields.NO_ACCESS,
    )
    fingerprint = fields.Char(
        readonly=True,
        groups=fields.NO_ACCESS,
        help="Form and text, so that what is sent twice is one question.",
    )
    asked_on = fields.Datetime(
        readonly=True, default=lambda self: fields.Datetime.now()
    )
    echo_ids = fields.One2many(
        comodel_name="dialogue.hall.echo",
        inverse_name="question_id",
        groups=fields.NO_ACCESS,
    )
    echo_count = fields.Integer(
        string="Others ask the same",
        compute="_compute_echo_count",
        compute_sudo=True,
        help="Browsers in the hall that said: me too.",
    )
    # Progress
    state = fields.Selection(
        selection=STATES,
        string="Status",
        default="waiting",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    decided_on = fields.Datetime(readonly=True, copy=False)
    refusal_reason = fields.Char(string="Reason", readonly=True, copy=False)
    # the name of a case says what it is about: whoever may read it gets there by the
    # button, so that a sealed case stays unknown
    feedback_id = fields.Many2one(
        comodel_name="dialogue.feedback",
        string="Case",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        groups=fields.NO_ACCESS,
    )

    _fingerprint_uniq = models.UniqueIndex("(fingerprint)", "This was already sent.")
    _feedback_uniq = models.UniqueIndex(
        "(feedback_id)", "A question from the hall becomes one case and no more."
    )

    @api.depends("question", "feedback_id.is_sealed", "feedback_id.reader_ids")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """Say what was asked to those alone who may read it.

        Links are named with elevated rights: whoever puts the id of any question into
        a window of their own would get its words.
        """
        result = super()._compute_display_name()
        if self.env.su:
            hidden = self - self.sudo(False)._filtered_access("read")
            hidden.display_name = self.env._("Name withheld")
        return result

    @api.depends("echo_ids")
    def _compute_echo_count(self):
        counts = dict(
            self.env["dialogue.hall.echo"]._read_group(
                [("question_id", "in", self.ids)], ["question_id"], ["__count"]
            )
        )
        for question in self:
            question.echo_count = counts.get(question._origin, 0)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        if self:
            raise UserError(
                self.env._("What was asked is part of the record and stays.")
            )

    def _need_running_session(self, _move):
        for session in self.session_id:
            if not session._is_running():
                raise UserError(
                    self.env._(
                        "Questions are let in while “%s” is in progress.", session.name
                    )
                )

    def _need_refusal_reason(self, _move):
        for question in self:
            if not (question.refusal_reason or "").strip():
                raise UserError(
                    self.env._("Say why the question is not taken: who asked reads it.")
                )

    def _lacks(self):
        """Return what one that waits lacks, as a session lists what is missing."""
        self.ensure_one()
        return ["decision"]

    def _lacks_words(self):
        """Return one line that names the question and says what it lacks."""
        return self.env._(
            "By phone, waits to be let in: %s",
            self.env["dialogue.attendance"]._subject_of(self.question),
        )

    # ------------------------------------------------------------------
    # What the secretary does
    # ------------------------------------------------------------------

    def action_take_in(self):
        """Make a case of each question, once; one that is a case already stays it.

        :return: the cases, in sudo
        """
        waiting = self.filtered(lambda question: question.state != "taken")
        waiting._move("take", {"decided_on": fields.Datetime.now()})
        for question in waiting:
            # sudo: the link is closed to everybody, so that a question is filed once
            question.sudo().feedback_id = question._capture()
        # sudo: as above
        return self.sudo().feedback_id

    def action_refuse(self, reason):
        """Turn the questions down.

        :param str reason: why; whoever asked reads it
        """
        self._move(
            "refuse",
            {"refusal_reason": reason, "decided_on": fields.Datetime.now()},
        )

    def action_open_feedback(self):
        """Open the case that the question became, for those who may read it."""
        self.ensure_one()
        # sudo: only the id; whether it may be read is asked next
        case = self.sudo().feedback_id.sudo(False)
        case.check_access("read")
        return case.get_formview_action()

    def _capture(self):
        """Take one question down as if it had been spoken; return its case."""
        sectors = self.session_id.sector_ids
        guest = self.env["dialogue.attendance"]
        # who does not want to be named is on no list that those nearby may read
        if not self.is_name_hidden:
            guest, _is_new = self.session_id._walk_in(
                self.name, self.organisation, is_seen=False
            )
        return self.session_id._capture(
            {
                "attendance_id": guest.id,
                "speaker_name": self.name,
                "speaker_organisation": self.organisation,
                "speaker_kind": "enterprise" if self.organisation else "citizen",
                "is_name_hidden": self.is_name_hidden,
                "question": self.question,
                "sector_id": sectors.id if len(sectors) == 1 else False,
            },
            is_listed=bool(guest),
        )

    # ------------------------------------------------------------------
    # Me too
    # ------------------------------------------------------------------

    @api.model
    def _hall_shown(self, session, limit=30):
        """Return (in sudo) the questions that everybody in the hall may see.

        Those that were let in, as long as their case is neither sealed nor taken back,
        the latest first. Names are for the caller to leave out.
        """
        # sudo: holders of the link have no right to the model; the domain keeps to
        # what was let in
        return self.sudo().search(
            Domain("session_id", "=", session.id)
            & Domain("state", "=", "taken")
            & Domain("feedback_id.is_sealed", "=", False)
            & Domain("feedback_id.state", "not in", ("withdrawn", "merged"))
            & Domain("feedback_id.kind", "=", "guidance"),
            order="id desc",
            limit=limit,
        )

    def _echo(self, sender_key):
        """Count that one more browser asks the same; each counts once.

        :param str sender_key: sealed key of the browser, see ``_hall_key``
        """
        self.ensure_one()
        # sudo: whose question it is, and whether it may be counted
        question_sudo = self.sudo()
        if question_sudo.sender_key == sender_key:
            return
        problem = question_sudo.session_id._hall_problem()
        if problem:
            raise UserError(problem)
        self.env.cr.execute(
            SQL(
                "INSERT INTO dialogue_hall_echo (question_id, sender_key) "
                "VALUES (%s, %s) ON CONFLICT DO NOTHING",
                self.id,
                sender_key,
            )
        )
        self.invalidate_recordset(["echo_ids", "echo_count"])
        question_sudo.feedback_id._tell_consoles()

    @api.autovacuum
    def _gc_sender_keys(self):
        """Forget which browser asked, when nobody looks at the page any more."""
        old = fields.Datetime.now() - KEEP_KEYS
        keyed = self.with_user(SUPERUSER_ID).search(
            Domain("sender_key", "!=", False) & Domain("asked_on", "<", old),
            limit=10_000,
        )
        keyed.sender_key = False


class DialogueFeedback(models.Model):
    _inherit = "dialogue.feedback"

    def _also_asked(self):
        """Return how many more ask the same as each case: dict, none for nobody.

        Cases that were joined with it, hands that were raised, and browsers that said
        so in the hall.
        """
        # sudo: numbers of cases that the caller may read; who they are stays closed
        questions_sudo = self.env["dialogue.hall.question"].sudo()
        by_phone = {
            question.feedback_id.id: question.echo_count
            for question in questions_sudo.search([("feedback_id", "in", self.ids)])
        }
        return {
            case: len(case.merged_ids) + case.hand_count + by_phone.get(case.id, 0)
            for case in self
        }

    def _renew_links(self):
        # the page of the question leads to the case, and the browser that sent it to
        # the page: whoever has the old links keeps neither
        # sudo: closed to everybody; who may renew was checked by the caller
        questions_sudo = self.env["dialogue.hall.question"].sudo()
        asked_sudo = questions_sudo.search([("feedback_id", "in", self.ids)])
        asked_sudo._link_renew()
        asked_sudo.sender_key = False
        return super()._renew_links()

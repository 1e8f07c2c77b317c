from psycopg2.errors import UniqueViolation

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, mute_logger

from .dialogue_session_figures import DESK_AND_AUDITOR
from .dialogue_session_moves import AHEAD

# more than a secretary can read; whoever floods the hall stops at it
MOST_WAITING = 200
# moves after which nobody lets questions in any more
ENDING_MOVES = ("conclude", "close", "cancel")


class DialogueSession(models.Model):
    """The door of the hall: questions by phone, as long as the session runs.

    One link opens it for everybody in the hall. The secretary renews it when it got
    into wrong hands, and closes it when no more questions are taken. No session goes
    on to its end while a question that came by it waits for a decision.
    """

    _name = "dialogue.session"
    _inherit = ["dialogue.session", "dialogue.link.mixin"]

    hall_round = fields.Integer(
        string="Number of the hall's link",
        readonly=True,
        copy=False,
        aggregator=None,
        help="A new number ends the link that was shown before.",
    )
    is_hall_closed = fields.Boolean(
        string="Questions by phone closed", readonly=True, copy=False
    )
    hall_question_ids = fields.One2many(
        comodel_name="dialogue.hall.question",
        inverse_name="session_id",
        string="Questions by phone",
        groups=DESK_AND_AUDITOR,
    )
    hall_waiting_count = fields.Integer(
        string="Questions by phone that wait",
        compute="_compute_hall_waiting_count",
        groups=DESK_AND_AUDITOR,
    )

    @api.depends("hall_question_ids.state")
    def _compute_hall_waiting_count(self):
        counts = dict(
            self.env["dialogue.hall.question"]._read_group(
                [("session_id", "in", self.ids), ("state", "=", "waiting")],
                ["session_id"],
                ["__count"],
            )
        )
        for session in self:
            session.hall_waiting_count = counts.get(session._origin, 0)

    # ------------------------------------------------------------------
    # The link
    # ------------------------------------------------------------------

    def _link_salt(self, scope):
        salt = super()._link_salt(scope)
        # sudo: a number that leaves only inside the seal
        return f"{salt}.{self.sudo().hall_round}" if scope == "hall" else salt

    def action_hall_renew(self):
        """End the link of the hall that was shown so far, and make another one."""
        self.check_access("write")
        # sudo: a closed field; the right to write was checked above
        for session_sudo in self.sudo():
            session_sudo.hall_round += 1

    def action_hall_close(self):
        """Take no more questions by phone; those that wait are still let in."""
        self.check_access("write")
        # sudo: a closed field; the right to write was checked above
        self.sudo().is_hall_closed = True

    def action_hall_open(self):
        """Take questions by phone again."""
        self.check_access("write")
        # sudo: a closed field; the right to write was checked above
        self.sudo().is_hall_closed = False

    def action_view_hall_questions(self):
        """Open what was asked by phone."""
        self.ensure_one()
        return self._door(
            "dialogue_tthc.dialogue_hall_question_action",
            self.env._("Questions by phone"),
            search_default_waiting=1,
        )

    def _hall_problem(self):
        """Return why nobody can ask one session by phone now, or None."""
        if self.state in AHEAD:
            return self.env._("Questions can be sent here once the session has begun.")
        if self.state != "in_progress" or self.mode == "in_writing":
            return self.env._(
                "The session is over. You can still send us a question: it is answered "
                "all the same."
            )
        if self.is_hall_closed:
            return self.env._(
                "No more questions are taken by phone at this session. You can still "
                "send us a question: it is answered all the same."
            )
        return None

    def _hall_crowd(self):
        """Return why one more question cannot wait now, or None."""
        if len(self._waiting_in_hall()) < MOST_WAITING:
            return None
        return self.env._(
            "Many questions wait already and are being read. Please send yours again "
            "in a few minutes; what you wrote is still here."
        )

    # ------------------------------------------------------------------
    # A question
    # ------------------------------------------------------------------

    def _hall_key(self, key):
        """Return what is kept of the random key of a browser: nothing readable.

        Another one at each session, so that nobody is followed from one to the next.
        """
        return self._link_digest("hall.browser", self.id, key)

    def _hall_ask(self, values, browser_key, form_key):
        """Take down a question from the hall, to be let in by the secretary.

        The caller found the session by its link, and checked and bounded each text.
        What is sent twice on one form is one question.

        :param dict values: ``name``, ``organisation``, ``question``, plain text, and
            ``is_name_hidden``
        :param str browser_key: random key of the browser
        :param str form_key: random key of the form
        :return: the ``dialogue.hall.question``, in the superuser's environment
        :raise UserError: no questions are taken by phone
        """
        self.ensure_one()
        # superuser and not sudo(): whoever asks has no right to the model, and nobody
        # must be named as author. That they hold the link was checked by the caller.
        session = self.with_user(SUPERUSER_ID).with_company(self.company_id.id)
        session._lock_hall()
        questions = session.env["dialogue.hall.question"]
        told = [form_key, *(values.get(name) for name in questions._told_fields)]
        fingerprint = session._link_digest("hall.form", session.id, told)
        same = questions.search([("fingerprint", "=", fingerprint)], limit=1)
        if same:
            return same
        problem = session._hall_problem() or session._hall_crowd()
        if problem:
            raise UserError(problem)
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                question = questions.create(
                    {
                        **{name: values.get(name) for name in questions._told_fields},
                        "session_id": session.id,
                        "hall_round": session.hall_round,
                        "sender_key": session._hall_key(browser_key),
                        "fingerprint": fingerprint,
                    }
                )
                self.env.flush_all()
        except UniqueViolation as error:
            # the twin of this request was faster; asked again, it will be found
            raise ConcurrencyError("the same form is under way") from error
        return question

    def _lock_hall(self):
        """Keep the session from going on while a question comes in.

        Many may ask at once. Whoever waited here for a session that went on meanwhile
        is tried again, and then told so.
        """
        self.flush_recordset()
        self.env.cr.execute(
            SQL("SELECT id FROM dialogue_session WHERE id = %s FOR SHARE", self.id)
        )
        self.invalidate_recordset()

    # ------------------------------------------------------------------
    # The end of the session
    # ------------------------------------------------------------------

    def _waiting_in_hall(self):
        """Return (in sudo) the questions by phone that nobody has decided on."""
        # sudo: who moves a session on knows that some wait, whoever may read them
        return (
            self.env["dialogue.hall.question"]
            .sudo()
            .search(
                Domain("session_id", "in", self.ids) & Domain("state", "=", "waiting")
            )
        )

    def _before_move(self, move):
        if move.name in ENDING_MOVES:
            self._need_empty_hall()
        return super()._before_move(move)

    def _need_empty_hall(self):
        """Leave no question from the hall without decision.

        The row of the session is locked: who sends one from now on waits for the end
        of this move, and is told.

        :raise UserError: some wait
        :raise ConcurrencyError: some came in since this transaction began; asked
            again, they are seen
        """
        waiting = self._waiting_in_hall()
        if waiting:
            raise UserError(
                self.env._(
                    "%s question(s) by phone still wait. Let each of them in, or turn "
                    "it down with a reason, before you go on.",
                    len(waiting),
                )
            )
        if not self.env.registry.ready:
            return  # the database is being set up: nobody else is at work
        # what was committed since is seen by another transaction only
        with self.env.registry.cursor() as cr:
            cr.execute(
                SQL(
                    "SELECT EXISTS (SELECT FROM dialogue_hall_question "
                    "WHERE state = 'waiting' AND session_id = ANY(%s) "
                    "AND NOT id = ANY(%s))",
                    self.ids,
                    self._decided_here(),
                )
            )
            (is_late,) = cr.fetchone()
        if is_late:
            raise ConcurrencyError("a question from the hall was just sent")

    def _decided_here(self):
        """Return the ids of the questions that this transaction does not see waiting.

        It may just have decided on some itself, unseen by any other.
        """
        # sudo: only ids
        return (
            self.env["dialogue.hall.question"]
            .sudo()
            .search([("session_id", "in", self.ids)])
            .ids
        )

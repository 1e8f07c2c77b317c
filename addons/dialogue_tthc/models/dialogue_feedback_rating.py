from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from .dialogue_answer import FROZEN_STATES
from .dialogue_rating import GRADES, LEVELS, LOW_SCORE, SOLVED

RATED_STATES = ("answered", "closed", "merged")
POOR = "dialogue_tthc.mail_activity_feedback_poor_rating"
UNSOLVED = "dialogue_tthc.mail_activity_feedback_unsolved"
# what a petitioner chooses for a rating, and what there is to choose from
CHOICES = {
    "level": LEVELS,
    "speed": GRADES,
    "clarity": GRADES,
    "solved": SOLVED,
}


class DialogueFeedback(models.Model):
    """How a petitioner rates the answer to their case; see ``dialogue.rating``."""

    _inherit = "dialogue.feedback"

    vote_ids = fields.One2many(
        comodel_name="dialogue.rating", inverse_name="feedback_id", string="Rating"
    )
    satisfaction = fields.Integer(
        readonly=True,
        copy=False,
        aggregator="avg",
        help="From 1, very dissatisfied, to 5, very satisfied; 0 if not rated.",
    )
    rated_on = fields.Datetime(readonly=True, copy=False)
    solved = fields.Selection(
        selection=SOLVED,
        string="Solved, as the petitioner says",
        readonly=True,
        copy=False,
        help="What they said last.",
    )

    # ------------------------------------------------------------------
    # Whether it can be rated
    # ------------------------------------------------------------------

    def _ratable_answer(self):
        """Return (in sudo) the answer that the petitioner may rate, or none."""
        self.ensure_one()
        # sudo: whether there is an answer to rate, of a case found by its petitioner
        feedback_sudo = self.sudo()
        answer = feedback_sudo._valid_answer()
        if feedback_sudo.state in RATED_STATES and answer.state in FROZEN_STATES:
            return answer
        return answer.browse()

    def _rating(self):
        """Return (in sudo) the rating of this case, or none."""
        self.ensure_one()
        # sudo: the petitioner's own vote, or figures of a case that the caller reads
        return self.sudo().vote_ids

    def _rating_until(self):
        """Return the last day on which a given vote can be changed, or False."""
        rating = self._rating()
        if not rating.rated_on:
            return False
        company = rating.company_id
        day = company._dialogue_local(rating.rated_on).date()
        return day + timedelta(days=company.dialogue_rating_days)

    def _rating_obstacle(self):
        """Return the sentence that says why it cannot be rated now, or None."""
        answer = self._ratable_answer()
        if not answer:
            return self.env._(
                "There is no answer yet that you could rate. We write to you when "
                "there is one."
            )
        until = self._rating_until()
        is_new = self._rating().answer_id != answer
        if is_new or not until or self.sudo().company_id._dialogue_today() <= until:
            return None
        return self.env._(
            "Your rating could be changed until %s and stays as it is now.",
            format_date(self.env, until),
        )

    def _dissatisfaction_reasons(self):
        """Return (in sudo) the reasons from which the petitioner chooses."""
        self.ensure_one()
        # sudo: names of a catalogue, meant for petitioners
        company = self.sudo().company_id
        Reason = self.env["dialogue.dissatisfaction.reason"].sudo()
        return Reason.search(
            Domain("company_id", "in", [company.id, False])
            & Reason._in_force_domain(company._dialogue_today())
        )

    # ------------------------------------------------------------------
    # Rating
    # ------------------------------------------------------------------

    def _rating_errors(self, vals):
        """Check what a petitioner chose.

        :param dict vals: see :meth:`_petitioner_rate`
        :return: dict name of the input -> sentence; empty if all is right
        """
        errors = {}
        if vals.get("level") not in dict(LEVELS):
            errors["level"] = self.env._("Choose how satisfied you are.")
        elif int(vals["level"]) <= LOW_SCORE and not vals.get("reason_ids"):
            errors["reason_ids"] = self.env._(
                "Choose at least one reason, so that we can do better."
            )
        known = set(self._dissatisfaction_reasons().ids)
        if not known.issuperset(vals.get("reason_ids") or []):
            errors["reason_ids"] = self.env._("Choose reasons from the list.")
        for name in ("speed", "clarity", "solved"):
            if vals.get(name) and vals[name] not in dict(CHOICES[name]):
                errors[name] = self.env._("Choose from the list.")
        return errors

    def _petitioner_rate(self, vals):
        """Enter the petitioner's vote on the answer, or change it.

        :param dict vals: ``level`` (key of ``LEVELS``), ``speed``, ``clarity`` (keys of
            ``GRADES``), ``solved`` (key of ``SOLVED``), ``reason_ids`` (list of ids),
            ``comment`` (plain text); all but the first may be missing
        :raise UserError: not possible now, or something is wrong with the vote
        """
        errors = self._rating_errors(vals)
        if errors:
            raise UserError(" ".join(errors.values()))
        feedback = self._as_petitioner()
        obstacle = feedback._rating_obstacle()
        if obstacle:
            raise UserError(obstacle)
        now = fields.Datetime.now()
        answer = feedback._ratable_answer()
        rating = feedback.vote_ids
        vote = {
            "level": vals["level"],
            "speed": vals.get("speed") or False,
            "clarity": vals.get("clarity") or False,
            "solved": vals.get("solved") or False,
            "comment": (vals.get("comment") or "").strip() or False,
            "answer_id": answer.id,
        }
        reason_ids = sorted(vals.get("reason_ids") or [])
        if rating and rating._is_same_vote(vote, reason_ids):
            return
        if not rating.rated_on or rating.answer_id != answer:
            vote["rated_on"] = now
        vote.update(changed_on=now, reason_ids=[fields.Command.set(reason_ids)])
        if rating:
            rating.write(vote)
        else:
            rating = rating.create({"feedback_id": feedback.id, **vote})
        feedback._note_rating(rating)
        feedback._look_into_rating(rating)
        # as the superuser, whoever is signed in; see _petitioner_step
        feedback.env.flush_all()

    def _petitioner_say_solved(self, word):
        """Enter what the petitioner says when asked later whether it is solved.

        :param str word: key of ``SOLVED``
        :raise UserError: not possible now
        """
        if word not in dict(SOLVED):
            raise UserError(self.env._("Choose whether it is solved."))
        feedback = self._as_petitioner()
        answer = feedback._ratable_answer()
        if not answer:
            raise UserError(feedback._rating_obstacle())
        rating = feedback.vote_ids
        before = rating.solved_later
        if before == word:
            return
        now = fields.Datetime.now()
        said = {"solved_later": word, "solved_later_on": now, "changed_on": now}
        if rating:
            rating.write(said)
        else:
            rating.create({"feedback_id": feedback.id, "answer_id": answer.id, **said})
        localized = feedback._in_company_lang()
        words = dict(
            rating._fields["solved_later"]._description_selection(localized.env)
        )
        feedback.message_post(
            body=localized.env._(
                "The petitioner was asked whether it is solved and says: %s",
                words[word],
            ),
            subtype_xmlid="mail.mt_note",
        )
        if word == "no":
            feedback._plan_looking_into(UNSOLVED)
        feedback.env.flush_all()

    # ------------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------------

    def _note_rating(self, rating):
        """Keep each vote in the history, also one that is changed later."""
        localized = self._in_company_lang()
        levels = dict(rating._fields["level"]._description_selection(localized.env))
        lines = [
            localized.env._(
                "The petitioner rated the answer: %(level)s (%(score)s of 5)",
                level=levels[rating.level],
                score=rating.score,
            ),
            *rating.with_env(localized.env).reason_ids.mapped("name"),
        ]
        if rating.comment:
            lines.append(rating.comment)
        self.message_post(body="\n".join(lines), subtype_xmlid="mail.mt_note")

    def _look_into_rating(self, rating):
        """Ask somebody to look into a low score: once for each answer."""
        if (
            rating.score <= LOW_SCORE
            and rating.looked_into_answer_id != rating.answer_id
        ):
            rating.looked_into_answer_id = rating.answer_id
            self._plan_looking_into(POOR)

    def _plan_looking_into(self, xmlid):
        """Plan that the leader, or else the desk, looks into the case.

        :param str xmlid: external id of the ``mail.activity.type``
        """
        for feedback in self - self.browse(self._planned(xmlid).mapped("res_id")):
            feedback._schedule_for(
                xmlid, self._looks_into, feedback.company_id._dialogue_today()
            )

    @api.model
    def _looks_into(self, feedback):
        """Return who looks into a case whose answer does not satisfy, or none."""
        company = feedback.company_id
        people = (company.dialogue_approver_id, company.dialogue_desk_user_id)
        readers = [
            user
            for user in people
            if user and (not feedback.is_sealed or feedback._readable_by(user))
        ]
        return readers[0] if readers else self.env["res.users"]

from odoo import api, fields, models
from odoo.exceptions import UserError

from .dialogue_answer import VERDICTS
from .feedback_states import MOVES, OPEN_STATES
from .mail_message import QuietTicket


class DialogueFeedback(models.Model):
    """The moves of a case: every public method here is one step of its life."""

    _inherit = "dialogue.feedback"

    def _moves_table(self):
        return MOVES

    # ------------------------------------------------------------------
    # Receiving
    # ------------------------------------------------------------------

    def action_receive(self):
        """Confirm receipt: the case gets its code and its petitioner is told."""
        self._move("receive")

    def action_ask_info(self, question):
        """Ask the petitioner for what is missing.

        :param str question: what the petitioner is to send
        """
        self._require(question, self.env._("Write what the petitioner is to send."))
        self._move("ask_info", {"info_request": question, "info_answer": False})
        for feedback in self.sudo():
            feedback._post_to_petitioner(question)

    def action_info_given(self, text):
        """Enter what the petitioner sent; the case goes on where it stood.

        :param str text: the petitioner's words
        """
        self._require(text, self.env._("Enter what the petitioner sent."))
        for feedback in self:
            if not feedback.accepted_on:
                name = "info_received"
            elif not feedback.assigned_on:
                name = "info_accepted"
            else:
                name = "info_assigned"
            feedback._move(name, {"info_answer": text})

    def action_accept(self):
        """Accept the cases for handling."""
        self._move("accept", {"accepted_on": fields.Datetime.now()})

    def action_refuse(self, reason_id, guidance):
        """Refuse the cases, and say where to turn to.

        :param int reason_id: id of a ``dialogue.refusal.reason``
        :param str guidance: words for the petitioner
        """
        reason = self.env["dialogue.refusal.reason"].browse(reason_id).exists()
        self._move(
            "refuse",
            {
                "refusal_reason_id": reason.id,
                "refusal_guidance": guidance,
                "outcome": "refused",
            },
        )

    def action_appeal(self, reason):
        """Look at refused cases once more; possible once.

        :param str reason: why the petitioner does not agree
        """
        self._move("appeal", {"appeal_reason": reason}, note=reason)

    # ------------------------------------------------------------------
    # Handling
    # ------------------------------------------------------------------

    def action_assign(self, department_id, user_id=False, date_deadline=False):
        """Give the cases to a division, or to another one while work goes on.

        :param int department_id: id of the ``hr.department`` in charge
        :param int user_id: id of the officer, if one is named
        :param date_deadline: day the answer is due, not later than its term says;
            without it the day of the term holds
        """
        vals = {
            "department_id": self.env["hr.department"]
            .browse(department_id)
            .exists()
            .id,
            "user_id": self.env["res.users"].browse(user_id or []).exists().id,
        }
        under_way = self.filtered(lambda case: case.state in ("assigned", "drafting"))
        if under_way:
            under_way._reassign(vals, date_deadline)
        waiting = self - under_way
        if waiting and date_deadline:
            waiting._check_movable("assign")
            waiting._agree_due(date_deadline)
        waiting._move("assign", {**vals, "assigned_on": fields.Datetime.now()})

    def _reassign(self, vals, date_deadline=False):
        self.check_access("write")
        if date_deadline:
            self._agree_due(date_deadline)
        self.write(vals)
        self._need_department(None)
        self._need_deadline(None)

    def action_plan_written(self, department_id, user_id=False, date_deadline=False):
        """Say that an answer in writing is owed, by whom and by which day.

        See :meth:`action_assign` for the parameters.
        """
        self.action_assign(department_id, user_id, date_deadline)
        # sudo: the outcome is closed; who may assign was checked just above
        self.sudo().write({"outcome": "written"})

    def action_plan_referral(self, kind="superior", partner_id=False, proposal=False):
        """Put the cases on the open draft referral to a body.

        The cases move when the referral is sent.

        :param str kind: ``superior`` or ``other_body``
        :param int partner_id: the body; by default the company's superior
        :param str proposal: what the department proposes
        :return: the draft ``dialogue.referral``
        :raise UserError: no body is known, or a case cannot be referred now
        """
        move = self._find_move("refer")
        self.check_access("write")
        self._check_move_sources(move)
        if kind not in ("superior", "other_body"):
            raise UserError(self.env._("Choose whether to report or to forward."))
        partner = self.env["res.partner"].browse(partner_id or []).exists()
        if not partner and kind == "superior":
            partner = self.company_id.dialogue_superior_id
        if len(partner) != 1:
            raise UserError(
                self.env._("Choose the body to which the cases are to be sent.")
            )
        referral = self.env["dialogue.referral"]._collect(self, kind, partner, proposal)
        # sudo: the outcome is closed; the right to write was checked above
        self.sudo().write({"outcome": kind})
        # until the letter is sent somebody has to see to it
        self.filtered(
            lambda case: not (case.user_id or case.department_id)
        ).user_id = referral.user_id
        self.env["dialogue.clock"]._start(
            self, ["refer"], reason=self.env._("To be sent to %s", partner.name)
        )
        return referral

    def action_return_to_desk(self, reason):
        """Give the cases back to the desk, because another division is in charge.

        :param str reason: why
        """
        self._require(reason, self.env._("Say why the case goes back to the desk."))
        self._move(
            "return_to_desk",
            {"department_id": False, "user_id": False, "assigned_on": False},
            note=reason,
        )

    # ------------------------------------------------------------------
    # Answering
    # ------------------------------------------------------------------

    def action_start_draft(self):
        """Begin the answer to one case, or go on with it.

        :return: an action that opens the draft
        """
        self.ensure_one()
        self._check_handled()
        if self.state == "assigned":
            self._move("start_draft")
        draft = self._draft_answers()
        if self.state == "drafting" and not draft:
            # sudo: that the case is theirs to handle was checked above; specialists
            # have no general right to create answers
            draft = (
                self.env["dialogue.answer"].sudo().create(self._prepare_draft_values())
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "dialogue.answer",
            "res_id": draft.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def _prepare_draft_values(self):
        return {"feedback_id": self.id, "author_id": self.env.uid}

    def _draft_answers(self):
        return self.answer_ids.filtered(lambda a: a.state in ("draft", "returned"))

    def action_submit(self):
        """Hand the drafted answers in for approval."""
        self._check_movable("submit")
        self._draft_answers()._move("submit")
        self._move("submit")

    def action_return_draft(self, reason):
        """Give the answers back to their authors.

        :param str reason: what should be changed
        """
        self._check_movable("return_draft")
        answers = self.answer_ids.filtered(lambda answer: answer.state == "review")
        for answer in answers:
            answer._move(
                "return",
                {"return_reason": reason, "return_count": answer.return_count + 1},
            )
        self._move("return_draft", note=reason)

    def action_issue(self, number=None, date=None):
        """Approve the answers and issue them as official letters.

        :param int number: number from the clerical office, for one case only;
            without it the next free one is drawn
        :param date: day of the letter, today if not given
        """
        self._issue_reviewed("issue", number, date)

    def action_issue_reply(self, number=None, date=None):
        """Issue what the superior or another body replied as our answer.

        See :meth:`action_issue` for the parameters.
        """
        self._issue_reviewed("issue_reply", number, date)

    def _issue_reviewed(self, name, number, date):
        self._check_movable(name)
        answers = self.answer_ids.filtered(lambda answer: answer.state == "review")
        for feedback in self - answers.feedback_id:
            raise UserError(
                self.env._(
                    "Case “%s” has no answer waiting for approval.",
                    feedback.display_name,
                )
            )
        answers._supersede_earlier()
        answers._issue_document(number, date)
        answers._move(
            "issue",
            {"issued_on": fields.Datetime.now(), "approver_id": self.env.uid},
        )
        vals = {"answered_on": fields.Datetime.now()}
        if name == "issue":
            # whatever was planned, a letter of ours is what it came to
            vals["outcome"] = "written"
        self._move(name, vals)

    def action_answer_on_spot(
        self,
        verdict,
        body,
        legal_basis=None,
        promised_action=None,
        promised_on=None,
        promised_department_id=None,
    ):
        """Answer the cases on the spot, as was done at the session.

        :param str verdict: key of ``dialogue_answer.VERDICTS``
        :param str body: the answer, HTML or text
        :param str legal_basis: what it rests on
        :param str promised_action: what will be done, if something is promised
        :param promised_on: by which day
        :param int promised_department_id: id of the division that keeps the promise
        """
        department = self.env["hr.department"].browse(promised_department_id or [])
        department.exists().check_access("read")
        received = self.filtered(lambda case: case.state == "received")
        # one letter: with the answer in it, that it was accepted is no news
        received.with_context(dialogue_quiet=QuietTicket()).action_accept()
        self._check_movable("answer_on_spot")
        if verdict not in dict(VERDICTS):
            raise UserError(self.env._("Choose the result of the answer."))
        # sudo: the right to answer on the spot was checked just above
        answers_sudo = (
            self.env["dialogue.answer"]
            .sudo()
            .create(
                [
                    {
                        "feedback_id": feedback.id,
                        "author_id": self.env.uid,
                        "mode": "on_spot",
                        "verdict": verdict,
                        "body": body,
                        "legal_basis": legal_basis,
                        "promised_action": promised_action,
                        "promised_on": fields.Date.to_date(promised_on),
                        "promised_department_id": department.exists().id,
                    }
                    for feedback in self
                ]
            )
        )
        now = fields.Datetime.now()
        answers_sudo._supersede_earlier()
        answers_sudo._move(
            "issue_on_spot", {"issued_on": now, "approver_id": self.env.uid}
        )
        self._move("answer_on_spot", {"answered_on": now, "outcome": "on_spot"})

    def _refer(self, outcome):
        """Follow a referral that was just sent.

        :param str outcome: ``superior`` or ``other_body``
        """
        self._move("refer", {"outcome": outcome})

    def _draft_reply(self, line):
        """Make the answer that brings a body's reply back to the petitioner.

        :param line: one ``dialogue.referral.line`` with reply and verdict
        :return: the ``dialogue.answer``, waiting for a leader
        """
        self.ensure_one()
        self.check_access("write")
        # sudo: whoever records a reply may write this case; answers are made by its
        # steps alone
        answer = (
            self.env["dialogue.answer"]
            .sudo()
            .create(
                {
                    "feedback_id": self.id,
                    "author_id": self.env.uid,
                    "mode": "superior",
                    **line._prepare_answer_values(),
                }
            )
        )
        answer._move("submit")
        # from now on the answer is up to us again
        self.env["dialogue.clock"]._resume(self, ("answer",), line._reply_source())
        return answer

    def action_take_back(self, reason):
        """Take referred cases back to answer them here.

        :param str reason: why
        """
        self._require(reason, self.env._("Say why the case is taken back."))
        self._move(
            "take_back", {"outcome": "undecided", "assigned_on": False}, note=reason
        )

    # ------------------------------------------------------------------
    # Ends and new beginnings
    # ------------------------------------------------------------------

    def action_close(self):
        """Close answered cases."""
        self._move("close", {"closed_on": fields.Datetime.now()})

    def action_reopen(self, reason):
        """Open answered cases again; the answer stays until a new one replaces it.

        :param str reason: why
        """
        self._move(
            "reopen", {"reopen_reason": reason, **self._reopen_values()}, note=reason
        )

    @api.model
    def _reopen_values(self):
        """Return what is no longer so once a case is opened again."""
        return {"closed_on": False, "assigned_on": False}

    def action_withdraw(self, reason):
        """Record that the petitioner withdrew the cases.

        :param str reason: what the petitioner said
        """
        self._require(reason, self.env._("Say why the case is withdrawn."))
        self._move("withdraw", {"withdrawal_reason": reason}, note=reason)

    def action_merge(self, target_id):
        """Merge the cases into another one that asks the same.

        Every receipt keeps working, and all petitioners get the one answer.

        :param int target_id: id of the ``dialogue.feedback`` that goes on
        """
        target = self.browse(target_id).exists()
        target.check_access("write")
        self._move("merge", {"merged_into_id": target.id})

    def action_unmerge(self, reason):
        """Undo a merge: the cases stand by themselves again.

        :param str reason: why
        """
        self._require(reason, self.env._("Say why the cases are taken apart."))
        self._unmerge(reason)

    def _unmerge(self, reason):
        self._move("unmerge", self._unmerge_values(), note=reason)

    def _unmerge_values(self):
        # it begins anew: where it once stood in its handling says nothing any more
        return {
            "merged_into_id": False,
            "accepted_on": False,
            "assigned_on": False,
            "date_deadline": False,
        }

    def action_split(self, parts):
        """Make cases of their own from further questions in one letter.

        :param list parts: dicts with ``subject``, ``question`` and, if known,
            ``sector_id``
        :return: the new cases, each with its own code
        """
        self.ensure_one()
        self.check_access("write")
        if not self.is_open:
            raise UserError(self.env._("Only an open case can be split."))
        if not parts:
            raise UserError(self.env._("Write at least one further question."))
        # sudo: the parts take closed fields from a case that the user may write
        children_sudo = self.sudo().create(
            [self._prepare_part_values(part) for part in parts]
        )
        children_sudo.action_receive()
        return children_sudo.sudo(False)

    def _prepare_part_values(self, part):
        sector = self.env["dialogue.sector"].browse(part.get("sector_id") or [])
        sector = sector.exists()
        return {
            "subject": part.get("subject"),
            "question": part.get("question"),
            "sector_id": (sector or self.sector_id).id,
            "parent_id": self.id,
            "company_id": self.company_id.id,
            "petitioner_id": self.petitioner_id.id,
            "partner_id": self.partner_id.id,
            "session_id": self.session_id.id,
            "kind": self.kind,
            "origin": self.origin,
            "channel": self.channel,
            "concerned_department_id": self.concerned_department_id.id,
            "is_name_hidden": self.is_name_hidden,
            "publish_choice": self.publish_choice,
            "filing_id": self.sudo().filing_id.id,
            "is_sealed": self.is_sealed,
            "reader_ids": [fields.Command.set(self.reader_ids.ids)],
            "received_on": self.received_on,
        }

    # ------------------------------------------------------------------
    # What a move checks first, sets and starts
    # ------------------------------------------------------------------

    def _check_movable(self, name):
        """Refuse early, before answers are touched, what the move would refuse."""
        move = self._find_move(name)
        self._check_handled()
        if not self._may_move(move):
            raise UserError(
                self.env._("Your role does not allow this step. Ask your desk.")
            )
        self._check_move_sources(move)

    def _require(self, text, message):
        if not isinstance(text, str) or not text.strip():
            raise UserError(message)

    def _before_move(self, move):
        res = super()._before_move(move)
        if move.target in OPEN_STATES:
            # what waits for an answer does not wait in the archive
            self.filtered(lambda case: not case.active).active = True
        if move.target == "received":
            self._date_by_receipt()
            self._before_number(move)
            self._draw_number()
        elif move.target == "answered":
            for feedback in self:
                feedback.answer_id = feedback.answer_ids.filtered(
                    lambda answer: answer.state == "issued"
                )
        if move.name == "appeal":
            for feedback in self:
                feedback.appeal_count += 1
                feedback.outcome = "undecided"
        elif move.name == "reopen":
            for feedback in self:
                feedback.reopen_count += 1
        return res

    def _date_by_receipt(self):
        """Set the year of the cases that have no number yet: that of their receipt."""
        unnumbered = self.filtered(lambda case: not case.number)
        unnumbered.filtered(
            lambda case: not case.received_on
        ).received_on = fields.Datetime.now()
        for year, own in unnumbered.grouped(
            lambda case: case.company_id._dialogue_local(case.received_on).year
        ).items():
            own.filtered(lambda case, year=year: case.year != year).year = year

    def _before_number(self, move):
        """Hook for work of a receipt that needs no number yet.

        From the draw of a number to the end of the transaction nobody else can draw
        one: what can be done before is done before.

        :param Move move: the move to "received" that is about to be made
        """

    def _after_move(self, move, note=None):
        res = super()._after_move(move, note)
        self._tell_petitioner(move)
        self._plan_activity(move)
        if move.target == "answered":
            self.answer_id._make_commitments()
        elif move.target in ("refused", "withdrawn"):
            self._set_merged_free()
        return res

    def _set_merged_free(self):
        """Let cases merged into these stand by themselves again.

        Nobody answers them through a case that ended without an answer.
        """
        merged = self.with_context(active_test=False).merged_ids
        merged._unmerge(
            self.env._("The case it was merged into ended without an answer.")
        )

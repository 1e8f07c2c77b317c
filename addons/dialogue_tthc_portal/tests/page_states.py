"""The pages there are, each in every state in which it looks different.

A row is a page; its state is made by a method of :class:`PageStates` of the same
name, which returns the path. Whoever adds a page adds a row and, if nothing there
makes its state, a method.
"""

from odoo import Command, fields

from .common import MARKUP, PDF
from .page_states_ended import ENDED, EndedStates
from .page_states_typed import TYPED, TypedStates
from .shown import Shown

# as long as topics are, and longer than a phone is wide
LONG_TOPIC = "Đối thoại về tiêu chuẩn đo lường chất lượng và an toàn bức xạ"


PAGES = (
    Shown("no_case", "coworker"),
    Shown("list_of_cases"),
    Shown("list_that_finds_nothing"),
    Shown("form_of_a_case"),
    Shown("form_of_a_case", send="main .o_dialogue_form [type='submit']"),
    Shown("case_received"),
    Shown("case_waiting"),
    Shown("case_waiting", send="main .o_dialogue_form [type='submit']"),
    Shown("case_answered"),
    Shown("case_refused"),
    Shown("case_with_messages"),
    Shown("no_invitation", "stranger"),
    Shown("list_of_invitations"),
    Shown("invitation"),
    Shown("invitation", send="main form:has([name='reason']) [type='submit']"),
    Shown("invitation_confirmed"),
    Shown("invitation_by_link", None),
    Shown("session_announced", None),
    Shown("session_cancelled", None),
    Shown("session_with_result", None),
    Shown("check_in_of_a_guest", None),
    Shown("check_in_of_a_guest", "desk"),
    Shown("hall", None),
    Shown("hall", None, send="main form[action$='/ask'] [type='submit']"),
    Shown("hall_before_the_session", None),
    Shown("asked_waiting", None),
    Shown("asked_taken", None),
    Shown("asked_refused", None),
    Shown("survey", None),
    Shown("survey", None, send="main .o_dialogue_form [type='submit']"),
    Shown("case_by_link", None),
    Shown("case_by_link", None, send="main [action$='/withdraw'] [type='submit']"),
    Shown("case_rated"),
    Shown("receipt_of_a_case"),
    Shown("rating_by_link", None),
    Shown("rating_by_link", None, send="main .o_dialogue_form [type='submit']"),
    Shown("rating_asked_later", None),
    Shown("lookup", None),
    Shown("lookup", None, send="main [action$='/open'] [type='submit']"),
    Shown("link_that_opens_nothing", None),
    Shown("organisation_of_nobody", "outsider"),
    Shown(
        "organisation_of_nobody",
        "outsider",
        send="main form[action$='/request'] [type='submit']",
    ),
    Shown("organisation_waiting", "stranger"),
    Shown("organisation_as_member", "coworker"),
    Shown("organisation_as_manager"),
    Shown("public_start", None),
    Shown("sessions_of_all_kinds", None),
    Shown("sessions_past_the_end", None),
    Shown("register_of_answers", None),
    Shown("register_of_a_session", None),
    Shown("register_past_the_end", None),
    Shown("register_that_finds_nothing", None),
    Shown("public_answer", None),
    Shown("answer_that_is_not_there", None),
    Shown("question_without_account", None),
    Shown(
        "question_without_account",
        None,
        send="main form[action$='/submit'] [type='submit']:not([name])",
    ),
    Shown("form_without_a_line", None),
    Shown("filing_by_link", None),
    Shown("filing_by_link", None, send="main form[action$='/confirm'] [type='submit']"),
    *ENDED,
    *TYPED,
)


class PageStates(EndedStates, TypedStates):
    """Mixed into a test case of the portal: makes the states of its pages."""

    def no_case(self):
        return "/my/feedback"

    def list_of_cases(self):
        for number in range(3):
            self._create_own(subject=f"Phí cấp giấy phép {number}")
        self._answer(self._create_own(subject="Đã trả lời"))
        return "/my/feedback"

    def list_that_finds_nothing(self):
        return "/my/feedback?search=khongcogi"

    def form_of_a_case(self):
        self.env["dialogue.procedure"].create(
            {"name": "Cấp lại giấy phép", "sector_id": self.sector.id}
        )
        return "/my/feedback/new"

    def form_without_a_line(self):
        return "/dialogue/offline"

    def _case_path(self, feedback):
        return f"/my/feedback/{feedback.id}"

    def case_received(self):
        feedback = self._create_own()
        feedback._attach([("don-de-nghi.pdf", PDF)])
        return self._case_path(feedback)

    def case_waiting(self):
        feedback = self._create_own()
        feedback.with_user(self.desk).action_ask_info("Gửi thêm giấy phép cũ.")
        return self._case_path(feedback)

    def case_answered(self):
        feedback = self._create_own()
        self._answer(
            feedback,
            body="<p>Trong 12 tháng, theo <a href='https://example.com'>quy định</a>."
            "</p><table><tr><th>Bước</th><td>Thẩm định</td></tr></table>",
        )
        return self._case_path(feedback)

    def case_refused(self):
        feedback = self._create_own()
        feedback.with_user(self.desk).action_refuse(
            self.reason.id, "Gửi Sở Xây dựng, nơi có thẩm quyền."
        )
        return self._case_path(feedback)

    def case_with_messages(self):
        feedback = self._create_own(subject=MARKUP)
        feedback._post_to_petitioner("Chúng tôi đang xem hồ sơ.")
        self._seen_by(feedback, self.petitioner_user)._portal_post(
            "Cảm ơn.", [("anh-chup.pdf", PDF)]
        )
        return self._case_path(feedback)

    def _ask_to_belong(self, user):
        return self.env["dialogue.membership"]._request(
            user.partner_id,
            {
                "name": self.enterprise.name,
                "kind": "enterprise",
                "tax_code": "0100109106",
                "position": "Kế toán",
                "ward": "phường Hà Giang 1",
                "province": "Tuyên Quang",
            },
        )

    def organisation_of_nobody(self):
        return "/my/organisation"

    def organisation_waiting(self):
        self._ask_to_belong(self.stranger)
        return "/my/organisation"

    def organisation_as_member(self):
        request = self._ask_to_belong(self.coworker)
        request.action_approve(self.enterprise.id)
        return "/my/organisation"

    def organisation_as_manager(self):
        self.enterprise.vat = "0100109106"
        request = self._ask_to_belong(self.petitioner_user)
        request.action_approve(self.enterprise.id, "manager")
        return "/my/organisation"

    def _make_public(self, **vals):
        """Return the public copy of an answer with all that an answer may have."""
        feedback = self._create_own(**vals)
        self._answer(
            feedback,
            body="<p>Trong 12 tháng, theo <a href='https://example.com'>quy định</a>."
            "</p><table><tr><th>Bước</th><td>Thẩm định</td></tr></table>",
            legal_basis="Luật Sở hữu trí tuệ",
        )
        action = feedback.with_user(self.desk).action_open_publication()
        publication = self.env["dialogue.publication"].browse(action["res_id"])
        publication.with_user(self.leader).action_publish()
        return publication

    def public_start(self):
        self._make_public(subject=MARKUP)
        return "/dialogue"

    def register_of_answers(self):
        for number in range(21):
            self._make_public(subject=f"Phí cấp giấy phép {number}")
        return f"/dialogue/answers?sector={self.sector.id}"

    def sessions_of_all_kinds(self):
        self._invite(MARKUP)
        self._running()
        meeting = self._invite(is_over=True).session_id
        meeting.action_start()
        meeting.action_conclude()
        meeting.action_publish_here()
        return "/dialogue/sessions"

    def sessions_past_the_end(self):
        self._invite()
        return "/dialogue/sessions/page/99"

    def register_of_a_session(self):
        meeting = self._running().session_id
        self._make_public(session_id=meeting.id)
        # with words on what was left out
        return f"/dialogue/answers?session={meeting.id}&year=1999"

    def register_past_the_end(self):
        self._make_public()
        return "/dialogue/answers/page/99"

    def register_that_finds_nothing(self):
        return "/dialogue/answers?q=khongcogi"

    def public_answer(self):
        procedure = self.env["dialogue.procedure"].create(
            {"name": "Cấp lại giấy phép bức xạ", "sector_id": self.sector.id}
        )
        self._make_public(procedure_id=procedure.id)
        publication = self._make_public(procedure_id=procedure.id)
        publication.feedback_id.with_user(self.desk).action_reopen("Chưa rõ")
        return publication._public_path()

    def answer_that_is_not_there(self):
        return "/dialogue/answers/2000000000"

    def _invite(self, name=LONG_TOPIC, is_over=False):
        """Return an announced (or held) session's invitation of the account."""
        now = fields.Datetime.now()
        begins = fields.Datetime.add(now, days=-3 if is_over else 30)
        meeting = self.env["dialogue.session"].create(
            {
                "name": name,
                "mode": "hybrid",
                "date_start": begins,
                "date_end": fields.Datetime.add(begins, hours=3),
                "question_deadline": begins.date() if not is_over else False,
                "location": "Hội trường tầng 2",
                "online_link": "https://meet.example/x",
                "chair_id": self.leader.id,
                "agenda_item_ids": [
                    Command.create({"name": "Khai mạc", "presenter": "Văn phòng"}),
                    Command.create({"name": "Trả lời câu hỏi"}),
                ],
                "material_ids": [
                    Command.create({"name": "Tài liệu", "file": "UERG"}),
                    Command.create(
                        {"name": "Thông báo", "file": "UERG", "audience": "public"}
                    ),
                ],
            }
        )
        guest = self.env["dialogue.attendance"].create(
            {
                "session_id": meeting.id,
                "partner_id": self.petitioner_user.partner_id.id,
            }
        )
        meeting.action_announce("Để thử")
        return guest

    def no_invitation(self):
        return "/my/sessions"

    def list_of_invitations(self):
        self._invite().action_confirm()
        return "/my/sessions"

    def invitation(self):
        return f"/my/sessions/{self._invite().id}"

    def invitation_confirmed(self):
        guest = self._invite()
        guest.delegate_name = "Bà Lan"
        guest.action_confirm()
        return f"/my/sessions/{guest.id}"

    def invitation_by_link(self):
        return self._invite()._link_path("invitation")

    def session_announced(self):
        return self._invite(MARKUP).session_id._public_path()

    def session_cancelled(self):
        meeting, other = self._invite().session_id, self._invite().session_id
        meeting.action_cancel("Bão số 9", other.id)
        return meeting._public_path()

    def session_with_result(self):
        meeting = self._invite(is_over=True).session_id
        meeting.action_start()
        meeting.action_conclude()
        meeting.conclusion = "<p>Rút ngắn còn <b>10 ngày</b>.</p><ul><li>Một</li></ul>"
        feedback = self._create_own(session_id=meeting.id)
        self._answer(feedback)
        meeting.action_publish_here()
        return meeting._public_path()

    def _running(self, name=LONG_TOPIC):
        """Return the invitation of the account to a session that runs."""
        guest = self._invite(name)
        meeting = guest.session_id
        begins = fields.Datetime.add(fields.Datetime.now(), minutes=-5)
        meeting.write(
            {
                "question_deadline": False,
                "short_notice_reason": "Để thử",
                "date_start": begins,
                "date_end": fields.Datetime.add(begins, hours=3),
            }
        )
        meeting.action_start()
        return guest

    def _asked(self, meeting=None, key="b" * 22):
        meeting = meeting or self._running().session_id
        return meeting._hall_ask(
            {
                "name": "Lê Văn Cam",
                "organisation": "Hợp tác xã Chè Shan",
                "is_name_hidden": True,
                "question": "Phí thử nghiệm bao giờ giảm?",
            },
            key,
            "f" * 22,
        )

    def check_in_of_a_guest(self):
        self.desk.password = self.desk.login
        return self._running()._link_path("check_in")

    def hall(self):
        question = self._asked()
        question.with_user(self.desk).action_take_in()
        return question.session_id._link_path("hall")

    def hall_before_the_session(self):
        return self._invite().session_id._link_path("hall")

    def asked_waiting(self):
        return self._asked()._link_path("asked")

    def asked_taken(self):
        question = self._asked()
        question.with_user(self.desk).action_take_in()
        return question._link_path("asked")

    def asked_refused(self):
        question = self._asked()
        question.with_user(self.desk).action_refuse("Vừa được trả lời")
        return question._link_path("asked")

    def survey(self):
        return self._running().session_id._link_path("survey")

    def case_by_link(self):
        feedback = self._create_own()
        feedback._attach([("don-de-nghi.pdf", PDF)])
        feedback.with_user(self.desk).action_split(
            [{"subject": "Phần hai", "question": "Còn phí thì sao?"}]
        )
        return feedback._link_path("case")

    def case_rated(self):
        feedback = self._create_own()
        self._answer(feedback)
        feedback._petitioner_rate({"level": "4", "speed": "good"})
        return self._case_path(feedback)

    def receipt_of_a_case(self):
        return f"{self._case_path(self._create_own())}/receipt"

    def rating_by_link(self):
        feedback = self._create_own()
        self._answer(feedback)
        return feedback._link_path("rating")

    def rating_asked_later(self):
        feedback = self._create_own()
        self._answer(feedback)
        feedback._petitioner_say_solved("partly")
        feedback.sudo().solved_asked_on = "2026-01-01 00:00:00"
        return feedback._link_path("rating")

    def lookup(self):
        return "/dialogue/lookup"

    def link_that_opens_nothing(self):
        return "/dialogue/case/1-1-x"

    # ------------------------------------------------------------------
    # For everybody
    # ------------------------------------------------------------------

    def question_without_account(self):
        return "/dialogue/ask"

    def _filing(self, form_key):
        """Return what was sent without an account and waits."""
        return (
            self.env["dialogue.filing"]
            ._room(self.company)
            ._submit(
                form_key,
                self.env["res.partner"],
                {
                    "questions": [{"subject": "Một câu", "question": "Hỏi"}],
                    "case": {"kind": "guidance", "origin": "outside"},
                    "petitioner": {
                        "kind": "citizen",
                        "name": "Lê Văn Cam",
                        "address": "Hà Giang",
                        "email": "cam@example.com",
                    },
                },
            )
        )

    def filing_by_link(self):
        return self._filing("c" * 32)._link_path("filing")

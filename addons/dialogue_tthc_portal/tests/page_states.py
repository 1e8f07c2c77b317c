"""The pages there are, each in every state in which it looks different.

A row is a page; its state is made by a method of :class:`PageStates` of the same
name, which returns the path. Whoever adds a page adds a row and, if nothing there
makes its state, a method.
"""

from dataclasses import dataclass

from .common import MARKUP, PDF


@dataclass(frozen=True)
class Shown:
    """One page in one state.

    :param state: name of the method of ``PageStates`` that makes it
    :param who: attribute of the test case that is the user, or None without account
    :param send: button to press when the page is there, as a CSS selector; what is
        then looked at is the answer
    """

    state: str
    who: str | None = "petitioner_user"
    send: str | None = None


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
)


class PageStates:
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

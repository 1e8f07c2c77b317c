"""States of a page that scripts make while somebody types, chooses or has no line."""

from .shown import Shown, fill

# what is written into a form without an account; inputs by their names
GUEST = {
    "subject": "Bao lâu thì có kết quả?",
    "question": "Nộp từ tháng 2 đến nay.",
    "name": "Lê Văn Cam",
    "street": "Số 5",
    "ward": "Xã Vị Xuyên",
    "province": "Tỉnh Hà Giang",
    "email": "cam@example.com",
}


def chosen_files(count):
    """Return JavaScript that chooses so many files."""
    return (
        "(() => { const chosen = new DataTransfer();"
        f"for (let number = 0; number < {count}; number++) {{"
        "chosen.items.add(new File(['x'], `${number}.pdf`)); }"
        "const input = document.querySelector('.o_dialogue_files');"
        "input.files = chosen.files;"
        "input.dispatchEvent(new Event('change', {bubbles: true})); })()"
    )


OFFLINE = """
Object.defineProperty(navigator, "onLine", {get: () => false});
document.querySelector(".o_dialogue_send").click();
"""
RESTORED = ".o_dialogue_restored:not(.d-none)"

# last of all: what one browser keeps is there when it comes back to the form
TYPED = (
    Shown(
        "form_of_a_case",
        act="document.querySelector('#feedback_procedure_id').click()",
        seen="#feedback_procedure_id_options:not(.d-none) [role='option']",
    ),
    Shown(
        "form_with_answers_alike",
        act=fill({"subject": "Phí cấp giấy phép bức xạ"}),
        seen=".o_dialogue_similar:not(.d-none) a",
    ),
    Shown(
        "form_of_a_case",
        act=chosen_files(11),
        seen=".o_dialogue_files_warning:not(.d-none)",
    ),
    Shown(
        "form_of_a_case",
        act=fill({"subject": "Phí?"}),
        seen=".o_dialogue_saved:not(:empty)",
    ),
    Shown(
        "form_of_a_case",
        act=fill({"subject": "Phí?", "question": "Bao giờ giảm?"}) + OFFLINE,
        seen=".o_dialogue_offline:not(.d-none)",
    ),
    Shown("form_kept", "coworker", seen="[name='discard']"),
    Shown(
        "question_without_account",
        None,
        act=fill(GUEST),
        send="main form[action$='/submit'] [type='submit']:not([name])",
        seen="main form[action$='/ask/mail']",
    ),
    Shown(
        "question_without_account",
        None,
        act=fill({"subject": "Phí?"}),
        seen=".o_dialogue_saved:not(:empty)",
    ),
    Shown(
        "question_without_account", None, act=fill(GUEST), is_again=True, seen=RESTORED
    ),
)


class TypedStates:
    """Part of ``PageStates``."""

    def form_with_answers_alike(self):
        self._make_public(subject="Phí cấp giấy phép bức xạ")
        return self.form_of_a_case()

    def form_kept(self):
        self.env["dialogue.filing"]._room(self.company)._keep(
            "e" * 32, self.coworker.partner_id, {"subject": "Phí?", "question": "Hỏi"}
        )
        return "/my/feedback/new"

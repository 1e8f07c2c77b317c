from .feedback_form import (
    PHONE_MAX,
    QUESTION_MAX,
    TYPED_TIMES,
    UploadedFiles,
    _too_long,
    clean_text,
)

NAME_MAX = 120
REASON_MAX = 500


class ReplyForm:
    """The reply to an invitation: what was typed, and what is wrong with it.

    :ivar str answer: ``confirm``, ``decline`` or what was sent instead
    :ivar dict values: what was typed, to show again
    :ivar dict errors: name of the input -> sentence
    :ivar list files: (name, content) of the files with the opinion
    """

    LIMITS = {
        "delegate_name": NAME_MAX,
        "delegate_function": NAME_MAX,
        "delegate_phone": PHONE_MAX,
        "reason": REASON_MAX,
        "opinion": QUESTION_MAX,
    }

    def __init__(self, env, post, uploads):
        self.env = env
        self.errors = {}
        self.answer = clean_text(post.get("answer"), 20)
        self.values = {
            name: clean_text(post.get(name), TYPED_TIMES * limit)
            for name, limit in self.LIMITS.items()
        }
        for name, limit in self.LIMITS.items():
            if name != "opinion":
                # one line each
                self.values[name] = " ".join(self.values[name].split())
            if len(self.values[name]) > limit:
                self.errors[name] = _too_long(env, limit, self.values[name])
        uploaded = UploadedFiles(env, uploads)
        self.files = uploaded.files
        if uploaded.errors:
            self.errors["files"] = " ".join(uploaded.errors)
        self._check_answer()
        self.is_files_lost = bool(self.errors and uploaded.uploads)

    def _check_answer(self):
        if self.answer == "confirm":
            details = ("delegate_function", "delegate_phone")
            if not self.values["delegate_name"] and any(map(self.values.get, details)):
                self.errors.setdefault(
                    "delegate_name", self.env._("Say who comes in your place.")
                )
        elif self.answer == "decline":
            if not self.values["reason"]:
                self.errors["reason"] = self.env._("Say in a few words why not.")
            if self.files and not self.values["opinion"]:
                self.errors.setdefault(
                    "opinion", self.env._("Write your opinion beside the files.")
                )
        else:
            self.errors["form"] = self.env._("Choose whether you come or not.")

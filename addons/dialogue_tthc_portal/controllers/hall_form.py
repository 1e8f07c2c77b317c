import re
import secrets

from .feedback_form import TYPED_TIMES, _too_long, clean_text

NAME_MAX = 120
QUESTION_MAX = 1_000
_KEY = re.compile(r"[A-Za-z0-9_-]{22}")


class HallForm:
    """The form of a question from the hall: what was typed, and what is wrong with it.

    :ivar dict values: what was typed, to show again
    :ivar dict errors: name of the input -> sentence
    :ivar str form_key: random key of this form
    """

    LIMITS = {
        "name": NAME_MAX,
        "organisation": NAME_MAX,
        "question": QUESTION_MAX,
    }

    def __init__(self, env, post):
        self.errors = {}
        self.form_key = clean_text(post.get("form_key"), 40)
        if not _KEY.fullmatch(self.form_key):
            self.form_key = new_form_key()
        self.values = {
            name: clean_text(post.get(name), TYPED_TIMES * limit)
            for name, limit in self.LIMITS.items()
        }
        for name in ("name", "organisation"):
            # one line each
            self.values[name] = " ".join(self.values[name].split())
        self.values["is_name_hidden"] = bool(clean_text(post.get("is_name_hidden")))
        for name, limit in self.LIMITS.items():
            if len(self.values[name]) > limit:
                self.errors[name] = _too_long(env, limit, self.values[name])
        if not self.values["name"]:
            self.errors["name"] = env._("Write your name; it can be withheld.")
        if not self.values["question"]:
            self.errors["question"] = env._("Write your question.")


def new_form_key():
    """Return a random key for one form."""
    return secrets.token_urlsafe(16)

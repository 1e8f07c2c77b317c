"""The short forms of the portal: where each is sent, and what is typed into it."""

import re
from dataclasses import dataclass

from .feedback_form import QUESTION_MAX, TYPED_TIMES, clean_text
from .hall_form import HallForm
from .invitation_form import ReplyForm
from .rating_form import COMMENT_MAX

# of what was chosen from a list
CHOICE_MAX = 40
# how many values of one choice with several
CHOICES_MAX = 50


@dataclass(frozen=True)
class ShortForm:
    """A form of which what was typed comes back when it was sent too late.

    :param re.Pattern path: of where it is sent; the group ``step`` says what for
    :param dict texts: name of each text -> how long it may be
    :param kept: names of what was chosen, which goes along as it is
    """

    path: re.Pattern
    texts: dict
    kept: tuple = ()
    takes_files: bool = False

    def read_typed(self, post):
        """Return the texts of a request, as dict of those that are not empty."""
        typed = {
            name: clean_text(post.get(name), TYPED_TIMES * limit)
            for name, limit in self.texts.items()
        }
        return {name: text for name, text in typed.items() if text}

    def read_kept(self, form):
        """Return what was chosen, as pairs of name and value.

        :param form: all values of the body of the request
        """
        return [
            (name, clean_text(value, CHOICE_MAX))
            for name in self.kept
            for value in form.getlist(name)[:CHOICES_MAX]
        ]


_CASE = r"(?:/my/feedback/\d{1,10}|/dialogue/case/[^/]+)"
_INVITATION = r"(?:/my/sessions/\d{1,10}|/dialogue/invitation/[^/]+)"

_FORMS = (
    ShortForm(
        re.compile(rf"{_CASE}/(?P<step>info|message)"),
        {"body": QUESTION_MAX},
        takes_files=True,
    ),
    ShortForm(
        re.compile(rf"{_CASE}/(?P<step>withdraw|reopen|appeal)"), {"body": QUESTION_MAX}
    ),
    ShortForm(
        re.compile(rf"(?:{_CASE}/|/dialogue/rating/[^/]+/)(?P<step>rate|vote)"),
        {"comment": COMMENT_MAX},
        ("level", "speed", "clarity", "solved", "reason_ids"),
    ),
    ShortForm(
        re.compile(rf"{_INVITATION}/(?P<step>reply)"),
        ReplyForm.LIMITS,
        ("answer",),
        takes_files=True,
    ),
    ShortForm(
        re.compile(r"/dialogue/hall/[^/]+/(?P<step>ask)"),
        {name: HallForm.LIMITS[name] for name in ("question", "name")},
        ("is_name_hidden",),
    ),
)


def short_form(path):
    """Return the form that is sent to ``path``, and what for; None if there is none.

    :return: pair of :class:`ShortForm` and the last part of the path
    """
    for form in _FORMS:
        found = form.path.fullmatch(path)
        if found:
            return form, found["step"]
    return None

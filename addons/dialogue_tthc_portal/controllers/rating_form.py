from .feedback_form import clean_id, clean_text

COMMENT_MAX = 2_000


class RatingForm:
    """The form of a rating: what was chosen, and what is wrong with it.

    :ivar dict values: what was chosen, as ``_petitioner_rate`` takes it
    :ivar dict errors: name of the input -> sentence
    """

    def __init__(self, env, feedback, post, reason_ids):
        self.values = {
            name: clean_text(post.get(name))
            for name in ("level", "speed", "clarity", "solved", "comment")
        }
        ids = {clean_id(reason_id) for reason_id in reason_ids}
        self.values["reason_ids"] = sorted(ids - {0})
        self.errors = feedback._rating_errors(self.values)
        if len(self.values["comment"]) > COMMENT_MAX:
            self.errors["comment"] = env._(
                "Write at most %(limit)s characters here; these are %(count)s.",
                limit=COMMENT_MAX,
                count=len(self.values["comment"]),
            )

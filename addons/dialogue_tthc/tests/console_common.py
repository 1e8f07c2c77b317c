from .session_common import SessionCommon


class ConsoleCommon(SessionCommon):
    """A session that is being held, and the acts of its secretary."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sector.department_id = cls.division
        cls._hold()
        cls.count = 0

    def _act(self, act, vals, key=None, user=None, session=None):
        """Carry out ``action_console_<act>`` as the desk, with a key of its own."""
        type(self).count += 1
        session = (session or self.session).with_user(user or self.desk)
        key = key or f"test-key-{self.count}"
        return getattr(session, f"action_console_{act}")(key, vals)

    def _said(self, **vals):
        return {
            "speaker_name": "Ông An",
            "speaker_kind": "citizen",
            "question": "Nhãn hiệu bao giờ có?",
            "sector_id": self.sector.id,
            "outcome": "written",
            **vals,
        }

    def _record(self, **vals):
        """Return the case that one record makes."""
        (question,) = self._act("record", self._said(**vals))["questions"]
        return self.env["dialogue.feedback"].browse(question["id"])

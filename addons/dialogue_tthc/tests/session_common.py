from datetime import datetime

from .common import DialogueCommon


class SessionCommon(DialogueCommon):
    """A desk that prepares sessions, and one session ready to be announced."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chair = cls.leader
        cls.session = cls._create_session()

    @classmethod
    def _create_session(cls, **vals):
        return (
            cls.env["dialogue.session"]
            .with_user(cls.desk)
            .create(
                {
                    "name": "Đối thoại về sở hữu trí tuệ",
                    "date_start": datetime(2026, 11, 20, 1, 30),
                    "date_end": datetime(2026, 11, 20, 4, 30),
                    "location": "Hội trường Sở",
                    "chair_id": cls.chair.id,
                    "secretary_id": cls.desk.id,
                    **vals,
                }
            )
        )

    @classmethod
    def _announce(cls, session=None):
        session = session or cls.session
        session.action_announce()
        return session

    @classmethod
    def _hold(cls, session=None):
        session = cls._announce(session)
        session.action_start()
        return session

    def _ask(self, session=None, **vals):
        """File a received question of ``session``."""
        return (
            self.env["dialogue.feedback"]
            .with_user(self.desk)
            ._file(
                {
                    "subject": "Nhãn hiệu bao giờ có?",
                    "question": "Hồ sơ nộp từ tháng 2.",
                    "origin": "at_session",
                    "channel": "meeting",
                    "session_id": (session or self.session).id,
                    "sector_id": self.sector.id,
                    **vals,
                },
                {
                    "name": "Ông An",
                    "kind": "citizen",
                    "address": "Tổ 3, phường Hà Giang 1",
                    "phone": "0912345678",
                },
            )
        )

from datetime import datetime

from freezegun import freeze_time

from .common import DialogueCommon


class SessionCommon(DialogueCommon):
    """A desk that prepares sessions, and one session ready to be announced.

    It is 2 November 2026, early enough to announce the session of 20 November; when
    the session is held, it is that day.
    """

    @classmethod
    def setUpClass(cls):
        freezer = freeze_time("2026-11-02 02:00:00")
        cls.now = freezer.start()
        cls.addClassCleanup(freezer.stop)
        super().setUpClass()
        cls.chair = cls.leader
        cls.session = cls._create_session()

    def setUp(self):
        super().setUp()
        self.addCleanup(self.now.move_to, self.now())

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
        # the reason is kept only where the notice is short
        session.action_announce("Nhập lại sau buổi đối thoại")
        return session

    @classmethod
    def _hold(cls, session=None):
        session = cls._announce(session)
        cls.now.move_to("2026-11-20 03:00:00")
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

from datetime import date, datetime

from odoo.fields import Command

from .common import PDF, PortalHttpCommon

MARKERS = (
    "GHICHU-NOIBO",
    "THEODOI-NOIBO",
    "vien-chuc@example.com",
    "0987654321",
    "meet.example",
    "DAI-BIEU-KHAC",
)


class PortalSessionCommon(PortalHttpCommon):
    """An announced session to which the enterprise's account and others are invited.

    What is internal about it is full of markers, which no page may show.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.email = "so@example.com"
        cls.leader.write({"email": "vien-chuc@example.com", "phone": "0987654321"})
        cls.meeting = cls._create_session()
        cls.guest = cls._invite(cls.petitioner_user.partner_id)
        cls.other = cls._invite(cls.stranger.partner_id)
        cls._invite(cls.env["res.partner"].create({"name": "DAI-BIEU-KHAC"}))
        cls.handout, cls.inner = cls.env["dialogue.session.material"].create(
            [
                {
                    "session_id": cls.meeting.id,
                    "name": "Tài liệu cho mọi người",
                    "file": "JVBERi0xLjQK",
                    "file_name": "tai-lieu.pdf",
                    "audience": "public",
                },
                {
                    "session_id": cls.meeting.id,
                    "name": "Tài liệu cho đại biểu",
                    "file": "JVBERi0xLjQK",
                    "file_name": "dai-bieu.html",
                },
            ]
        )
        cls.meeting.action_announce("Để thử")
        cls.meeting.message_post(body="GHICHU-NOIBO", subtype_xmlid="mail.mt_note")
        cls.meeting.message_subscribe(
            cls.env["res.partner"].create({"name": "THEODOI-NOIBO"}).ids
        )
        cls.path = f"/my/sessions/{cls.guest.id}"
        cls.link = cls.guest._link_path("invitation")

    @classmethod
    def _create_session(cls, **vals):
        return cls.env["dialogue.session"].create(
            {
                "name": "Đối thoại về sở hữu trí tuệ",
                "mode": "hybrid",
                "date_start": datetime(2099, 11, 20, 1, 30),
                "date_end": datetime(2099, 11, 20, 4, 30),
                "question_deadline": date(2099, 11, 18),
                "location": "Hội trường Sở",
                "online_link": "https://meet.example/x",
                "chair_id": cls.leader.id,
                "agenda_item_ids": [
                    Command.create({"name": "Khai mạc", "presenter": "Văn phòng"})
                ],
                **vals,
            }
        )

    @classmethod
    def _invite(cls, partner, session=None):
        return cls.env["dialogue.attendance"].create(
            {"session_id": (session or cls.meeting).id, "partner_id": partner.id}
        )

    def _snapshot(self):
        self.env.invalidate_all()
        guests = self.meeting.attendance_ids
        return (
            guests.mapped("state"),
            guests.mapped("absence_reason"),
            guests.mapped("delegate_name"),
            self.env["dialogue.feedback"].search_count([]),
        )

    def _reply(self, url=None, files=None, **data):
        return self._post(f"{url or self.link}/reply", data, files)

    def _pdf(self, name="y-kien.pdf"):
        return [("files", (name, PDF, "application/pdf"))]

    def _assert_nothing_internal(self, text, allowed=()):
        for marker in MARKERS:
            if marker not in allowed:
                self.assertNotIn(marker, text)

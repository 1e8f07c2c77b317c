import io
import threading
import zipfile
from unittest.mock import patch

from PIL import Image

from odoo import Command, http
from odoo.tests import HttpCase, new_test_user

from odoo.addons.dialogue_tthc.tests.common import DialogueCommon

PDF = b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + b"\x00" * 200
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
MARKUP = "<script>alert('x')</script><b>&\"'"


def make_picture(picture_format="PNG", size=(8, 8)):
    """Return the bytes of a small picture."""
    stream = io.BytesIO()
    Image.new("RGB", size, "white").save(stream, picture_format)
    return stream.getvalue()


def make_office(part="word/document.xml", *more):
    """Return the bytes of an Office file with this main part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in ("[Content_Types].xml", part, *more):
            archive.writestr(name, "<x/>")
    return stream.getvalue()


class PortalCommon(DialogueCommon):
    """An enterprise with an account, its colleague, a stranger, another department."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # pages in the language of the sources, whatever the department's is
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env["ir.default"].set("res.partner", "lang", "en_US")
        cls.enterprise.write(
            {
                "is_company": True,
                "street": "12 Trần Phú",
                "city": "Hà Giang",
                "phone": "0219 386 1234",
                "vat": False,
            }
        )
        cls.petitioner_user = cls._create_portal_user("dlg-enterprise")
        cls.petitioner_user.partner_id.write(
            {"name": "Trần Thị Bưởi", "parent_id": cls.enterprise.id}
        )
        cls.coworker = cls._create_portal_user("dlg-coworker")
        cls.coworker.partner_id.parent_id = cls.enterprise
        cls.stranger = cls._create_portal_user("dlg-stranger")
        cls.other_company = cls.env["res.company"].create({"name": "Sở khác"})
        cls.outsider = cls._create_portal_user(
            "dlg-outsider",
            company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)],
        )
        cls.sector.name = "Lĩnh vực để thử"
        users = cls.petitioner_user + cls.coworker + cls.stranger + cls.outsider
        (users + cls.desk).partner_id.lang = "en_US"
        cls.reason = cls.env["dialogue.refusal.reason"].create(
            {"name": "Không thuộc thẩm quyền", "code": "TEST-XYZ"}
        )

    @classmethod
    def _create_portal_user(cls, login, **vals):
        return new_test_user(
            cls.env,
            login=login,
            password=login,
            groups="base.group_portal",
            **{"lang": "en_US", **vals},
        )

    @classmethod
    def _create_own(cls, user=None, **vals):
        """Return a received case, filed by the enterprise's account."""
        partner = (user or cls.petitioner_user).partner_id
        petitioner = cls._create_petitioner(partner_id=partner.id)
        feedback = cls._create_feedback(
            **{
                "partner_id": partner.id,
                "petitioner_id": petitioner.id,
                "channel": "portal",
                **vals,
            }
        )
        feedback.action_receive()
        return feedback

    @classmethod
    def _answer(cls, feedback, body="<p>Trong 12 tháng.</p>", **vals):
        # as raised at a session, where answers are given on the spot
        feedback.sudo().origin = "at_session"
        feedback.with_user(cls.leader).action_answer_on_spot("guided", body, **vals)

    @classmethod
    def _seen_by(cls, feedback, user):
        """Return the case in the environment of ``user``, as the portal has it."""
        return cls.env["dialogue.feedback"].with_user(user)._portal_find(feedback.id)


class PortalHttpCommon(HttpCase, PortalCommon):
    """The same over HTTP."""

    def _login(self, user):
        login = user.login if user else None
        self.authenticate(login, login)

    def _routing_map(self):
        """Return the routes of this database."""
        thread = threading.current_thread()
        with patch.object(thread, "dbname", self.env.cr.dbname, create=True):
            return self.env["ir.http"].routing_map()

    def _token(self):
        return http.Request.csrf_token(self)

    def _post(self, url, data=None, files=None, **kwargs):
        kwargs.setdefault("allow_redirects", False)
        return self.url_open(
            url,
            data={"csrf_token": self._token(), **(data or {})},
            files=files,
            **kwargs,
        )

    def _form(self, **vals):
        return {
            "subject": "Bao lâu thì có kết quả?",
            "question": "Nộp từ tháng 2 đến nay chưa có kết quả.",
            "kind": "guidance",
            "address": "12 Trần Phú",
            "phone": "0219 386 1234",
            "form_key": "a" * 32,
            **vals,
        }

    def _file(self, files=None, **vals):
        """Send the form of a new case."""
        return self._post("/my/feedback/submit", self._form(**vals), files)

    def _filed(self):
        """Return all cases that came through the portal in this test, oldest first."""
        return self.env["dialogue.feedback"].search(
            [("channel", "=", "portal"), ("filing_id", "!=", False)], order="id"
        )

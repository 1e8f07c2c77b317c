import base64

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ..models.document_templates import TEMPLATES
from .document_common import TEXT, DocumentCommon
from .docx_common import add_relation, make_docx, texts_of


@tagged("post_install", "-at_install")
class TestDocumentTemplate(DocumentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.notice = cls._template("notice")

    @classmethod
    def _template(cls, key):
        return cls.env["dialogue.document.template"].search(
            [("company_id", "=", cls.company.id), ("key", "=", key)]
        )

    def _upload(self, content, user=None):
        self.notice.with_user(user or self.administrator).write(
            {"file": base64.b64encode(content), "filename": "thong-bao.docx"}
        )

    def _refuse(self, content, told):
        # undone like a request that fails
        with self.assertRaises(ValidationError) as caught:
            self._upload(content)
        self.assertRegex(str(caught.exception), told)

    def test_each_department_has_a_line_for_each_document(self):
        # asked twice, made once
        self.env["dialogue.document.template"]._ensure_templates()
        new = self.env["res.company"].create({"name": "Sở mới"})
        templates = self.env["dialogue.document.template"].search(
            [("company_id", "in", (self.company | new).ids)]
        )
        self.assertEqual(set(templates.mapped("key")), set(TEMPLATES))
        self.assertEqual(len(templates), 2 * len(TEMPLATES))

    def test_an_own_template_replaces_the_shipped_one_in_its_department(self):
        self._upload(make_docx("Mẫu riêng: {{ name }}"))
        document = self._make(self.session, "notice")
        self.assertEqual(texts_of(document._render()), [f"Mẫu riêng: {document.name}"])
        other = self.env["res.company"].create({"name": "Sở khác"})
        Template = self.env["dialogue.document.template"]
        self.assertEqual(Template._content_of(other, "notice"), TEXT)
        # and back again, with the former one kept in the history
        self.notice.with_user(self.administrator).action_use_shipped()
        self.assertEqual(texts_of(document._render())[0], "DỰ THẢO")
        kept = self.notice.message_ids.attachment_ids
        self.assertEqual(kept.name, "thong-bao.docx")
        self.assertEqual(texts_of(kept.raw), ["Mẫu riêng: {{ name }}"])

    def test_an_issued_text_stays_whatever_the_template_becomes(self):
        document = self._sign_and_issue(self._make(self.session, "notice"))
        kept = document._render()
        self._upload(make_docx("Mẫu riêng"))
        self.assertEqual(document._render(), kept)

    def test_what_is_wrong_is_told_with_its_place_and_changes_nothing(self):
        self._upload(make_docx("Mẫu cũ"))
        for text, told in (
            ("Kính gửi: {{ nobody }}", "Kính gửi: {{ nobody }}.*nobody"),
            ("{{ name", "At “{{ name”"),
            ("{% if name %}", "no counterpart"),
            ("{{ name.upper() }}", "not possible"),
        ):
            with self.subTest(text):
                self._refuse(make_docx("Dòng đầu", text), told)
        for content, told in (
            (b"%PDF-1.7", "no Word document"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word"),
            (add_relation(make_docx("x"), "image", "http://198.51.100.1/"), "fetches"),
        ):
            with self.subTest(told):
                self._refuse(content, told)
        self.env.invalidate_all()
        content = self.notice._content_of(self.company, "notice")
        self.assertEqual(texts_of(content), ["Mẫu cũ"])

    def test_trying_it_shows_what_names_alone_do_not(self):
        content = make_docx("{% for one in recipients %}", rows=[("{% endfor %}", "")])
        self._refuse(content, "table or paragraph")
        self._refuse(make_docx("{% if name > 5 %}x{% endif %}"), "understood")

    def test_no_upload_tells_what_stands_in_a_record(self):
        document = self._make(self.session, "notice")
        document.write({"name": "Zz người xin giấu tên", "recipients": "Yy kín"})
        # a value as a name would come back as the name that there is not
        for text in (
            "{{ recipients[name] }}",
            "{{ recipients[recipients[0]] }}",
            "{{ recipients[recipients|join] }}",
        ):
            with self.assertRaises(ValidationError) as caught:
                self._upload(make_docx(text))
            self.assertNotIn("giấu tên", str(caught.exception))
            self.assertNotIn("Yy", str(caught.exception))
        # and being refused or not would tell one bit
        text = "{% if name >= 'Y' %}{% for x in name %}{% endfor %}{% endif %}"
        verdicts = set()
        for name in ("Aa", "Zz"):
            document.name = name
            try:
                with self.env.cr.savepoint():
                    self._upload(make_docx(text))
                verdicts.add("good")
            except ValidationError as error:
                verdicts.add(str(error))
        self.assertEqual(len(verdicts), 1)

    def test_placeholders_are_listed_with_their_meaning(self):
        form = Form(self.notice.with_user(self.desk))
        self.assertIn("number_line", form.placeholder_table)
        self.assertIn("{{ words }}", form.placeholder_table)
        self.assertIn("Words", form.placeholder_table)

    def test_preview_shows_a_chosen_record_and_keeps_nothing(self):
        before = self.env["dialogue.document"].search_count([])
        wizard = (
            self.env["dialogue.document.preview"]
            .with_user(self.desk)
            .create({"template_id": self.notice.id, "session_id": self.session.id})
        )
        texts = texts_of(wizard._render())
        self.assertIn(f"Lời: {self.session.id}", texts)
        self.assertEqual(texts[0], "DỰ THẢO")
        self.assertTrue(wizard.action_show_docx()["url"])
        self.assertEqual(self.env["dialogue.document"].search_count([]), before)
        wizard.session_id = False
        with self.assertRaises(UserError):
            wizard.action_show_docx()

    def test_preview_proposes_the_newest_record(self):
        for key, field in (
            ("notice", "session_id"),
            ("invitation", "attendance_id"),
            ("plan", "plan_id"),
        ):
            self.env["dialogue.plan"].create({"name": "Kế hoạch"})
            template = self._template(key)
            wizard = (
                self.env["dialogue.document.preview"]
                .with_user(self.desk)
                .with_context(default_template_id=template.id)
                .create({})
            )
            self.assertTrue(wizard[field])
            self.assertTrue(wizard._render())

    def test_only_the_administrator_changes_templates(self):
        for user in (self.desk, self.leader, self.specialist, self.auditor):
            with self.assertRaises(AccessError):
                self._upload(make_docx("x"), user)
            with self.assertRaises(AccessError):
                self.notice.with_user(user).action_use_shipped()
        for user in (self.specialist, self.auditor, self.employee_only):
            with self.assertRaises(AccessError):
                self.notice.with_user(user).action_download()
        self.assertTrue(self.notice.with_user(self.desk).action_download())
        self.assertTrue(self.notice.with_user(self.administrator).action_download())

    def test_another_department_sees_no_template(self):
        other = self.env["res.company"].create({"name": "Sở khác"})
        foreign = self.env["dialogue.document.template"].search(
            [("company_id", "=", other.id)], limit=1
        )
        for user in (self.administrator, self.desk):
            with self.assertRaises(AccessError):
                foreign.with_user(user).filename  # noqa: B018

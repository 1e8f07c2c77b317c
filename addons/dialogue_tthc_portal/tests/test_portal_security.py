import contextlib

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.dialogue_feedback import PORTAL_READABLE
from .common import PDF, PortalCommon, PortalHttpCommon

SECRET = "BÍ-MẬT-NỘI-BỘ"
REFUSALS = (AccessError, UserError, ValueError)


class SecretsCommon(PortalCommon):
    """One case full of internal things, all of which carry the same mark."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.feedback = feedback = cls._create_own(subject="Phí cấp giấy phép")
        cls.foreign = cls._create_own(cls.stranger, subject=f"{SECRET} người lạ")
        cls.division.name = f"{SECRET} phòng"
        cls.specialist.partner_id.name = f"{SECRET} chuyên viên"
        desk_case = feedback.with_user(cls.desk)
        desk_case.action_accept()
        desk_case.action_assign(cls.division.id, cls.specialist.id)
        feedback.with_user(cls.specialist).action_start_draft()
        feedback.answer_ids.with_user(cls.specialist).write(
            {"verdict": "guided", "body": f"<p>{SECRET} nháp</p>"}
        )
        cls.note = desk_case.message_post(
            body=f"{SECRET} ghi chú",
            subtype_xmlid="mail.mt_note",
            attachments=[(f"{SECRET}.pdf", PDF)],
        )
        cls.foreign_note = cls.foreign.with_user(cls.desk).message_post(
            body=f"{SECRET} ghi chú", subtype_xmlid="mail.mt_note"
        )
        cls.comment = desk_case.message_post(
            body=f"{SECRET} trao đổi", subtype_xmlid="mail.mt_comment"
        )
        cls.activity = feedback.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=f"{SECRET} việc",
            user_id=cls.desk.id,
        )
        cls.internal_file = cls.env["ir.attachment"].create(
            {
                "name": f"{SECRET} tệp.pdf",
                "raw": PDF,
                "res_model": feedback._name,
                "res_id": feedback.id,
            }
        )
        cls.env.flush_all()
        cls.env.invalidate_all()
        cls.own = feedback.with_user(cls.petitioner_user)


@tagged("post_install", "-at_install")
class TestPortalSecurity(SecretsCommon):
    def _refused(self, call, *args, **kwargs):
        try:
            with self.cr.savepoint():
                result = call(*args, **kwargs)
        except REFUSALS:
            return
        self.fail(f"this went through and gave {result!r}")

    # ------------------------------------------------------------------
    # Records and fields
    # ------------------------------------------------------------------

    def test_who_sees_which_case(self):
        draft = self._create_feedback(partner_id=self.petitioner_user.partner_id.id)
        elsewhere = self.env["dialogue.feedback"].create(
            {
                "subject": "Ở sở khác",
                "question": "?",
                "company_id": self.other_company.id,
                "partner_id": self.outsider.partner_id.id,
                "petitioner_id": self._create_petitioner(
                    company_id=self.other_company.id
                ).id,
            }
        )
        elsewhere.action_receive()
        cases = self.feedback + self.foreign + draft + elsewhere
        table = [
            (self.petitioner_user, self.feedback),
            (self.coworker, cases.browse()),
            (self.stranger, self.foreign),
            (self.outsider, elsewhere),
        ]
        for user, seen in table:
            with self.subTest(user.login):
                Feedback = self.env["dialogue.feedback"].with_user(user)
                found = Feedback.search([("id", "in", cases.ids)])
                self.assertEqual(found.sudo(), seen)
                for case in cases:
                    self.assertEqual(bool(Feedback._portal_find(case.id)), case in seen)
                    if case not in seen:
                        self._refused(case.with_user(user).read, ["subject"])

    def test_a_sealed_case_stays_with_its_petitioner(self):
        self.specialist.group_ids += self.env.ref(
            "dialogue_tthc.dialogue_tthc_group_confidential"
        )
        self.feedback.write({"reader_ids": self.specialist.ids, "is_sealed": True})
        self.assertEqual(
            self._seen_by(self.feedback, self.petitioner_user).subject,
            "Phí cấp giấy phép",
        )

    def test_exactly_the_listed_fields_can_be_read(self):
        Feedback = self.own
        self.assertEqual(set(Feedback.fields_get()), set(PORTAL_READABLE))
        for name in Feedback._fields:
            with self.subTest(name):
                if name in PORTAL_READABLE:
                    Feedback.read([name])
                else:
                    self._refused(Feedback.read, [name])
                    self._refused(lambda name=name: Feedback[name])
        self.assertLessEqual(set(Feedback.read()[0]), set(PORTAL_READABLE))
        self.assertNotIn(SECRET, str(Feedback.read()))

    def test_closed_fields_answer_no_question_either(self):
        """Searching, sorting and grouping by a field would tell what it holds."""
        Feedback = self.env["dialogue.feedback"].with_user(self.petitioner_user)
        for name, field in Feedback._fields.items():
            if name in PORTAL_READABLE:
                continue
            with self.subTest(name):
                if field.store or field.search:
                    self._refused(Feedback.search, [(name, "!=", False)])
                if field.store and field.column_type:
                    self._refused(Feedback.search, [], order=name)
                    self._refused(Feedback.formatted_read_group, [], [name], [])
        for domain in (
            [("answer_ids.body", "ilike", SECRET)],
            [("message_ids.body", "ilike", SECRET)],
            [("website_message_ids.body", "ilike", SECRET)],
            [("user_id.name", "ilike", SECRET)],
            [("department_id", "any", [("name", "ilike", SECRET)])],
            [("sector_id.department_id.name", "ilike", SECRET)],
            [("procedure_id.sector_id.feedback_count", ">", 0)],
            [("message_follower_ids", "!=", False)],
            [("activity_ids.summary", "ilike", SECRET)],
            [("create_uid.name", "ilike", SECRET)],
        ):
            with self.subTest(domain=domain):
                self._refused(Feedback.search, domain)
        spec = {"sector_id": {"fields": {"department_id": {}}}}
        self._refused(self.own.web_read, spec)
        self._refused(self.own.web_read, {"user_id": {"fields": {}}})

    def test_no_other_model_opens(self):
        # public answers are read by everybody; test_public_security.py says how much
        opened = {("dialogue.publication", "read")}
        for name in self.env.registry:
            if not name.startswith("dialogue.") or name == "dialogue.feedback":
                continue
            with self.subTest(name):
                Model = self.env[name].with_user(self.petitioner_user)
                if Model._abstract:
                    continue
                for operation in ("read", "write", "create", "unlink"):
                    self.assertEqual(
                        Model.has_access(operation), (name, operation) in opened
                    )
        for operation in ("write", "create", "unlink"):
            self.assertFalse(self.own.has_access(operation))
        public = self.env["dialogue.feedback"].with_user(
            self.env.ref("base.public_user")
        )
        self.assertFalse(public.has_access("read"))

    def test_nothing_can_be_written(self):
        own = self.own
        for call in (
            lambda: own.write({"subject": "Khác"}),
            lambda: own.write({"portal_state": "answered"}),
            lambda: own.create({"subject": "a", "question": "b"}),
            lambda: own.copy(),
            lambda: own.unlink(),
            lambda: own.web_save({"subject": "Khác"}, {"subject": {}}),
            lambda: own.action_archive(),
            lambda: own.name_create("Khác"),
            lambda: own.load(["subject"], [["Khác"]]),
        ):
            self._refused_or_nothing(call)
        self.assertEqual(self.feedback.subject, "Phí cấp giấy phép")

    def _refused_or_nothing(self, call):
        before = self.env["dialogue.feedback"].search_count([])
        with contextlib.suppress(*REFUSALS), self.cr.savepoint():
            call()
        self.assertEqual(self.env["dialogue.feedback"].search_count([]), before)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_no_step_can_be_made(self):
        """Whatever is called ``action_*``, now or later, with whatever arguments."""
        names = [
            name
            for name in dir(type(self.own))
            if name.startswith(("action_", "activity_", "message_", "web_", "toggle_"))
            and callable(getattr(type(self.own), name, None))
        ]
        self.assertIn("action_withdraw", names)
        self.env.cr.execute(
            "SELECT count(*), max(id) FROM mail_message WHERE model='dialogue.feedback'"
        )
        before = (self.feedback.state, self.env.cr.fetchone())
        for name in names:
            for args in (
                (),
                ("x",),
                (self.foreign.id,),
                ([self.petitioner_user.partner_id.id],),
                ("x", "y"),
            ):
                with self.subTest(name=name, args=args):
                    result = None
                    # any refusal will do; what counts is what is left
                    with contextlib.suppress(Exception), self.cr.savepoint():
                        result = getattr(self.own, name)(*args)
                        self.env.flush_all()
                    self.assertNotIn(SECRET, str(result))
                    self.env.invalidate_all()
                    self.env.cr.execute(
                        "SELECT count(*), max(id) FROM mail_message "
                        "WHERE model='dialogue.feedback'"
                    )
                    self.assertEqual(
                        (self.feedback.state, self.env.cr.fetchone()), before
                    )
                    self.assertNotIn(
                        self.petitioner_user.partner_id,
                        self.feedback.message_partner_ids,
                    )

    # ------------------------------------------------------------------
    # Messages, followers, activities, files by RPC
    # ------------------------------------------------------------------

    def test_messages_are_closed(self):
        exchange = self.feedback._post_to_petitioner("Chào")
        # even one whose author they are, or that they were notified of
        authored = self.feedback.message_post(
            body="của chính họ",
            author_id=self.petitioner_user.partner_id.id,
            subtype_xmlid="mail.mt_comment",
        )
        notified = self.feedback.message_post(
            body=f"{SECRET} gửi họ",
            partner_ids=self.petitioner_user.partner_id.ids,
            subtype_xmlid="mail.mt_comment",
        )
        Message = self.env["mail.message"].with_user(self.petitioner_user)
        every = self.feedback.message_ids
        self.assertIn(notified, every)
        for message in every + exchange + authored:
            with self.subTest(message.body or message.message_type):
                own = message.with_user(self.petitioner_user)
                self._refused(own.read, ["body"])
                self._refused(own.write, {"body": "Khác"})
                self._refused(own.unlink)
        for domain in (
            [],
            [("model", "=", "dialogue.feedback")],
            [("res_id", "=", self.feedback.id)],
            [("id", "in", every.ids)],
            [("body", "ilike", SECRET)],
            [("tracking_value_ids", "!=", False)],
        ):
            with self.subTest(domain=domain):
                try:
                    found = Message.search(domain)
                except REFUSALS:
                    continue
                self.assertFalse(found.sudo() & every)

    def test_no_message_can_be_smuggled_into_a_case(self):
        partner = self.petitioner_user.partner_id
        Message = self.env["mail.message"].with_user(self.petitioner_user)
        subtype_id = self.env.ref("mail.mt_comment").id
        own = Message.create(
            {"body": "mồi", "partner_ids": partner.ids, "subtype_id": subtype_id}
        )
        for feedback in (self.feedback, self.foreign):
            before = feedback.message_ids
            values = {
                "model": "dialogue.feedback",
                "res_id": feedback.id,
                "body": "giả danh",
                "message_type": "comment",
                "subtype_id": self.env.ref("dialogue_tthc.mt_petitioner").id,
            }
            self._refused(Message.create, values)
            self._refused(Message.create, {**values, "parent_id": own.id})
            self._refused(Message.create, {**values, "parent_id": self.foreign_note.id})
            self._refused(own.write, {"model": values["model"], "res_id": feedback.id})
            case = feedback.with_user(self.petitioner_user)
            self._refused(case.message_post, body="x")
            self._refused(case.message_notify, body="x", partner_ids=partner.ids)
            self._refused(case.message_subscribe, partner.ids)
            self._refused(case.message_unsubscribe, partner.ids)
            self._refused(case.message_subscribe, [])
            feedback.invalidate_recordset()
            self.assertEqual(feedback.message_ids, before)
            self.assertNotIn(partner, feedback.message_partner_ids)

    def test_whoever_is_notified_by_mistake_reads_nothing(self):
        """A follower added by an official opens no internal message to them."""
        self.feedback.message_subscribe(self.petitioner_user.partner_id.ids)
        self.feedback.with_user(self.desk).message_post(
            body=f"{SECRET} sau khi theo dõi", subtype_xmlid="mail.mt_comment"
        )
        Message = self.env["mail.message"].with_user(self.petitioner_user)
        self.assertFalse(Message.search([("body", "ilike", SECRET)]))
        self.assertFalse(Message.search([("needaction", "=", True)]))

    def test_followers_activities_and_the_rest_are_closed(self):
        for name in (
            "mail.followers",
            "mail.activity",
            "mail.tracking.value",
            "mail.mail",
            "mail.scheduled.message",
            "mail.template",
            "bus.bus",
            "ir.attachment",
            "rating.rating",
            "hr.department",
            "hr.employee",
        ):
            if name in self.env:
                with self.subTest(name):
                    Model = self.env[name].with_user(self.petitioner_user)
                    with contextlib.suppress(AccessError):
                        self.assertFalse(Model.search([]))
                    self.assertFalse(Model.has_access("read"))
                    self.assertFalse(Model.has_access("create"))

    def test_files_are_closed(self):
        self.feedback._attach([("cua-toi.pdf", PDF)])
        files = (
            self.internal_file | self.note.attachment_ids | self.feedback.attachment_ids
        )
        self.assertEqual(len(files), 3)
        files.public = True  # by mistake of somebody in the house
        files.flush_recordset()
        Attachment = self.env["ir.attachment"].with_user(self.petitioner_user)
        for file in files:
            own = file.with_user(self.petitioner_user)
            for call in (
                lambda own=own: own.read(["name"]),
                lambda own=own: own.read(["raw"]),
                lambda own=own: own.write({"name": "x"}),
                lambda own=own: own.unlink(),
                lambda own=own: own.copy(),
                lambda own=own: own.check_access("read"),
            ):
                self._refused(call)
            self.assertFalse(own._can_return_content())
        self._refused(
            Attachment.create,
            {
                "name": "chèn",
                "res_model": "dialogue.feedback",
                "res_id": self.feedback.id,
            },
        )

    def test_files_stay_closed_where_an_addon_opens_attachments(self):
        self.env["ir.model.access"].create(
            {
                "name": "another addon",
                "model_id": self.env["ir.model"]._get_id("ir.attachment"),
                "group_id": self.env.ref("base.group_portal").id,
                "perm_read": True,
                "perm_write": True,
                "perm_create": True,
                "perm_unlink": True,
            }
        )
        free = (
            self.env["ir.attachment"]
            .with_user(self.petitioner_user)
            .create({"name": "tệp riêng", "raw": PDF})
        )
        Attachment = free.browse()
        for domain in (
            [],
            [("res_model", "=", "dialogue.feedback")],
            [
                ("res_model", "=", "dialogue.feedback"),
                ("res_id", "=", self.feedback.id),
            ],
            [("id", "in", self.internal_file.ids)],
            [("name", "ilike", SECRET)],
        ):
            with self.subTest(domain=domain):
                found = Attachment.search(domain)
                self.assertFalse(found.sudo() & self.internal_file)
        self.assertIn(free, Attachment.search([("name", "=", "tệp riêng")]))
        self._refused(self.internal_file.with_user(self.petitioner_user).read, ["name"])
        self._refused(
            free.write,
            {"res_model": "dialogue.feedback", "res_id": self.feedback.id},
        )


@tagged("post_install", "-at_install")
class TestPortalSecurityHttp(PortalHttpCommon, SecretsCommon):
    """The routes that Odoo brings along, called as a browser would."""

    def setUp(self):
        super().setUp()
        self._login(self.petitioner_user)

    def _rpc(self, url, params):
        """Return the text of the answer, be it a result or a refusal."""
        response = self.url_open(
            url,
            json={"jsonrpc": "2.0", "method": "call", "id": 0, "params": params},
        )
        return response.text

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_routes_of_the_discussion(self):
        thread = {"thread_model": "dialogue.feedback"}
        partner_ids = self.petitioner_user.partner_id.ids
        before = [len(case.message_ids) for case in (self.feedback, self.foreign)]
        for case in (self.feedback, self.foreign):
            here = {**thread, "thread_id": case.id}
            fetch = {
                **here,
                "request_list": [
                    "activities",
                    "attachments",
                    "followers",
                    "scheduledMessages",
                    "suggestedRecipients",
                    "display_name",
                ],
            }
            follow = {
                "res_model": "dialogue.feedback",
                "res_id": case.id,
                "partner_ids": partner_ids,
            }
            post = {**here, "post_data": {"body": "x", "message_type": "comment"}}
            note = self.note if case == self.feedback else self.foreign_note
            calls = [
                ("/mail/data", {"fetch_params": [["mail.thread", fetch]]}),
                ("/mail/thread/messages", here),
                ("/mail/thread/recipients", here),
                ("/mail/thread/recipients", {**here, "message_id": note.id}),
                ("/mail/thread/recipients/get_suggested_recipients", here),
                ("/mail/thread/subscribe", follow),
                ("/mail/thread/subscribe", {**follow, "partner_ids": []}),
                ("/mail/thread/unsubscribe", follow),
                ("/mail/thread/unsubscribe", {**follow, "partner_ids": []}),
                ("/mail/message/post", post),
                (
                    "/mail/message/update_content",
                    {"message_id": note.id, "update_data": {"body": "x"}},
                ),
                (
                    "/mail/message/reaction",
                    {"message_id": note.id, "content": "👍", "action": "add"},
                ),
                ("/mail/message/translate", {"message_id": note.id}),
                ("/mail/update_is_internal", {"message_id": note.id, "is_internal": 0}),
                ("/mail/link_preview", {"message_id": note.id}),
                ("/mail/chatter_fetch", here),
                ("/portal/chatter_init", here),
                ("/mail/inbox/messages", {}),
                ("/mail/history/messages", {}),
                ("/mail/starred/messages", {}),
                ("/mail/attachment/delete", {"attachment_id": self.internal_file.id}),
            ]
            for url, params in calls:
                with self.subTest(url=url, case=case.id):
                    self.assertNotIn(SECRET, self._plain(self._rpc(url, params)))
            upload = self._post(
                "/mail/attachment/upload",
                {**here, "is_pending": ""},
                files={"ufile": ("x.pdf", PDF, "application/pdf")},
            )
            self.assertNotEqual(upload.status_code, 200)
        self.env.invalidate_all()
        after = [len(case.message_ids) for case in (self.feedback, self.foreign)]
        self.assertEqual(after, before)
        for case in (self.feedback, self.foreign):
            self.assertNotIn(self.petitioner_user.partner_id, case.message_partner_ids)
        self.assertTrue(self.internal_file.exists())
        self.assertFalse(self.feedback.message_ids.reaction_ids)

    @staticmethod
    def _plain(text):
        return text.encode().decode("unicode_escape", "ignore")

    @mute_logger("odoo.http")
    def test_remote_calls(self):
        ids = self.feedback.ids
        for model, method, args in (
            ("dialogue.feedback", "read", [ids]),
            ("dialogue.feedback", "web_search_read", [[], {"user_id": {}}]),
            ("dialogue.feedback", "search_read", [[]]),
            ("dialogue.feedback", "export_data", [ids, ["user_id/name"]]),
            ("dialogue.feedback", "mapped", [ids, "user_id.name"]),
            ("dialogue.feedback", "filtered_domain", [ids, [["user_id", "!=", 0]]]),
            ("dialogue.feedback", "_portal_answers", [ids]),
            ("dialogue.feedback", "message_get_followers", [ids]),
            ("dialogue.feedback", "get_formview_action", [ids]),
            ("dialogue.feedback", "get_property_definition", ["x"]),
            ("dialogue.answer", "search_read", [[]]),
            ("mail.message", "search_read", [[]]),
            ("mail.message", "portal_message_format", [self.note.ids]),
            ("mail.notification", "search_read", [[]]),
            ("ir.attachment", "search_read", [[]]),
            ("res.users", "search_read", [[], ["name"]]),
            ("res.partner", "search_read", [[], ["name"]]),
        ):
            with self.subTest(model=model, method=method):
                text = self._rpc(
                    f"/web/dataset/call_kw/{model}/{method}",
                    {"model": model, "method": method, "args": args, "kwargs": {}},
                )
                self.assertNotIn(SECRET, self._plain(text))

    def test_no_page_carries_anything_internal(self):
        for path in (
            "/my",
            "/my/feedback",
            "/my/feedback/new",
            f"/my/feedback/{self.feedback.id}",
        ):
            with self.subTest(path):
                text = self.url_open(path).text
                # which division has the case is told
                text = text.replace(self.division.name, "")
                self.assertNotIn(SECRET, text)
                self.assertNotIn(self.desk.name, text)

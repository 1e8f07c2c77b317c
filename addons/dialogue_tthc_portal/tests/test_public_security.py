from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.dialogue_tthc.models.dialogue_publication import PUBLIC_FIELDS

from .common_public import PublicCommon


@tagged("post_install", "-at_install")
class TestPublicSecurity(PublicCommon):
    """People outside read what is public, and of it what is meant for them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.public = cls._publish(subject="Công khai zqx")
        cls.draft = cls._prepare(subject="Nháp zqx")
        cls.gone = cls._publish(subject="Đã rút zqx")
        cls.gone.with_user(cls.leader).action_withdraw("Sai")
        cls.people = (
            cls.env.ref("base.public_user")
            + cls.petitioner_user
            + cls.stranger
            + cls.outsider
        )

    def _as(self, user):
        return self.env["dialogue.publication"].with_user(user)

    def test_they_find_what_is_public_alone(self):
        mine = self.public + self.draft + self.gone
        for user in self.people:
            with self.subTest(user.login):
                found = self._as(user).search([]).sudo() & mine
                self.assertEqual(found, self.public)
                self.assertEqual(
                    self._as(user).search_count([("id", "in", mine.ids)]), 1
                )
                for publication in self.draft + self.gone:
                    with self.assertRaises(AccessError):
                        publication.with_user(user).read(["title"])

    def test_they_read_the_fields_meant_for_them_alone(self):
        for user in self.people:
            publication = self.public.with_user(user)
            self.assertTrue(publication.read(sorted(PUBLIC_FIELDS - {"display_name"})))
            readable = set(self._as(user).fields_get())
            self.assertLessEqual(readable, PUBLIC_FIELDS)
            for name in set(publication._fields) - PUBLIC_FIELDS:
                with self.subTest(login=user.login, name=name):
                    with self.assertRaises(AccessError):
                        publication.read([name])

    def test_closed_fields_are_no_door_by_searching_sorting_or_grouping(self):
        for user in self.people:
            Publication = self._as(user)
            for call in (
                lambda P=Publication: P.search([("feedback_id", "!=", False)]),
                lambda P=Publication: P.search(
                    [("feedback_id.question", "ilike", "x")]
                ),
                lambda P=Publication: P.search([("original_subject", "ilike", "x")]),
                lambda P=Publication: P.search([("publish_choice", "=", "named")]),
                lambda P=Publication: P.search([("create_uid", "=", 1)]),
                lambda P=Publication: P.search([("confirmed_by", "=", 1)]),
                lambda P=Publication: P.search([("search_text", "ilike", "x")]),
                lambda P=Publication: P.search([("answer_id.body", "ilike", "x")]),
                lambda P=Publication: P.search([], order="feedback_id"),
                lambda P=Publication: P.search([], order="create_uid"),
                lambda P=Publication: P.formatted_read_group(
                    [], ["feedback_id"], ["__count"]
                ),
                lambda P=Publication: P.formatted_read_group(
                    [], ["create_uid"], ["__count"]
                ),
                lambda P=Publication: P.formatted_read_group(
                    [], [], ["confirmed_by:max"]
                ),
                lambda P=Publication: P.search_read([], ["answer_id"]),
                lambda P=Publication: P.web_search_read(
                    [], {"feedback_id": {"fields": {"question": {}}}}
                ),
            ):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    call()

    def test_they_change_nothing(self):
        for user in self.people:
            publication = self.public.with_user(user)
            draft = self.draft.with_user(user)
            for call in (
                lambda p=publication: p.write({"title": "x"}),
                lambda p=publication: p.unlink(),
                lambda p=publication: p.copy(),
                lambda p=publication: p.create({"title": "x"}),
                lambda p=publication: p.action_withdraw("x"),
                lambda p=publication: p.action_take_over(),
                lambda p=publication: p.action_prepare_anew(),
                lambda d=draft: d.action_publish(),
                lambda d=draft: d.action_confirm_personal_data(),
                lambda d=draft: d.write({"is_confirmed": True}),
                lambda u=user: self.public.feedback_id.with_user(
                    u
                ).action_open_publication(),
            ):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    call()
        self.assertEqual(self.public.state, "published")

    def test_a_case_says_nothing_about_it_to_its_petitioner_by_models(self):
        case = self._seen_by(self.public.feedback_id, self.petitioner_user)
        for name in ("publication_ids", "publication_state", "is_published"):
            with self.subTest(name), self.assertRaises(AccessError):
                case.read([name])

    def test_an_answer_to_be_made_public_is_no_due_day_of_the_petitioner(self):
        case = self._seen_by(self.draft.feedback_id, self.petitioner_user)
        self.assertTrue(self.env["dialogue.clock"]._open(self.draft.feedback_id))
        self.assertEqual(case._portal_clocks(), [])
        self.assertEqual(case._portal_due_words(), {})

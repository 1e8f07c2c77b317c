from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..tools.alike_texts import group_alike
from .session_common import SessionCommon

ALIKE = (
    "Thủ tục cấp nhãn hiệu hàng hóa kéo dài quá lâu",
    "Nhãn hiệu hàng hoá nộp đã lâu, thủ tục cấp kéo dài",
)
OTHER = "Kiểm định cân đồng hồ ở chợ ai chịu phí?"


@tagged("post_install", "-at_install")
class TestQuestionGroup(SessionCommon):
    """Questions that ask the same are prepared together before the session."""

    def setUp(self):
        super().setUp()
        self.sector.department_id = self.division
        self._announce()
        self.cases = self.env["dialogue.feedback"]
        for text in (*ALIKE, OTHER):
            self.cases |= self._ask(
                origin="before", subject=text, question=text, channel="portal"
            )

    def _propose(self):
        self.session.action_propose_groups()
        return self.session.group_ids

    def test_alike_texts(self):
        self.assertEqual(group_alike([*ALIKE, OTHER]), [[0, 1]])
        self.assertEqual(group_alike([]), [])
        self.assertEqual(group_alike(["", ""]), [])

    def test_alike_questions_are_proposed_and_joined_by_a_person(self):
        group = self._propose()
        self.assertEqual(group.stage, "proposed")
        self.assertEqual(group.feedback_ids, self.cases[:2])
        self.assertEqual(group.department_id, self.division)
        group.action_join()
        self.assertEqual(group.stage, "preparing")
        self.assertEqual(self.session.ungrouped_count, 1)
        # nothing is proposed twice
        self.assertEqual(self._propose(), group)

    def test_that_no_two_are_alike_is_told(self):
        self.cases[0].action_withdraw("Đã có trả lời")
        action = self.session.action_propose_groups()
        self.assertEqual(action["tag"], "display_notification")
        self.assertFalse(self.session.group_ids)

    def test_taken_apart_the_questions_stay(self):
        self._propose().action_take_apart()
        self.assertFalse(self.session.group_ids)
        self.assertEqual(self.cases.exists(), self.cases)

    def test_it_is_ready_with_an_answer(self):
        group = self._propose()
        group.action_join()
        with self.assertRaises(UserError):
            group.action_ready()
        group.draft_answer = "Ba tháng."
        group.action_ready()
        self.assertEqual(self.session.group_ready_count, 1)

    def test_days_left(self):
        group = self._propose()
        group.action_join()
        self.assertEqual(group.days_left, 18)
        self.now.move_to("2026-11-19 03:00:00")
        group.invalidate_recordset()
        self.assertTrue(group.is_late)

    def test_the_agenda_is_built_of_what_was_joined(self):
        group = self._propose()
        with self.assertRaises(UserError):
            self.session.action_build_agenda()
        group.action_join()
        self.session.action_build_agenda()
        self.session.action_build_agenda()
        (item,) = self.session.agenda_item_ids
        self.assertEqual(item.name, group.name)
        self.assertEqual(item.presenter, self.division.name)

    def test_a_sealed_case_is_in_no_group(self):
        group = self._propose()
        reader = self._create_user("confidential")
        sealed = self.cases[0]
        sealed.sudo().write(
            {"is_sealed": True, "reader_ids": [Command.set(reader.ids)]}
        )
        self.assertFalse(sealed.sudo().group_id)
        with self.assertRaises(ValidationError):
            sealed.sudo().group_id = group

    def test_the_words_of_a_case_sealed_later_are_read_nowhere(self):
        group = self._propose()
        group.action_join()
        self.session.action_build_agenda()
        reader = self._create_user("confidential")
        first, second = group.feedback_ids
        words = group.name
        named = first if first.subject == words else second
        named.sudo().write({"is_sealed": True, "reader_ids": [Command.set(reader.ids)]})
        self.assertEqual(group.feedback_ids, group.feedback_ids - named)
        self.assertNotEqual(group.name, words)
        self.assertEqual(self.session.agenda_item_ids.name, group.name)
        self.assertNotIn(words, str(group.message_ids.mapped("body")))
        tracked = self.env["mail.tracking.value"].search(
            [("mail_message_id", "in", group.message_ids.ids)]
        )
        self.assertNotIn(words, str(tracked.mapped("old_value_char")))

    def test_a_case_about_an_official_is_in_no_group(self):
        group = self._propose()
        case = self.cases[2]
        case.write({"kind": "behaviour", "concerned_department_id": self.division.id})
        self.assertEqual(self.session.ungrouped_count, 0)
        with self.assertRaises(ValidationError):
            case.group_id = group
        self.cases[0].kind = "both"
        self.assertFalse(self.cases[0].group_id)

    def test_a_proposal_is_for_the_desk_to_decide(self):
        mine = self._propose().with_user(self.specialist)
        mine.draft_answer = "Ba tháng."
        for step in (mine.action_ready, mine.action_join, mine.action_take_apart):
            with (
                self.subTest(step=step.__name__),
                self.assertRaises(UserError),
                self.cr.savepoint(),
            ):
                step()

    def test_questions_of_other_sessions_do_not_belong(self):
        group = self._propose()
        other = self._create_session(name="Khác")
        case = self._ask(session=other, origin="before")
        with self.assertRaises(ValidationError):
            case.group_id = group
        self.cases[0].session_id = other
        self.assertFalse(self.cases[0].group_id)

    def test_a_division_prepares_its_own_groups_only(self):
        group = self._propose()
        group.action_join()
        mine = group.with_user(self.specialist)
        mine.draft_answer = "Ba tháng."
        mine.action_ready()
        with self.assertRaises(UserError):
            mine.department_id = self.other_division
        with self.assertRaises(AccessError):
            group.with_user(self.colleague).read(["draft_answer"])
        with self.assertRaises(AccessError):
            mine.unlink()
        with self.assertRaises(AccessError):
            group.with_user(self.auditor).draft_answer = "Khác"

    def test_another_company_sees_nothing(self):
        group = self._propose()
        company = self.env["res.company"].create({"name": "Sở khác"})
        stranger = self._create_user("desk", login="stranger")
        stranger.write(
            {"company_ids": [Command.set(company.ids)], "company_id": company.id}
        )
        with self.assertRaises(AccessError):
            group.with_user(stranger).read(["name"])

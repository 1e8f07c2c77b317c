from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools.alike_texts import join_alike, telling_texts, worth_comparing
from .session_common import SessionCommon

ALIKE = (
    "Thủ tục cấp nhãn hiệu hàng hóa kéo dài quá lâu",
    "Nhãn hiệu hàng hoá nộp đã lâu, thủ tục cấp kéo dài",
)
LATER = "Nhãn hiệu nộp đã lâu mà thủ tục cấp cứ kéo dài"
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

    def test_what_everybody_writes_tells_nothing(self):
        self.assertEqual(telling_texts(["Xin hỏi về hồ sơ"]), [[]])
        self.assertEqual(worth_comparing(telling_texts(["", "Xin hỏi"])), [])
        # at one session it is what most of the questions have
        told = telling_texts([f"Cột đo xăng số {place}" for place in range(10)])
        self.assertNotIn("dotxang", told[0])
        self.assertEqual(worth_comparing(told), [])

    def test_a_chain_of_texts_is_no_group(self):
        chain = {(0, 1): 0.5, (1, 2): 0.4, (2, 3): 0.5}
        each = [[0], [1], [2], [3]]
        self.assertEqual(join_alike(chain, each, 0.3), [[0, 1], [2, 3]])
        self.assertEqual(join_alike(chain, [[0, 2], [1], [3]], 0.3), [[0, 1, 2], [3]])
        apart = [[0, 2], [1, 3]]
        self.assertEqual(join_alike(chain, apart, 0, lambda *_both: True), apart)

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

    def _ask_later(self, text=LATER):
        return self._ask(origin="before", subject=text, question=text, channel="portal")

    def test_what_comes_later_is_proposed_for_its_group(self):
        group = self._propose()
        group.action_join()
        later = self._ask_later()
        self.assertEqual(self._propose(), group)
        self.assertFalse(later.group_id)
        self.assertEqual(group.proposed_feedback_ids, later)
        self.assertEqual(group.proposed_count, 1)
        self.assertEqual(self.session.ungrouped_count, 2)
        later.action_join_group()
        self.assertEqual(group.feedback_ids, self.cases[:2] | later)
        self.assertFalse(later.proposed_group_id)

    def test_what_comes_before_the_group_is_confirmed_joins_the_proposal(self):
        group = self._propose()
        later = self._ask_later()
        self.assertEqual(self._propose(), group)
        self.assertEqual(later.group_id, group)
        self.assertEqual(group.stage, "proposed")

    def test_what_asks_something_else_is_not_proposed_again(self):
        group = self._propose()
        group.action_join()
        later = self._ask_later()
        self._propose()
        later.action_leave_proposal()
        self.assertFalse(group.proposed_count)
        self.assertEqual(self._propose(), group)
        self.assertFalse(later.proposed_group_id or later.group_id)
        # that somebody joined it after all is their decision
        later.group_id = group
        self.assertEqual(self._propose(), group)

    def test_two_groups_stay_two(self):
        group = self._propose()
        group.action_join()
        other = self.env["dialogue.question.group"].create(
            {"session_id": self.session.id, "name": "Một nhóm nữa"}
        )
        self._ask_later(ALIKE[0]).group_id = other
        self.assertEqual(self._propose(), group | other)
        self.assertEqual(group.feedback_ids, self.cases[:2])

    def test_a_proposal_is_gone_with_what_keeps_the_case_alone(self):
        group = self._propose()
        group.action_join()
        later = self._ask_later()
        reader = self._create_user("confidential")
        for vals in (
            {"kind": "behaviour", "concerned_department_id": self.division.id},
            {"is_sealed": True, "reader_ids": [Command.set(reader.ids)]},
            {"session_id": self._create_session(name="Khác").id},
        ):
            with self.subTest(vals=vals):
                later.sudo().write({"kind": "guidance", "is_sealed": False})
                later.sudo().proposed_group_id = group
                later.sudo().write(vals)
                self.assertFalse(later.sudo().proposed_group_id)

    def test_who_asks_the_same_is_for_the_desk_to_say(self):
        group = self._propose()
        group.action_join()
        later = self._ask_later()
        self._propose()
        for user in (self.specialist, self.auditor):
            for step in ("action_join_group", "action_leave_proposal"):
                with self.subTest(user=user.login, step=step):
                    with self.assertRaises(AccessError):
                        getattr(later.with_user(user), step)()
        with self.assertRaises(AccessError):
            later.write({"proposed_group_id": False})
        with self.assertRaises(AccessError):
            group.read(["unlike_feedback_ids"])
        self.assertEqual(later.proposed_group_id, group)

    def test_without_trigrams_it_says_so(self):
        with (
            patch.object(self.env.registry, "has_trigram", new=False),
            self.assertRaises(UserError),
        ):
            self.session.action_propose_groups()

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

    def _build_agenda(self, **names):
        """Read and put on the agenda what is proposed for it, as in its window."""
        self.session.action_build_agenda()
        window = self._agenda_window()
        for line in window.line_ids:
            line.name = names.get(f"group_{line.group_id.id}", line.name)
        window.action_apply()
        return self.session.agenda_item_ids

    def _agenda_window(self, user=None):
        return (
            self.env["dialogue.agenda.build"]
            .with_user(user or self.desk)
            .with_context(active_model="dialogue.session", active_id=self.session.id)
            .create({})
        )

    def test_the_agenda_is_built_of_what_was_joined(self):
        group = self._propose()
        with self.assertRaises(UserError):
            self.session.action_build_agenda()
        group.action_join()
        item = self._build_agenda(**{f"group_{group.id}": "Thời gian cấp nhãn hiệu"})
        self.assertEqual(item.group_id, group)
        self.assertEqual(item.name, "Thời gian cấp nhãn hiệu")
        self.assertEqual(item.presenter, self.division.name)
        # once, whatever it is called by now
        group.name = "Nhãn hiệu"
        with self.assertRaises(UserError):
            self.session.action_build_agenda()

    def test_two_groups_of_one_name_are_two_items(self):
        groups = self.env["dialogue.question.group"].create(
            [{"session_id": self.session.id, "name": "Phí"}] * 2
        )
        self.assertEqual(self._build_agenda().group_id, groups)

    def test_what_a_petitioner_wrote_is_on_no_agenda_before_somebody_read_it(self):
        self._propose().action_join()
        action = self.session.action_build_agenda()
        self.assertEqual(action["res_model"], "dialogue.agenda.build")
        self.assertFalse(self.session.agenda_item_ids)

    def test_the_agenda_is_not_built_once_the_session_has_begun(self):
        self._propose().action_join()
        window = self._agenda_window()
        self.now.move_to("2026-11-20 03:00:00")
        self.session.action_start()
        for step in (self.session.action_build_agenda, window.action_apply):
            with self.subTest(step=step), self.assertRaises(UserError):
                step()
        self.assertFalse(self.session.agenda_item_ids)

    def test_a_group_is_on_the_agenda_of_its_session_alone(self):
        group = self._propose()
        other = self._create_session(name="Khác")
        with self.assertRaises(ValidationError):
            self.env["dialogue.agenda.item"].create(
                {"session_id": other.id, "name": "Khác", "group_id": group.id}
            )
        group.action_join()
        item = self._build_agenda()
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            item.copy({"group_id": group.id})
            self.env.flush_all()

    def test_the_window_of_the_agenda_is_for_the_desk(self):
        self._propose().action_join()
        window = self._agenda_window()
        for user in (self.specialist, self.auditor):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self._agenda_window(user)
                with self.assertRaises(AccessError):
                    window.with_user(user).action_apply()

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
        # a person wrote it otherwise, and still in the words of the case
        self._build_agenda(**{f"group_{group.id}": f"Về: {group.name}"})
        reader = self._create_user("confidential")
        first, second = group.feedback_ids
        words = group.name
        named = first if first.subject == words else second
        named.sudo().write({"is_sealed": True, "reader_ids": [Command.set(reader.ids)]})
        self.assertEqual(group.feedback_ids, group.feedback_ids - named)
        self.assertNotEqual(group.name, words)
        # in the words of another petitioner only when somebody has read them
        self.assertEqual(self.session.agenda_item_ids.name, "Other questions")
        self.assertNotIn(words, str(group.message_ids.mapped("body")))
        tracked = self.env["mail.tracking.value"].search(
            [("mail_message_id", "in", group.message_ids.ids)]
        )
        self.assertNotIn(words, str(tracked.mapped("old_value_char")))

    def test_words_sealed_while_the_window_is_open_do_not_come_on_the_agenda(self):
        group = self._propose()
        group.action_join()
        # the browser asks for what is proposed, and saves when the button is pressed
        build = self.env["dialogue.agenda.build"].with_context(
            active_model="dialogue.session", active_id=self.session.id
        )
        shown = build.default_get(["session_id", "line_ids"])
        reader = self._create_user("confidential")
        named = group.feedback_ids.filtered(lambda case: case.subject == group.name)
        named[:1].sudo().write(
            {"is_sealed": True, "reader_ids": [Command.set(reader.ids)]}
        )
        with self.assertRaises(UserError):
            build.create(shown).action_apply()
        self.assertFalse(self.session.agenda_item_ids)

    def test_a_group_taken_apart_leaves_the_agenda(self):
        group = self._propose()
        group.action_join()
        self._build_agenda()
        group.action_take_apart()
        self.assertFalse(self.session.agenda_item_ids)

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

    def test_who_prepares_does_not_handle_the_cases(self):
        group = self._propose()
        group.action_join()
        group.department_id = self.division
        case = group.feedback_ids[:1]
        case.action_accept()
        mine = case.with_user(self.specialist)
        self.assertTrue(mine.question)
        for step, args in (
            ("action_ask_info", ("Gửi thêm gì?",)),
            ("action_return_to_desk", ("Không phải việc của chúng tôi",)),
            ("action_start_draft", ()),
            ("action_submit", ()),
        ):
            with self.subTest(step=step), self.assertRaises(AccessError):
                getattr(mine, step)(*args)
        self.assertFalse(case.answer_ids)
        # given to their division, it is theirs
        case.action_assign(self.division.id)
        mine.action_start_draft()
        self.assertTrue(case.answer_ids)

    def test_a_group_is_named_to_those_who_read_it(self):
        group = self._propose()
        group.action_join()
        group.department_id = self.other_division
        case = group.feedback_ids[:1]
        case.action_accept()
        case.action_assign(self.division.id)
        mine = case.with_user(self.specialist)
        (row,) = mine.read(["group_id"])
        self.assertNotIn(group.name, str(row["group_id"]))
        (row,) = case.with_user(self.desk).read(["group_id"])
        self.assertIn(group.name, str(row["group_id"]))

    def test_what_was_taken_out_is_not_put_back(self):
        group = self._propose()
        group.action_join()
        taken = group.feedback_ids[:1]
        taken.with_user(self.desk).group_id = False
        self._propose()
        self.assertFalse(taken.group_id)
        self.assertFalse(taken.sudo().proposed_group_id)

    def test_nothing_to_compare_is_no_error(self):
        self.session.action_propose_groups()
        empty = self._create_session(name="Không có câu hỏi")
        self.assertEqual(empty.action_propose_groups()["tag"], "display_notification")

    def test_who_prepares_reads_the_questions_that_were_put_together(self):
        # of another sector, so that nothing but the group leads to the division
        self.sector.department_id = self.other_division
        group = self._propose()
        group.department_id = self.division
        mine = group.with_user(self.specialist)
        self.env.invalidate_all()
        self.assertFalse(mine.feedback_ids)
        group.action_join()
        self.env.invalidate_all()
        self.assertEqual(mine.feedback_ids, self.cases[:2])
        self.assertEqual(mine.feedback_count, 2)
        self.assertTrue(mine.feedback_ids[0].question)
        other = self.cases[2].with_user(self.specialist)
        for case, fields in ((other, ["question"]), (mine.feedback_ids, [])):
            with self.assertRaises(AccessError):
                case.read(fields) if fields else case.write({"subject": "Khác"})
        with self.assertRaises(AccessError):
            mine.feedback_ids.petitioner_id.read(["name"])
        # what leaves the group is not theirs any more
        self.cases[0].group_id = False
        self.assertEqual(mine.feedback_ids, self.cases[1])
        with self.assertRaises(AccessError):
            self.cases[0].with_user(self.specialist).read(["question"])

    def test_what_was_prepared_is_where_an_answer_begins(self):
        group = self._propose()
        group.action_join()
        case = self.cases[0]
        group.draft_answer = "Ba tháng.\nTheo Luật."
        self.assertFalse(case._prepared_answer())
        group.action_ready()
        self.assertEqual(
            case._prepared_answer(), ("Ba tháng.\nTheo Luật.", self.division.name)
        )
        window = (
            self.env["dialogue.feedback.answer"]
            .with_context(active_model="dialogue.feedback", active_ids=case.ids)
            .create({"verdict": "guided"})
        )
        self.assertIn("Ba tháng.<br>Theo Luật.", window.body)
        case.action_accept()
        case.action_assign(self.other_division.id)
        drafted = case.with_user(self.colleague)
        drafted.action_start_draft()
        self.assertIn("Ba tháng.<br>Theo Luật.", drafted.answer_ids.body)
        # begun once: what was written since stays
        drafted.answer_ids.body = "<p>Bốn tháng.</p>"
        drafted.action_start_draft()
        self.assertIn("Bốn tháng.", drafted.answer_ids.body)

    def test_an_answer_to_several_begins_with_what_was_prepared_for_all(self):
        group = self._propose()
        group.action_join()
        group.draft_answer = "Ba tháng."
        group.action_ready()
        for cases, is_prepared in ((self.cases[:2], True), (self.cases, False)):
            window = self.env["dialogue.feedback.answer"].with_context(
                active_model="dialogue.feedback", active_ids=cases.ids
            )
            body = window.default_get(["body", "feedback_ids"]).get("body")
            self.assertEqual(bool(body), is_prepared)

    def test_another_company_sees_nothing(self):
        group = self._propose()
        company = self.env["res.company"].create({"name": "Sở khác"})
        stranger = self._create_user("desk", login="stranger")
        stranger.write(
            {"company_ids": [Command.set(company.ids)], "company_id": company.id}
        )
        with self.assertRaises(AccessError):
            group.with_user(stranger).read(["name"])

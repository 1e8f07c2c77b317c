import json
from unittest.mock import Mock, patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from ..models.dialogue_session_console_tell import CHANNEL, SUBCHANNEL
from .common import MODULE
from .console_common import ConsoleCommon


@tagged("post_install", "-at_install")
class TestSessionConsole(ConsoleCommon):
    def test_written_goes_to_the_division_of_the_sector(self):
        case = self._record()
        self.assertEqual((case.state, case.outcome), ("assigned", "written"))
        self.assertEqual(case.department_id, self.division)
        self.assertTrue(case.date_deadline)

    def test_nobody_is_asked_to_classify_what_was_decided_at_once(self):
        self.company.dialogue_desk_user_id = self.desk
        self.division.manager_id = self.specialist.employee_ids[:1]
        decided = self._record()
        answer = self.env.ref("dialogue_tthc.mail_activity_feedback_answer")
        self.assertEqual(decided.activity_ids.activity_type_id, answer)
        classify = self.env.ref("dialogue_tthc.mail_activity_feedback_classify")
        undecided = self._record(outcome="undecided")
        self.assertEqual(undecided.activity_ids.activity_type_id, classify)

    def test_one_entry_costs_few_queries(self):
        person = self.session.attendance_ids.create(
            {"session_id": self.session.id, "name": "Bà Bình"}
        )
        said = self._said(attendance_id=person.id, department_id=self.division.id)
        self._act("record", said)  # rights and views are warm in a running server
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(44):
            self._act("record", said)

    def test_answer_without_a_result_is_guidance(self):
        case = self._record(outcome="answered", answer="Ba tháng.")
        self.assertEqual((case.state, case.verdict), ("answered", "guided"))

    def test_promise_at_the_meeting_is_kept_by_a_division(self):
        case = self._record(
            outcome="answered",
            verdict="will_do",
            answer="Sẽ tập huấn.",
            promised_action="Tập huấn",
            promised_on="2099-01-15",
        )
        self.assertEqual(case.commitment_ids.department_id, self.division)
        # the division of the sector is a proposal
        case = self._record(
            outcome="answered",
            verdict="will_do",
            answer="Sẽ tập huấn.",
            promised_action="Tập huấn",
            promised_on="2099-01-15",
            department_id=self.other_division.id,
        )
        self.assertEqual(case.commitment_ids.department_id, self.other_division)

    def test_promise_never_goes_to_the_division_complained_of(self):
        case = self._record(
            kind="behaviour",
            concerned_department_id=self.division.id,
            outcome="answered",
            verdict="will_do",
            answer="Sẽ xem xét.",
            promised_action="Xem xét",
            promised_on="2099-01-15",
        )
        task = case.commitment_ids
        self.assertFalse(task.department_id)
        self.assertEqual(task.user_id, self.desk)

    def test_refusal_takes_the_guidance_of_its_reason(self):
        reason = self.env["dialogue.refusal.reason"].create(
            {"name": "Tố cáo", "code": "TC-CONSOLE", "guidance": "Gửi Thanh tra."}
        )
        case = self._record(outcome="refused", refusal_reason_id=reason.id)
        self.assertEqual(case.refusal_guidance, "Gửi Thanh tra.")

    def test_what_was_left_open_is_decided_later(self):
        case = self._record(outcome="undecided")
        self._act("decide", {"question": case.id, "outcome": "written"})
        self.assertEqual((case.state, case.outcome), ("assigned", "written"))
        with self.assertRaisesRegex(UserError, "decided already"):
            self._act("decide", {"question": case.id, "outcome": "superior"})

    def test_question_is_corrected_and_its_history_kept(self):
        case = self._record()
        # what is made and changed in one transaction leaves no trace
        self.env.cr.precommit.run()
        self._act(
            "edit",
            {"question": case.id, "text": "Nhãn hiệu khi nào có?"},
            # common.py switches the history off for speed
            session=self.session.with_context(
                tracking_disable=False, mail_notrack=False
            ),
        )
        self.env.cr.precommit.run()
        self.env.invalidate_all()
        self.assertEqual(case.question, "Nhãn hiệu khi nào có?")
        self.assertEqual(case.subject, "Nhãn hiệu khi nào có?")
        old = case.message_ids.sudo().tracking_value_ids.mapped("old_value_text")
        self.assertIn("Nhãn hiệu bao giờ có?", old)

    def test_answered_question_is_not_rewritten(self):
        case = self._record(outcome="answered", answer="Ba tháng.")
        with self.assertRaisesRegex(UserError, "stays on record"):
            self._act("edit", {"question": case.id, "text": "Khác"})

    def test_what_petitioners_wrote_themselves_is_not_rewritten(self):
        letter = self._ask(origin="before", channel="paper")
        by_phone = self.session._hall_ask(
            {"name": "Bà Cúc", "question": "Phí?"}, "k" * 22, "f" * 22
        ).action_take_in()
        for case in (letter, by_phone):
            with self.assertRaisesRegex(UserError, "stays on record"):
                self._act("edit", {"question": case.id, "text": "Khác"})

    def test_beyond_authority_is_with_whoever_wrote_it_down(self):
        self.company.dialogue_superior_id = self.env["res.partner"].create(
            {"name": "UBND tỉnh", "is_company": True}
        )
        case = self._record(outcome="superior", proposal="Xem xét.")
        self.assertEqual(case.user_id, self.desk)
        self.session.action_conclude()
        self.assertEqual(self.session.state, "concluding")

    def test_meeting_is_not_broken_off_with_questions_left_to_nobody(self):
        case = self._record(outcome="undecided")
        with self.assertRaisesRegex(UserError, case.code):
            self.session.action_cancel("Cháy nhà")
        self._act("decide", {"question": case.id, "outcome": "written"})
        self.session.action_cancel("Cháy nhà")
        self.assertEqual(self.session.state, "cancelled")

    def test_what_was_typed_without_a_line_keeps_its_time(self):
        case = self._record(ago=600)
        self.assertEqual(
            case.received_on,
            fields.Datetime.subtract(fields.Datetime.now(), minutes=10),
        )

    def test_what_arrives_when_all_is_over_is_recorded(self):
        self.session.action_conclude()
        self.session.action_close()
        case = self._record(speaker_name="Ông Muộn", outcome="undecided", ago=600)
        self.env.cr.precommit.run()
        self.env.invalidate_all()
        self.assertEqual(case.session_id, self.session)
        self.assertTrue(case.user_id)
        with self.assertRaisesRegex(UserError, "in progress"):
            self._act("decide", {"question": case.id, "outcome": "written"})

    def test_a_typed_name_takes_no_account_of_the_same_name(self):
        person = self.env["res.partner"].create({"name": "Nguyễn Văn An"})
        guest = self.env["dialogue.attendance"].create(
            {"session_id": self.session.id, "partner_id": person.id}
        )
        guest.action_undo()
        case = self._record(speaker_name=person.name)
        self.assertFalse(case.partner_id)
        self.assertNotEqual(guest.state, "attended")

    def test_one_guest_is_on_the_list_once(self):
        self.session.with_user(self.desk)._walk_in("Bà Cúc", "Công ty Nước Xanh")
        self.session.with_user(self.desk)._walk_in("Ông An")
        self._record(speaker_name="Bà Cúc", speaker_kind="citizen")
        self._record(speaker_name="Ông An", speaker_kind="enterprise")
        self.assertEqual(len(self.session.attendance_ids), 2)

    def test_a_walk_in_says_where_to_reach_them(self):
        case = self._record(speaker_phone="0912 345 678")
        self.assertEqual(case.petitioner_id.phone, "0912 345 678")

    def test_who_spoke_is_not_taken_off_the_list(self):
        guest, _is_new = self.session.with_user(self.desk)._walk_in("Ông An")
        self._act("floor", {"side": "participants", "attendance_id": guest.id})
        with self.assertRaisesRegex(UserError, "stays on record"):
            self._act("check_out", {"attendance_id": guest.id})
        self.assertEqual(guest.state, "attended")

    def test_act_names_a_question_by_the_key_that_made_it(self):
        self._act("record", self._said(outcome="undecided"), key="key-of-first")
        self._act("edit", {"question": "key-of-first", "text": "Đã sửa"})
        self.assertEqual(self.session.feedback_ids.question, "Đã sửa")
        with self.assertRaisesRegex(UserError, "not recorded"):
            self._act("edit", {"question": "key-of-nobody", "text": "Đã sửa"})

    def test_question_is_split(self):
        case = self._record()
        result = self._act(
            "split", {"question": case.id, "parts": ["Lệ phí bao nhiêu?", " "]}
        )
        self.assertEqual(len(result["questions"]), 2)
        self.assertEqual(case.child_ids.question, "Lệ phí bao nhiêu?")
        self.assertEqual(case.child_ids.session_id, self.session)

    def test_question_is_joined_with_one_asked_before(self):
        first, second = self._record(), self._record(speaker_name="Bà Bình")
        self._act("join", {"question": second.id, "into": first.id})
        self.assertEqual(second.state, "merged")
        self.assertEqual(second.merged_into_id, first)

    def test_me_too_by_name_gets_the_answer(self):
        case = self._record()
        self._act("echo", {"question": case.id, "speaker_name": "Bà Bình"})
        echo = case.merged_ids
        self.assertEqual(echo.petitioner_id.name, "Bà Bình")
        self.assertEqual(echo.question, case.question)
        self.assertIn("Bà Bình", self.session.attendance_ids.mapped("name"))

    def test_me_too_without_a_name_is_counted(self):
        case = self._record()
        for _hand in range(3):
            result = self._act("echo", {"question": case.id})
        self.assertEqual(case.hand_count, 3)
        self.assertEqual(result["questions"][0]["echoes"], 3)

    def test_check_in_and_its_undoing(self):
        (person,) = self._act("check_in", {"speaker_name": "Bà Bình"})["people"]
        self.assertEqual(person["state"], "attended")
        self._act("check_out", {"attendance_id": person["id"]})
        guest = self.env["dialogue.attendance"].browse(person["id"])
        self.assertEqual(guest.state, "invited")
        self._act("check_in", {"attendance_id": guest.id})
        self.assertEqual(guest.state, "attended")

    def test_whoever_gets_the_floor_leaves_the_speaking_list(self):
        (person,) = self._act("check_in", {"speaker_name": "Bà Bình"})["people"]
        vals = {"attendance_id": person["id"]}
        (waiting,) = self._act("hand", {**vals, "up": True})["people"]
        self.assertTrue(waiting["hand"])
        self._act("floor", {**vals, "side": "participants"})
        live = self.session.with_user(self.desk)._console_live()
        self.assertEqual(live["speech"]["name"], "Bà Bình")
        guest = self.env["dialogue.attendance"].browse(person["id"])
        self.assertFalse(guest.hand_raised_on)

    def test_floor_is_timed_by_the_act_and_not_by_its_arrival(self):
        self._act("floor", {"side": "authority", "ago": 600})
        self._act("floor", {"side": "participants", "ago": 240})
        self._act("silence", {"ago": 60})
        share = self.session.with_user(self.desk)._console_live()["share"]
        self.assertEqual((share["authority"], share["participants"]), (360, 180))

    def test_agenda_goes_on(self):
        item = self.env["dialogue.agenda.item"].create(
            {"session_id": self.session.id, "name": "Khai mạc"}
        )
        self._act("agenda", {"agenda_item_id": item.id})
        live = self.session.with_user(self.desk)._console_live()
        self.assertEqual(live["item"]["id"], item.id)
        self.assertTrue(live["item"]["since"])

    def test_load_holds_what_works_without_a_line(self):
        self._record()
        loaded = self.session.with_user(self.desk).console_load()
        self.assertEqual(len(loaded["questions"]), 1)
        self.assertEqual(len(loaded["people"]), 1)
        (sector,) = [
            each
            for each in loaded["choices"]["sectors"]
            if each["id"] == self.sector.id
        ]
        self.assertIn("tri tue", sector["pairs"])
        self.assertEqual(sector["department_id"], self.division.id)
        self.assertTrue(loaded["proposed_due"])

    def test_undecided_question_is_missing(self):
        case = self._record(outcome="written")
        self.assertEqual(
            self.session.with_user(self.desk)._console_live()["missing"], []
        )
        case = self._record(outcome="undecided")
        case.clock_ids.sudo().write({"state": "stopped"})
        missing = self.session.with_user(self.desk)._console_live()["missing"]
        self.assertEqual([each["id"] for each in missing], [case.id])

    def test_screen_names_nobody_who_is_not_to_be_named(self):
        self._record(is_name_hidden=True, speaker_name="Bà Bí Mật")
        self._ask(origin="before", channel="portal", subject="Gửi trước buổi")
        screen = self.session.with_user(self.desk).screen_load()
        self.assertNotIn("Bí Mật", str(screen))
        self.assertNotIn("Gửi trước", str(screen))
        self.assertEqual(len(screen["questions"]), 1)

    def test_screen_names_nobody_who_asked_by_phone_and_no_complaint(self):
        self.session._hall_ask(
            {"name": "Bà Cúc", "question": "Phí bao giờ giảm?"}, "k" * 22, "f" * 22
        ).with_user(self.desk).action_take_in()
        self._record(kind="behaviour", question="Cán bộ X", outcome="undecided")
        (shown,) = self.session.with_user(self.desk).screen_load()["questions"]
        self.assertEqual(
            (shown["subject"], shown["speaker"]), ("Phí bao giờ giảm?", "")
        )

    def test_screen_shows_nothing_sealed(self):
        reader = new_test_user(
            self.env,
            login="dlg-console-reader",
            groups=f"{MODULE}desk,{MODULE}confidential",
        )
        case = self._record()
        case.write({"is_sealed": True, "reader_ids": [(4, reader.id)]})
        for user in (self.desk, reader):
            screen = self.session.with_user(user).screen_load()
            self.assertEqual(screen["questions"], [])
        console = self.session.with_user(self.desk).console_load()
        self.assertEqual(console["questions"], [])

    def test_consoles_hear_of_every_change_once(self):
        self.env.cr.precommit.run()
        self.env["bus.bus"].search([]).unlink()
        case = self._record()
        self.env.cr.precommit.run()
        heard = self._heard()
        self.assertEqual(len(heard), 1)
        self.assertIn(case.id, heard[0]["feedback_ids"])
        self.assertEqual(heard[0]["attendance_ids"], self.session.attendance_ids.ids)
        # from another window as well
        self.env["bus.bus"].search([]).unlink()
        case.with_user(self.desk).subject = "Đổi ở nơi khác"
        self.env.cr.precommit.run()
        self.assertEqual(self._heard()[0]["feedback_ids"], case.ids)

    def _heard(self):
        messages = self.env["bus.bus"].search([]).mapped("message")
        return [
            message["payload"]
            for message in map(json.loads, messages)
            if message["type"] == "dialogue_console"
        ]

    def test_channel_is_for_the_desk_of_the_company(self):
        company = self.env["res.company"].create({"name": "Sở khác"})
        stranger = new_test_user(
            self.env,
            login="dlg-console-stranger",
            groups=f"{MODULE}desk",
            company_id=company.id,
            company_ids=[company.id],
        )
        name = f"{CHANNEL}{self.session.id}"
        for user, expected in (
            (self.desk, True),
            (self.leader, True),
            (self.specialist, False),
            (self.auditor, False),
            (stranger, False),
        ):
            with self.subTest(user=user.login):
                channels = self._channels(user, name)
                self.assertEqual((self.session, SUBCHANNEL) in channels, expected)
                self.assertNotIn(name, channels)
        for wrong in (f"{CHANNEL}x", f"{CHANNEL}-1", f"{CHANNEL}{'9' * 30}"):
            self.assertNotIn(wrong, self._channels(self.desk, wrong))

    def _channels(self, user, name):
        request = Mock(session=Mock(uid=user.id))
        with patch("odoo.addons.bus.models.ir_websocket.request", request):
            channels = (
                self.env["ir.websocket"]
                .with_user(user)
                .with_context(allowed_company_ids=user.company_id.ids)
                ._build_bus_channel_list([name])
            )
        # records are channels too, and compare with nothing else
        return [channel for channel in channels if isinstance(channel, str | tuple)]

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .session_common import SessionCommon


class AttendanceCommon(SessionCommon):
    @classmethod
    def _invite(cls, session=None, **vals):
        return (
            cls.env["dialogue.attendance"]
            .with_user(cls.desk)
            .create(
                {
                    "session_id": (session or cls.session).id,
                    **({} if "name" in vals else {"partner_id": cls.enterprise.id}),
                    **vals,
                }
            )
        )


@tagged("post_install", "-at_install")
class TestAttendance(AttendanceCommon):
    def test_invited_confirmed_attended(self):
        self.enterprise.dialogue_kind = "household"
        guest = self._invite()
        self.assertEqual((guest.name, guest.kind), (self.enterprise.name, "household"))
        self.assertEqual(guest.state, "invited")
        guest.action_confirm()
        self.assertTrue(guest.confirmed_on)
        self._hold()
        guest.action_check_in()
        self.assertEqual(guest.state, "attended")
        figures = self.session.read(
            ["invited_count", "confirmed_count", "attended_count"]
        )[0]
        self.assertEqual(
            figures,
            {
                "id": self.session.id,
                "invited_count": 1,
                "confirmed_count": 1,
                "attended_count": 1,
            },
        )

    def test_whoever_was_invited_by_mistake_keeps_no_link(self):
        guest = self._invite()
        token = guest._link_token("invitation")
        guest.write({"partner_id": self.enterprise.id, "role": "press"})
        self.assertTrue(guest._link_find(token, "invitation"))
        guest.partner_id = self.superior
        self.assertFalse(guest._link_find(token, "invitation"))

    def test_wrong_click_is_undone(self):
        guest = self._invite()
        guest.action_confirm()
        guest.action_undo()
        self.assertEqual((guest.state, guest.confirmed_on), ("invited", False))

    def test_state_is_not_written(self):
        guest = self._invite()
        with self.assertRaises(UserError):
            guest.write({"state": "attended"})
        with self.assertRaises(UserError):
            self._invite(name="Bà Bình", state="attended")

    def test_check_in_needs_running_session(self):
        guest = self._invite()
        for step in ("action_check_in", "action_absent"):
            with self.subTest(step=step), self.assertRaises(UserError):
                getattr(guest, step)()

    def test_one_invitation_for_one_contact(self):
        self._invite()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._invite()

    def test_walk_in_by_name_attends(self):
        self._hold()
        guest = self._invite(name="Bà Bình")
        self.assertTrue(guest.is_walk_in)
        self.assertEqual(guest.state, "attended")
        self.assertEqual(self.session.invited_count, 0)

    def test_name_or_contact(self):
        for name in (False, "  "):
            with self.subTest(name=name), self.assertRaises(ValidationError):
                self._invite(name=name)

    def test_contact_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Sở khác"})
        partner = self.env["res.partner"].create(
            {"name": "Khách của sở khác", "company_id": other.id}
        )
        with self.assertRaises(UserError):
            self.env["dialogue.attendance"].create(
                {"session_id": self.session.id, "partner_id": partner.id}
            )

    def test_ended_session_takes_nobody(self):
        guest = self._invite()
        self.session.action_cancel("Bão")
        with self.assertRaises(UserError):
            self._invite(name="Bà Bình")
        with self.assertRaises(UserError):
            guest.action_confirm()
        with self.assertRaises(UserError):
            guest.write({"delegate_name": "Ông Cường"})

    def test_attended_stays_on_the_list(self):
        self._hold()
        guest = self._invite(name="Bà Bình")
        with self.assertRaises(UserError):
            guest.unlink()
        guest.action_undo()
        guest.unlink()
        self.assertFalse(guest.exists())

    def test_invitation_stays_with_its_session(self):
        guest = self._invite()
        with self.assertRaises(UserError):
            guest.session_id = self._create_session()

    def test_private_link(self):
        guest, other = self._invite(), self._invite(name="Bà Bình", role="press")
        token = guest._link_token("invitation")
        self.assertEqual(guest._link_find(token, "invitation"), guest)
        self.assertNotEqual(
            guest.sudo().link_salt, other.sudo().link_salt, "one salt for each"
        )
        for vals in ({"link_salt": "a"}, {"feedback_id": 1}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                guest.write(vals)
        with self.assertRaises(UserError):
            self._invite(name="Ông Cường", link_salt="a")
        for user in (self.desk, self.auditor):
            with self.assertRaises(AccessError):
                guest.with_user(user).read(["link_salt"])

    def test_rights(self):
        guest = self._invite()
        self.assertEqual(guest.with_user(self.auditor).name, self.enterprise.name)
        for user in (self.specialist, self.auditor, self.administrator):
            theirs = guest.with_user(user)
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    theirs.action_confirm()
                with self.assertRaises(AccessError):
                    theirs.action_decline("Bận", "Ý kiến")
                with self.assertRaises(AccessError):
                    theirs.write({"delegate_name": "Ai đó"})
                with self.assertRaises(AccessError):
                    theirs.unlink()
        with self.assertRaises(AccessError):
            guest.with_user(self.specialist).read(["name"])


@tagged("post_install", "-at_install")
class TestAbsentOpinion(AttendanceCommon):
    OPINION = "Đề nghị rút ngắn thời gian cấp phép X-quang.\nHiện nay mất 20 ngày."

    def test_declined_with_opinion_becomes_a_case_once(self):
        guest = self._invite(delegate_name="Bà Lan")
        case = guest.action_decline("Đi công tác", self.OPINION, "email")
        self.assertEqual(guest.state, "declined")
        self.assertEqual(guest.sudo().feedback_id, case)
        self.assertEqual(guest.opinion, self.OPINION)
        self.assertEqual(case.state, "received")
        self.assertEqual(case.origin, "absent_invitee")
        self.assertEqual(case.channel, "email")
        self.assertEqual(case.session_id, self.session)
        self.assertEqual(case.partner_id, self.enterprise)
        self.assertEqual(case.petitioner_id.name, self.enterprise.name)
        self.assertEqual(case.petitioner_id.representative, "Bà Lan")
        self.assertEqual(case.subject, "Đề nghị rút ngắn thời gian cấp phép X-quang.")
        guest.action_undo()
        self.assertFalse(guest.action_decline("Vẫn bận"))
        self._hold()
        guest.action_undo()
        self.assertFalse(guest.action_absent("Vẫn bận"))
        self.assertEqual(self.session.absent_invitee_count, 1)

    def test_second_opinion_is_told_where_to_go(self):
        guest = self._invite()
        guest.action_decline("Đi công tác", self.OPINION)
        guest.action_undo()
        with self.assertRaisesRegex(UserError, "case already"):
            guest.action_decline("Đi công tác", "Ý kiến khác")

    def test_opinion_comes_later_than_the_refusal(self):
        guest = self._invite()
        guest.action_decline("Đi công tác")
        case = guest.action_decline("Đi công tác", self.OPINION, "email")
        self.assertEqual(case.question, self.OPINION)
        self._hold()
        other = self._invite(name="Bà Bình")
        other.action_undo()
        other.action_absent()
        self.assertTrue(other.action_absent(opinion=self.OPINION))

    def test_absent_with_opinion(self):
        guest = self._invite()
        self._hold()
        case = guest.action_absent(opinion=self.OPINION)
        self.assertEqual(guest.state, "absent")
        self.assertEqual(case.origin, "absent_invitee")

    def test_declined_without_opinion_makes_no_case(self):
        guest = self._invite()
        for opinion in (None, "", "   ", 5, ["x"]):
            guest.action_decline("Bận", opinion)
            guest.action_undo()
        self.assertFalse(guest.has_opinion)

    def test_decline_needs_reason(self):
        guest = self._invite()
        with self.assertRaises(UserError):
            guest.action_decline("  ", self.OPINION)
        self.assertEqual(guest.state, "invited")
        self.assertFalse(guest.has_opinion)

    def test_unknown_channel_falls_back(self):
        case = self._invite().action_decline("Bận", self.OPINION, "'; drop table")
        self.assertEqual(case.channel, "paper")

    def test_opinion_stays_on_the_list(self):
        guest = self._invite()
        guest.action_decline("Bận", self.OPINION)
        with self.assertRaises(UserError):
            guest.unlink()

    def test_same_opinion_again_is_one_case(self):
        guest = self._invite()
        guest.action_decline("Bận", self.OPINION)
        guest.action_undo()
        self.assertFalse(guest.action_decline("Vẫn bận", f" {self.OPINION} "))

    def test_opinion_in_a_sealed_case_is_not_shown(self):
        guest = self._invite()
        case = guest.action_decline("Bận", self.OPINION)
        reader = self._create_user("confidential")
        case.sudo().write({"is_sealed": True, "reader_ids": [Command.set(reader.ids)]})
        guest.invalidate_recordset()
        self.assertFalse(guest.opinion)
        with self.assertRaises(AccessError):
            guest.read(["feedback_id"])
        with self.assertRaises(AccessError):
            guest.action_open_feedback()

    def test_wizard(self):
        guest = self._invite()
        action = guest.action_open_absence()
        wizard = Form(
            self.env[action["res_model"]]
            .with_user(self.desk)
            .with_context(**action["context"])
        )
        wizard.reason = "Đi công tác"
        wizard.opinion = self.OPINION
        wizard.channel = "phone"
        result = wizard.save().action_apply()
        self.assertEqual(guest.state, "declined")
        self.assertIn(guest.sudo().feedback_id.code, result["params"]["message"])

    def test_specialist_does_not_read_who_it_was(self):
        case = self._invite().action_decline("Bận", self.OPINION)
        case.sudo().is_name_hidden = True
        self.assertNotIn(self.enterprise.name, case.petitioner_label)
        self.assertNotIn(self.enterprise.name, case.display_name)


@tagged("post_install", "-at_install")
class TestInvite(AttendanceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tag, cls.other_tag = cls.env["res.partner.category"].create(
            [{"name": "Cơ sở X-quang"}, {"name": "Viện trường"}]
        )
        cls.sub_tag = cls.env["res.partner.category"].create(
            {"name": "Phòng khám", "parent_id": cls.tag.id}
        )
        cls.tagged, cls.sub_tagged, cls.plain, cls.other_tagged = cls.env[
            "res.partner"
        ].create(
            [
                {"name": "Bệnh viện A", "category_id": [Command.link(cls.tag.id)]},
                {"name": "Phòng khám B", "category_id": [Command.link(cls.sub_tag.id)]},
                {"name": "Công ty C"},
                {"name": "Viện D", "category_id": [Command.link(cls.other_tag.id)]},
            ]
        )

    def _wizard(self, **vals):
        return (
            self.env["dialogue.session.invite"]
            .with_user(self.desk)
            .create({"session_id": self.session.id, **vals})
        )

    def _invited(self):
        return self.session.attendance_ids.partner_id

    def test_by_tag(self):
        wizard = self._wizard(category_ids=[Command.set(self.tag.ids)])
        self.assertEqual((wizard.found_count, wizard.new_count), (2, 2))
        wizard.action_invite()
        self.assertEqual(self._invited(), self.tagged | self.sub_tagged)

    def test_by_sector(self):
        self._create_feedback()
        wizard = self._wizard(sector_ids=[Command.set(self.sector.ids)])
        wizard.action_invite()
        self.assertEqual(self._invited(), self.enterprise)

    def test_by_hand_tag_and_sector_together(self):
        self._create_feedback()
        wizard = self._wizard(
            category_ids=[Command.set(self.other_tag.ids)],
            sector_ids=[Command.set(self.sector.ids)],
            partner_ids=[Command.set(self.plain.ids)],
            role="speaker",
        )
        wizard.action_invite()
        self.assertEqual(
            self._invited(), self.other_tagged | self.enterprise | self.plain
        )
        self.assertEqual(set(self.session.attendance_ids.mapped("role")), {"speaker"})

    def test_already_invited_are_skipped_and_told(self):
        self._invite(partner_id=self.tagged.id, role="press")
        wizard = self._wizard(category_ids=[Command.set(self.tag.ids)])
        self.assertEqual((wizard.known_count, wizard.new_count), (1, 1))
        message = wizard.action_invite()["params"]["message"]
        self.assertIn("Invited: 1", message)
        self.assertIn("as they are: 1", message)
        self.assertEqual(len(self.session.attendance_ids), 2)
        again = wizard.action_invite()
        self.assertEqual(again["params"]["type"], "warning")
        self.assertEqual(len(self.session.attendance_ids), 2)

    def test_nobody_found(self):
        with self.assertRaises(UserError):
            self._wizard().action_invite()

    def test_contacts_of_other_companies_are_left_out(self):
        other = self.env["res.company"].create({"name": "Sở khác"})
        self.sub_tagged.company_id = other
        wizard = self._wizard(category_ids=[Command.set(self.tag.ids)])
        wizard.action_invite()
        self.assertEqual(self._invited(), self.tagged)

    def test_ended_session(self):
        self.session.action_cancel("Bão")
        with self.assertRaises(UserError):
            self._wizard(partner_ids=[Command.set(self.plain.ids)]).action_invite()

    def test_session_of_another_company(self):
        other = self.env["res.company"].create({"name": "Sở khác"})
        session = self.env["dialogue.session"].create(
            {"name": "Buổi của sở khác", "company_id": other.id}
        )
        with self.assertRaises(AccessError):
            self._wizard(
                session_id=session.id, partner_ids=[Command.set(self.plain.ids)]
            ).action_invite()

    def test_sectors_of_the_session_are_proposed(self):
        self.session.sector_ids = self.sector
        form = Form(
            self.env["dialogue.session.invite"]
            .with_user(self.desk)
            .with_context(default_session_id=self.session.id)
        )
        self.assertEqual(form.sector_ids.ids, self.sector.ids)
        self.assertEqual(form.new_count, 0)

    def test_two_thousand_in_sets(self):
        def invite(count):
            tag = self.env["res.partner.category"].create({"name": f"Nhóm {count}"})
            self.env["res.partner"].create(
                [
                    {"name": f"DN {count}-{i}", "category_id": [Command.link(tag.id)]}
                    for i in range(count)
                ]
            )
            session = self._create_session()
            wizard = self._wizard(
                session_id=session.id, category_ids=[Command.set(tag.ids)]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            wizard.action_invite()
            self.env.flush_all()
            self.assertEqual(session.invited_count, count)
            return self.cr.sql_log_count - before

        few = invite(20)
        # inserts and reads go in sets of up to a thousand
        self.assertLess(invite(2000), few + 30)

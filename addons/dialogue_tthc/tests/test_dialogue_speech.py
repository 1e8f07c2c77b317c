from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .session_common import SessionCommon


@tagged("post_install", "-at_install")
class TestSpeech(SessionCommon):
    def _begin(self, side, **kwargs):
        speeches = self.env["dialogue.speech"].with_user(self.desk)
        return speeches._begin(self.session, side, **kwargs)

    def test_whoever_begins_ends_the_speech_before(self):
        self._hold()
        first = self._begin("authority", name="Giám đốc")
        self.now.move_to("2026-11-20 03:02:00")
        second = self._begin("participants", name="Ông An")
        self.assertEqual(first.seconds, 120)
        self.assertFalse(second.ended_on)

    def test_the_share_counts_a_speech_under_way(self):
        self._hold()
        self._begin("authority")
        self.now.move_to("2026-11-20 03:01:00")
        self._begin("participants")
        self.now.move_to("2026-11-20 03:04:00")
        self.assertEqual(
            self.session._speech_share(),
            {"authority": 60, "participants": 180, "target": 60},
        )
        self.assertEqual(self.session.participant_share, 0.75)

    def test_the_target_is_that_of_the_plan(self):
        plan = self.env["dialogue.plan"].create(
            {"name": "Kế hoạch 2026", "participant_share": 70}
        )
        self.session.plan_id = plan
        self.assertEqual(self.session._speech_share()["target"], 70)

    def test_a_speaker_of_the_list_is_named_by_it(self):
        self._hold()
        guest = self.env["dialogue.attendance"].create(
            {
                "session_id": self.session.id,
                "partner_id": self.enterprise.id,
                "delegate_name": "Bà Bình",
            }
        )
        self.assertEqual(self._begin("participants", attendance=guest).name, "Bà Bình")

    def test_the_end_of_the_meeting_ends_the_speech(self):
        self._hold()
        speech = self._begin("authority")
        self.session.action_conclude()
        self.assertTrue(speech.ended_on)
        with self.assertRaises(UserError):
            self._begin("authority")

    def test_a_session_is_cancelled_while_somebody_speaks(self):
        self._hold()
        speech = self._begin("authority")
        self.session.action_cancel("Mất điện")
        self.assertTrue(speech.ended_on)

    def test_times_of_a_closed_session_stay(self):
        self._hold()
        speech = self._begin("authority")
        self.session.action_conclude()
        self.session.action_close()
        with self.assertRaises(UserError):
            speech.ended_on = "2026-11-20 09:00:00"
        with self.assertRaises(UserError):
            speech.unlink()

    def test_nobody_speaks_before_the_session(self):
        self._announce()
        with self.assertRaises(UserError):
            self._begin("authority")
        with self.assertRaises(UserError):
            self._begin("everybody")

    def test_others_see_seconds_and_no_names(self):
        self._hold()
        self._begin("participants", name="Ông An")
        self.now.move_to("2026-11-20 03:01:00")
        session = self.session.with_user(self.specialist)
        self.assertEqual(session._speech_share()["participants"], 60)
        with self.assertRaises(AccessError):
            self.env["dialogue.speech"].with_user(self.specialist).search([])

import icalendar

from odoo.tests import tagged

from .common import MARKUP
from .session_common import PortalSessionCommon


@tagged("post_install", "-at_install")
class TestSessionIcs(PortalSessionCommon):
    """Calendar files by every door, read by a program that is not ours."""

    def _fetch(self, path):
        response = self.url_open(f"{path}/calendar.ics")
        self.assertEqual(response.status_code, 200)
        self.assertTrue(response.headers["Content-Type"].startswith("text/calendar"))
        self._assert_nothing_internal(response.text, allowed=("meet.example",))
        calendar = icalendar.Calendar.from_ical(response.content)
        (event,) = calendar.walk("VEVENT")
        return str(calendar["METHOD"]), event

    def test_one_entry_by_all_doors(self):
        self._login(self.petitioner_user)
        events = []
        for path in (self.meeting._public_path(), self.link, self.path):
            method, event = self._fetch(path)
            with self.subTest(path):
                self.assertEqual(method, "PUBLISH")
                self.assertNotIn("ATTENDEE", event)
                self.assertEqual(event["ORGANIZER"], "mailto:so@example.com")
                self.assertIn(path.split("-")[0], str(event["URL"]))
            events.append(event)
        self.assertEqual(len({str(event["UID"]) for event in events}), 1)

    def test_a_change_has_a_higher_number(self):
        _method, before = self._fetch(self.meeting._public_path())
        self.meeting.location = "Hội trường tầng 2, số 1; Trần Phú"
        _method, after = self._fetch(self.meeting._public_path())
        self.assertEqual(after["SEQUENCE"], before["SEQUENCE"] + 1)
        self.assertIn("số 1; Trần Phú", str(after["LOCATION"]))
        self.meeting.action_cancel("Bão")
        method, gone = self._fetch(self.meeting._public_path())
        self.assertEqual((method, gone["STATUS"]), ("CANCEL", "CANCELLED"))
        self.assertEqual(gone["SEQUENCE"], before["SEQUENCE"] + 2)
        self.assertEqual(gone["UID"], before["UID"])

    def test_the_link_to_join_is_for_those_who_come(self):
        _method, event = self._fetch(self.link)
        self.assertNotIn("meet.example", str(event["DESCRIPTION"]))
        self.guest.action_confirm()
        _method, event = self._fetch(self.link)
        self.assertIn("meet.example", str(event["DESCRIPTION"]))

    def test_odd_names_stay_text(self):
        name = f"Đối thoại, “tọa đàm”; 🇻🇳 \\ {MARKUP}"
        self.meeting.name = name
        _method, event = self._fetch(self.meeting._public_path())
        self.assertEqual(str(event["SUMMARY"]), name)

from datetime import date, datetime, timezone

import icalendar
import vobject

from odoo.tests import BaseCase, tagged

from ..tools.calendar_file import Entry, Person, calendar_file

ODD = 'Đối thoại, "tọa đàm"; số 1\\2\r\n<b>&</b> 🇻🇳\x00\x1b' + "ế" * 90


def entry(**values):
    return Entry(
        **{
            "uid": "one@dialogue",
            "sequence": 0,
            "stamp": datetime(2026, 11, 2, 2),
            "start": datetime(2026, 11, 20, 1, 30),
            "end": datetime(2026, 11, 20, 4, 30),
            "summary": "Đối thoại",
            "place": "Hội trường",
            "text": "Một\nHai",
            "url": "https://example.com/dialogue/sessions/1",
            "organizer": Person("Sở Khoa học và Công nghệ", "so@example.com"),
            **values,
        }
    )


@tagged("post_install", "-at_install")
class TestCalendarFile(BaseCase):
    """What the file says is read by two programs that are not ours."""

    def _parse(self, method="PUBLISH", **values):
        content = calendar_file(entry(**values), method)
        for line in content.split(b"\r\n"):
            self.assertLessEqual(len(line), 75)
            line.decode()
        self.assertNotIn(b"\n", content.replace(b"\r\n", b""))
        calendar = icalendar.Calendar.from_ical(content)
        (event,) = calendar.walk("VEVENT")
        self.assertFalse(event.errors)
        other = vobject.readOne(content.decode()).vevent
        self.assertEqual(str(event["SUMMARY"]), other.summary.value)
        self.assertEqual(str(event["UID"]), other.uid.value)
        self.assertEqual(str(event["DESCRIPTION"]), other.description.value)
        self.assertEqual(event.decoded("DTSTART"), other.dtstart.value)
        self.assertEqual(event.decoded("DTEND"), other.dtend.value)
        self.assertEqual(str(calendar["METHOD"]), method)
        return event

    def test_times_are_utc(self):
        event = self._parse()
        begins = datetime(2026, 11, 20, 1, 30, tzinfo=timezone.utc)
        self.assertEqual(event.decoded("DTSTART"), begins)
        self.assertEqual(event.decoded("DTEND").hour, 4)
        self.assertEqual(event.decoded("DTSTAMP").hour, 2)
        self.assertEqual(event["STATUS"], "CONFIRMED")
        self.assertEqual(event["TRANSP"], "OPAQUE")

    def test_whole_days_end_on_the_day_after(self):
        event = self._parse(start=date(2026, 11, 2), end=date(2026, 11, 30))
        self.assertEqual(event.decoded("DTSTART"), date(2026, 11, 2))
        self.assertEqual(event.decoded("DTEND"), date(2026, 12, 1))
        self.assertEqual(event["TRANSP"], "TRANSPARENT")

    def test_an_invitation_names_both_sides(self):
        event = self._parse(
            "REQUEST",
            attendee=Person('Công ty "Nước; Xanh", a:b', "nuoc@example.com"),
            answer="ACCEPTED",
            sequence=3,
        )
        self.assertEqual(event["ORGANIZER"], "mailto:so@example.com")
        self.assertEqual(event["ATTENDEE"], "mailto:nuoc@example.com")
        name = event["ATTENDEE"].params["CN"]
        self.assertEqual(name, "Công ty 'Nước; Xanh', a:b")
        self.assertEqual(event["ATTENDEE"].params["PARTSTAT"], "ACCEPTED")
        self.assertEqual(event["SEQUENCE"], 3)

    def test_a_cancellation(self):
        event = self._parse("CANCEL", sequence=4)
        self.assertEqual(event["STATUS"], "CANCELLED")

    def test_odd_names_stay_text(self):
        event = self._parse(summary=ODD, place=ODD, text=ODD)
        expected = ODD.replace("\r\n", "\n").replace("\x00", "").replace("\x1b", "")
        for name in ("SUMMARY", "LOCATION", "DESCRIPTION"):
            with self.subTest(name):
                self.assertEqual(str(event[name]), expected)

    def test_no_text_adds_a_line_of_its_own(self):
        evil = "x\r\nATTENDEE:mailto:evil@example.com\nEND:VEVENT"
        event = self._parse(
            "REQUEST",
            summary=evil,
            place=evil,
            text=evil,
            url=f"https://example.com/{evil}",
            uid=evil,
            organizer=Person(evil, evil),
            attendee=Person(evil, "a@example.com\r\nX-EVIL:1"),
        )
        self.assertNotIn("X-EVIL", event)
        self.assertNotIsInstance(event["ATTENDEE"], list)

    def test_empty_parts_are_left_out(self):
        content = calendar_file(entry(place="", text="", url=""), "PUBLISH")
        for name in (b"LOCATION", b"DESCRIPTION", b"URL", b"ATTENDEE"):
            with self.subTest(name):
                self.assertNotIn(name, content)

    def test_unknown_method(self):
        with self.assertRaises(ValueError):
            calendar_file(entry(), "REPLY")

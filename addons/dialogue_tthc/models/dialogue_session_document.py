from odoo import api, models
from odoo.fields import Domain

from ..tools.day_text import day_text
from ..tools.document_text import (
    day_words,
    each_text,
    hour_words,
    in_sentence,
    keep_together,
    lines_of,
    lower_first,
    weekday_words,
    whole_name,
)
from ..tools.plain_html import text_of_html
from .dialogue_document_words import KEPT

# how a session is called in a sentence, by the beginning of its topic
TOPICS = ("đối thoại", "tọa đàm", "toạ đàm", "tiếp xúc", "hội nghị", "gặp mặt")
MODES = {
    "in_person": "trực tiếp",
    "online": "trực tuyến",
    "hybrid": "trực tiếp kết hợp trực tuyến",
    "in_writing": "lấy ý kiến bằng văn bản",
}
KINDS = {
    "enterprise": "doanh nghiệp",
    "cooperative": "hợp tác xã",
    "household": "hộ kinh doanh",
    "citizen": "cá nhân",
    "association": "hiệp hội",
    "agency": "cơ quan",
}
TABLE_TITLE = "BẢNG TỔNG HỢP PHẢN ÁNH, KIẾN NGHỊ"


class DialogueSession(models.Model):
    """What the documents of a session say: notice, report, table of petitions.

    They are read by more people than its cases: a sealed case stands in none of them,
    and petitioners by their label alone.
    """

    _inherit = "dialogue.session"

    def _document_values(self, key):
        self.ensure_one()
        values = {**super()._document_values(key), **self._meeting_values()}
        values.update(getattr(self, f"_{key}_values", dict)())
        return each_text(values, keep_together)

    # ------------------------------------------------------------------
    # The meeting itself
    # ------------------------------------------------------------------

    def _session_words(self):
        """Return how a sentence calls this session: "buổi đối thoại về …"."""
        self.ensure_one()
        name = (self.name or "").strip()
        if name.lower().startswith(TOPICS):
            return f"buổi {lower_first(name)}"
        return name if name.lower().startswith("buổi") else f"buổi đối thoại “{name}”"

    def _meeting_values(self):
        begins, ends = self._local_times()
        return {
            "session_name": self._session_words(),
            "session_day": day_words(begins and begins.date()),
            "held": self._held_words(begins),
            "place": self._place_words(),
            "mode": MODES[self.mode],
            "sectors": ", ".join(self.sector_ids.mapped("name")),
            "chair": self._person_words(self.chair_id),
            "chair_name": whole_name(self.chair_id.sudo().name or ""),
            "begins": begins
            and f"{hour_words(begins)}, ngày {day_words(begins.date())}"
            or "",
            "ends": self._end_words(begins, ends),
        }

    def _local_times(self):
        """Return begin and end where the department is; None where not said."""
        return [
            self.company_id._dialogue_local(moment) if moment else None
            for moment in (self.date_start, self.date_end)
        ]

    def _held_words(self, begins):
        where = f", tại {self.location}" if self.location else ""
        return f"Ngày {day_words(begins.date())}{where}" if begins else "Tại buổi họp"

    def _place_words(self):
        if self.location:
            return self.location
        return "họp trực tuyến" if self.mode == "online" else MODES[self.mode]

    def _end_words(self, begins, ends):
        if not ends:
            return ""
        if begins and begins.date() == ends.date():
            return f"{hour_words(ends)} cùng ngày"
        return f"{hour_words(ends)}, ngày {day_words(ends.date())}"

    def _time_words(self):
        """Return from when to when, with the day of the week, for an invitation."""
        begins, ends = self._local_times()
        if not begins:
            return ""
        day = f"{weekday_words(begins.date())}, ngày {day_words(begins.date())}"
        if not ends:
            return f"{hour_words(begins)}, {day}"
        if begins.date() != ends.date():
            last = f"{hour_words(ends)}, ngày {day_words(ends.date())}"
            return f"từ {hour_words(begins)}, {day} đến {last}"
        return f"từ {hour_words(begins)} đến {hour_words(ends)}, {day}"

    # ------------------------------------------------------------------
    # What each document says
    # ------------------------------------------------------------------

    def _told_cases(self, domain=Domain.TRUE):
        """Return the cases that a document of this session may tell, in their order."""
        return (
            self.env["dialogue.feedback"]
            .with_context(active_test=False)
            .search(self._report_cases_domain() & domain, order="received_on, id")
        )

    def _attended_count(self):
        Attendance = self.env["dialogue.attendance"]
        if not Attendance.has_access("read"):
            return 0
        return Attendance.search_count(
            [("session_id", "=", self.id), ("state", "=", "attended")]
        )

    def _task_values(self):
        """Return what was promised; a task of a sealed case is not told."""
        labels = {"todo": "Đang làm", "done": "Đã báo cáo", "checked": "Hoàn thành"}
        tasks = self.commitment_ids.filtered(
            lambda task: task.state in labels and not task.sudo().feedback_id.is_sealed
        ).sorted("date_deadline")
        return [
            {
                "number": number,
                "task": task.name,
                "unit": task.department_id.name or task.user_id.name or "",
                "due": day_text(task.date_deadline),
                "state": labels[task.state],
            }
            for number, task in enumerate(tasks, start=1)
        ]

    def _notice_values(self):
        return {
            "attended": self._attended_count(),
            "count": len(self._told_cases()),
            "conclusion": lines_of(text_of_html(self.conclusion)),
            "tasks": self._task_values(),
        }

    def _session_report_values(self):
        return {
            "addressee": self._superior_words(),
            "groups": self._figure_values(),
            "tasks": self._task_values(),
        }

    def _superior_words(self):
        # sudo: the superior stands on each document
        company_sudo = self.company_id.sudo()
        contact = company_sudo.dialogue_superior_id.name or ""
        return contact or in_sentence(company_sudo.dialogue_superior or "")

    def _figure_values(self):
        """Return the figures of ``_report_figures`` as lines of a table."""
        return [
            {
                "number": at,
                "title": group["title"],
                "rows": [
                    {
                        "number": f"{at}.{line}",
                        "label": row["label"],
                        "value": _figure_words(row["value"], row["unit"]),
                    }
                    for line, row in enumerate(group["rows"], start=1)
                ],
            }
            for at, group in enumerate(self._in_vietnamese()._report_figures(), start=1)
        ]

    def _summary_values(self):
        keys = ("rank", "code", "petitioner", "sector", "question", "lead", "way")
        keys += ("answer", "due", "standing", "note")
        rows = self._in_vietnamese()._told_cases()._working_table_texts(keys)
        return {
            "table_title": f"{TABLE_TITLE}\n{self._session_words().upper()}",
            "cases": [
                {
                    "number": row["rank"],
                    "code": row["code"],
                    "petitioner": row["petitioner"],
                    "sector": row["sector"],
                    "question": row["question"],
                    "department": row["lead"],
                    "answer": row["answer"]
                    or "; ".join(filter(None, (row["way"], row["note"]))),
                    "due": row["due"],
                    "state": row["standing"],
                }
                for row in rows
            ],
        }

    # ------------------------------------------------------------------
    # Names, recipients, signer
    # ------------------------------------------------------------------

    def _document_name(self, key):
        words = self._session_words()
        return {
            "minutes": words[:1].upper() + words[1:],
            "notice": f"Kết luận của {self._person_words(self.chair_id)} tại {words}",
            "session_report": f"Kết quả {words}",
            "summary": f"Bảng tổng hợp phản ánh, kiến nghị của {words}",
        }.get(key) or super()._document_name(key)

    def _usual_recipients(self, key):
        if key == "session_report":
            return ["Như trên", "Ban Giám đốc", KEPT]
        return ["Ban Giám đốc", "Các phòng, đơn vị trực thuộc", KEPT]

    def _prepare_owned_document(self, key):
        values = super()._prepare_owned_document(key)
        values["recipients"] = self._recipients_text(key)
        return {**values, **self._usual_signer(self.chair_id)}

    @api.model
    def _document_placeholders(self, key):
        names = {
            **super()._document_placeholders(key),
            "session_name": self.env._("The session, as a sentence calls it"),
            "session_day": self.env._("Day of the session in words"),
            "held": self.env._("Day and place, as the first words of a sentence"),
            "place": self.env._("Where the session takes place"),
            "mode": self.env._("Form of meeting"),
            "sectors": self.env._("Sectors of the session"),
            "chair": self.env._("Position and name of the chair"),
            "chair_name": self.env._("Name of the chair"),
            "begins": self.env._("When the session began"),
            "ends": self.env._("When the session ended"),
        }
        return {**names, **self._special_placeholders(key)}

    @api.model
    def _special_placeholders(self, key):
        """Return what only the document ``key`` may name."""
        tasks = {
            "tasks": self.env._("List: what was promised"),
            "tasks.number": self.env._("Number of the line"),
            "tasks.task": self.env._("What is to be done"),
            "tasks.unit": self.env._("Division, or person, that does it"),
            "tasks.due": self.env._("Due day"),
            "tasks.state": self.env._("Whether it is done"),
        }
        conclusion = {
            "conclusion": self.env._("List: the paragraphs of the conclusion"),
            "attended": self.env._("How many attended"),
        }
        return {
            "minutes": {
                **conclusion,
                "invited": self.env._("How many were invited"),
                "by_kind": self.env._("How many of each kind attended"),
                "secretary": self.env._("Position and name of the secretary"),
                "secretary_name": self.env._("Name of the secretary"),
                "course": self.env._("List: what was raised, and what was answered"),
                "course.number": self.env._("Number of the question"),
                "course.speaker": self.env._("Who asked, as far as readers may know"),
                "course.question": self.env._("What was asked"),
                "course.answer": self.env._(
                    "What was answered there, or how it will be"
                ),
            },
            "notice": {
                **conclusion,
                **tasks,
                "count": self.env._("How many cases there are"),
            },
            "session_report": {
                **tasks,
                "addressee": self.env._("Superior body"),
                "groups": self.env._("List: groups of figures"),
                "groups.number": self.env._("Number of the group"),
                "groups.title": self.env._("Title of the group"),
                "groups.rows": self.env._("List: the figures of a group"),
                "groups.rows.number": self.env._("Number of the line"),
                "groups.rows.label": self.env._("What was counted"),
                "groups.rows.value": self.env._("The figure"),
            },
            "summary": {
                **self._case_placeholders(),
                "cases.department": self.env._("Lead division"),
                "cases.answer": self.env._("The answer, or the way of answering"),
                "cases.due": self.env._("Due day of the answer"),
                "cases.state": self.env._("How the case stands to its due day"),
                "table_title": self.env._("Title of the table"),
            },
        }.get(key, {})


def _figure_words(value, unit):
    """Return a figure as it stands in a Vietnamese text: 92,5% or 4,2 ngày."""
    if value is None:
        return "-"
    if unit == "%":
        return f"{value:.1%}".replace(".", ",")
    if isinstance(value, float):
        text = f"{value:.1f}".replace(".", ",")
        return f"{text} ngày" if unit == "days" else text
    return str(value)

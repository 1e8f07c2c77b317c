import base64
import io

from openpyxl import Workbook, load_workbook

from odoo.fields import Command
from odoo.tests import new_test_user

from .common import MODULE, DialogueCommon

HEADINGS = (
    "STT",
    "Ngày gửi",
    "Tổ chức, cá nhân",
    "Địa chỉ",
    "Điện thoại",
    "Nội dung kiến nghị",
    "Nội dung trả lời",
    "Ngày trả lời",
)


def workbook(*rows, sheet="Sheet1", change=None):
    """Return the bytes of an .xlsx file with these rows.

    :param change: function of the worksheet, called before it is saved
    """
    book = Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(list(row))
    if change:
        change(page)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def cells_of(content):
    """Return the rows of the first sheet of an .xlsx file."""
    return [
        list(row) for row in load_workbook(io.BytesIO(content)).worksheets[0].values
    ]


class SheetCommon(DialogueCommon):
    """Imports of spreadsheets, by the desk."""

    @classmethod
    def _upload(cls, content, target="feedback", user=None, **vals):
        return (
            cls.env["dialogue.sheet.import"]
            .with_user(user or cls.desk)
            .create(
                {
                    "target": target,
                    "file": base64.b64encode(content),
                    "file_name": "so-theo-doi.xlsx",
                    **vals,
                }
            )
        )

    @classmethod
    def _checked(cls, content, **vals):
        """Return an import of which every row has its verdict."""
        imported = cls._upload(content, **vals)
        imported.action_read()
        imported.action_check()
        return imported

    @classmethod
    def _taken(cls, content, **vals):
        imported = cls._checked(content, **vals)
        imported.action_take_in()
        return imported

    @classmethod
    def _case_row(cls, number=1, **cells):
        """Return a row under ``HEADINGS``; an open case unless it has an answer."""
        row = {
            "STT": number,
            "Ngày gửi": "05/03/2023",
            "Tổ chức, cá nhân": f"Công ty TNHH Số {number}",
            "Địa chỉ": "12 Trần Phú, Hà Giang",
            "Điện thoại": "0219 386 0000",
            "Nội dung kiến nghị": f"Bao lâu thì có kết quả hồ sơ số {number}?",
            **cells,
        }
        return [row.get(heading) for heading in HEADINGS]

    def _seal(self, case):
        """Seal a case for one reader who is not of the desk."""
        reader = new_test_user(
            self.env,
            login="dlg-reader",
            groups=f"{MODULE}specialist,{MODULE}confidential",
        )
        case.sudo().write({"is_sealed": True, "reader_ids": [Command.set(reader.ids)]})
        self.env.flush_all()
        self.env.invalidate_all()

    def _records(self, imported):
        ids = (
            imported.sudo()
            .row_ids.filtered(lambda row: row.verdict == "taken")
            .mapped("res_id")
        )
        room = self.env[f"dialogue.sheet.{imported.target}"]
        return self.env[room._record_model].browse(ids)

    def _verdicts(self, imported):
        return {row.number: row.verdict for row in imported.sudo().row_ids}

    def _messages(self, imported):
        return {row.number: row.message for row in imported.sudo().row_ids}

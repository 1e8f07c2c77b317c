from odoo.tests import new_test_user
from odoo.tools import SQL

from odoo.addons.base.tests.common import BaseCommon

MODULE = "dialogue_tthc.dialogue_tthc_group_"


def delete_clocks(cr, feedback_ids):
    """Take away by SQL the clocks a test committed; nothing else may delete them."""
    where = SQL(
        "SELECT id FROM dialogue_clock WHERE feedback_id IN %s", tuple(feedback_ids)
    )
    for table in ("dialogue_clock_event", "dialogue_clock_notice"):
        cr.execute(
            SQL(
                "DELETE FROM %s WHERE clock_id IN (%s)",
                SQL.identifier(table),
                where,
            )
        )
    cr.execute(
        SQL(
            "DELETE FROM dialogue_clock WHERE feedback_id IN %s",
            tuple(feedback_ids),
        )
    )


class DialogueCommon(BaseCommon):
    """A department with two divisions and one user for each role. No demo data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.write(
            {
                "dialogue_issuer": "Sở Khoa học và Công nghệ",
                "dialogue_superior": "UBND tỉnh Hà Giang",
                "dialogue_abbreviation": "SKHCN",
                "dialogue_place": "Hà Giang",
                "dialogue_head_title": "Giám đốc",
            }
        )
        cls.division, cls.other_division = cls.env["hr.department"].create(
            [
                {"name": "Phòng Quản lý công nghệ", "dialogue_symbol": "QLCN"},
                {"name": "Phòng Tiêu chuẩn đo lường", "dialogue_symbol": "TĐC"},
            ]
        )
        cls.specialist = cls._create_user("specialist", cls.division)
        cls.colleague = cls._create_user("specialist", cls.other_division, "colleague")
        cls.desk = cls._create_user("desk")
        cls.leader = cls._create_user("leader")
        cls.auditor = cls._create_user("auditor")
        cls.administrator = cls._create_user("administrator")
        cls.employee_only = new_test_user(
            cls.env, login="dlg-employee", groups="base.group_user"
        )
        cls.enterprise = cls.env["res.partner"].create(
            {"name": "Công ty TNHH Nước Xanh", "email": "nuocxanh@example.com"}
        )
        cls.superior = cls.env["res.partner"].create({"name": "UBND tỉnh Hà Giang"})
        cls.company.dialogue_superior_id = cls.superior
        cls.sector = cls.env["dialogue.sector"].create({"name": "Sở hữu trí tuệ"})

    @classmethod
    def _create_user(cls, role, division=None, login=None):
        user = new_test_user(
            cls.env, login=f"dlg-{login or role}", groups=f"{MODULE}{role}"
        )
        if division:
            cls.env["hr.employee"].create(
                {
                    "name": user.name,
                    "user_id": user.id,
                    "department_id": division.id,
                }
            )
        return user

    @classmethod
    def _write_letters(cls):
        """Write the receipts that are owed, as the job does a moment later."""
        cls.env["dialogue.letter"].search([])._write_apart()

    @classmethod
    def _create_petitioner(cls, **vals):
        return cls.env["dialogue.petitioner"].create(
            {
                "name": cls.enterprise.name,
                "kind": "enterprise",
                "address": "12 Trần Phú, Hà Giang",
                "email": cls.enterprise.email,
                "partner_id": cls.enterprise.id,
                **vals,
            }
        )

    @classmethod
    def _create_feedback(cls, **vals):
        """Create a draft case filed by the enterprise."""
        if "petitioner_id" not in vals:
            vals["petitioner_id"] = cls._create_petitioner().id
        return cls.env["dialogue.feedback"].create(
            {
                "subject": "Bao lâu thì có giấy chứng nhận nhãn hiệu?",
                "question": "Hồ sơ nộp từ tháng 2 đến nay chưa có kết quả.",
                "partner_id": cls.enterprise.id,
                "sector_id": cls.sector.id,
                **vals,
            }
        )

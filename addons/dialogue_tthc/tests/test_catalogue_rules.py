from datetime import date, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DialogueCommon


@tagged("post_install", "-at_install")
class TestSector(DialogueCommon):
    @mute_logger("odoo.sql_db")
    def test_code_is_unique_whatever_its_case(self):
        self.sector.code = "THU"
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["dialogue.sector"].create({"name": "Khác", "code": "thu"})
        self.env["dialogue.sector"].create(
            {"name": "Riêng", "code": "THU", "company_id": self.company.id}
        )

    def test_each_company_names_its_own_lead_division(self):
        other = self.env["res.company"].create({"name": "Sở khác"})
        theirs = self.env["hr.department"].create(
            {"name": "Phòng của sở khác", "company_id": other.id}
        )
        self.sector.department_id = self.division
        self.sector.with_company(other).department_id = theirs
        self.assertEqual(self.sector.department_id, self.division)
        self.assertEqual(self.sector.with_company(other).department_id, theirs)
        with self.assertRaises(ValidationError):
            self.sector.department_id = theirs


@tagged("post_install", "-at_install")
class TestRefusalReason(DialogueCommon):
    @mute_logger("odoo.sql_db")
    def test_code_is_unique_and_validity_ordered(self):
        values = {"name": "Lý do", "code": "LD1", "guidance": "Xin vui lòng..."}
        reason = self.env["dialogue.refusal.reason"].create(values)
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["dialogue.refusal.reason"].create({**values, "code": "ld1"})
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            reason.write({"valid_from": "2026-02-01", "valid_to": "2026-01-01"})
            reason.flush_recordset()

    def test_only_those_who_keep_the_catalogue_write(self):
        reason = self.env["dialogue.refusal.reason"].create({"name": "X", "code": "X1"})
        for user in (self.specialist, self.auditor, self.employee_only):
            with self.assertRaises(AccessError):
                reason.with_user(user).write({"name": "khác"})
        reason.with_user(self.administrator).write({"guidance": "Xin gửi đến..."})
        reason.with_user(self.administrator).unlink()


@tagged("post_install", "-at_install")
class TestLegalDocument(DialogueCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Law = cls.env["dialogue.legal.document"]

    def _create_law(self, number, **vals):
        return self.Law.create({"number": number, "name": f"Về {number}", **vals})

    def test_superseded_once_the_successor_is_in_force(self):
        tomorrow = date.today() + timedelta(days=1)
        new = self._create_law("2/NĐ", valid_from=tomorrow)
        old = self._create_law("1/NĐ", replaced_by_id=new.id)
        self.assertFalse(old.is_superseded)
        new.valid_from = date.today()
        self.assertTrue(old.is_superseded)
        self.assertFalse(new.is_superseded)
        self.assertEqual(new.replaces_ids, old)

    def test_superseded_search_agrees_with_the_field(self):
        yesterday = date.today() - timedelta(days=1)
        new = self._create_law("2/NĐ")
        self._create_law("1/NĐ", replaced_by_id=new.id)
        self._create_law("3/NĐ", valid_to=yesterday)
        self._create_law("4/NĐ", valid_to=date.today())
        every = self.Law.search([])
        gone = every.filtered("is_superseded")
        self.assertEqual(self.Law.search([("is_superseded", "=", True)]), gone)
        self.assertEqual(self.Law.search([("is_superseded", "=", False)]), every - gone)

    def test_no_circle_of_replacements(self):
        new = self._create_law("2/NĐ")
        old = self._create_law("1/NĐ", replaced_by_id=new.id)
        with self.assertRaises(ValidationError):
            new.replaced_by_id = old

    @mute_logger("odoo.sql_db")
    def test_not_in_force_before_it_is_issued(self):
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self._create_law("5/NĐ", issued_on="2026-05-02", valid_from="2026-05-01")

    @mute_logger("odoo.sql_db")
    def test_listed_once(self):
        values = {"issuer": "UBND tỉnh", "issued_on": "2026-03-01"}
        self._create_law("90/KH-UBND", **values)
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self._create_law("90/kh-ubnd", **values)
        # the same number of another year is another document
        self._create_law("90/KH-UBND", issuer="UBND tỉnh", issued_on="2025-03-01")

    def test_found_by_number_and_shown_with_it(self):
        law = self._create_law("77/2026/NĐ-CP")
        self.assertEqual(law.display_name, "77/2026/NĐ-CP Về 77/2026/NĐ-CP")
        self.assertEqual([row[0] for row in self.Law.name_search("77/2026")], law.ids)

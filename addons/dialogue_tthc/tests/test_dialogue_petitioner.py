from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .common import DialogueCommon

GOOD = "0100233488"
GOOD_BRANCH = "0314409058-002"
BAD_DIGIT = "0100233489"


@tagged("post_install", "-at_install")
class TestTaxCode(DialogueCommon):
    def _warning(self, kind, code):
        return self.env["dialogue.petitioner"]._tax_code_warning(kind, code)

    def test_good_codes_of_organisations(self):
        for kind in ("enterprise", "cooperative", "association", "agency"):
            for code in (
                GOOD,
                GOOD_BRANCH,
                "0314409058002",
                " 0100 233 488 ",
                "0100.233.488",
                "",
                False,
                None,
            ):
                self.assertFalse(self._warning(kind, code), (kind, code))

    def test_bad_codes_of_organisations(self):
        for code in (
            BAD_DIGIT,
            "0314409058-000",
            "010023348",
            "01002334881",
            "01002334AB",
            "012345678901",
            "0100233488-02",
            "<b>x</b>",
            "0" * 500,
        ):
            self.assertTrue(self._warning("enterprise", code), code)

    def test_wrong_check_digit_is_named(self):
        self.assertIn("check digit", self._warning("enterprise", BAD_DIGIT))

    def test_persons_may_give_their_personal_number(self):
        for kind in ("household", "citizen"):
            self.assertFalse(self._warning(kind, "002085001234"), kind)
            self.assertFalse(self._warning(kind, GOOD), kind)
            self.assertTrue(self._warning(kind, "00208500123"), kind)
            self.assertTrue(self._warning(kind, "00208500123a"), kind)
        self.assertIn("12", self._warning("enterprise", "002085001234"))

    def test_a_wrong_code_warns_and_is_kept(self):
        petitioner = self._create_petitioner(tax_code=BAD_DIGIT)
        self.assertTrue(petitioner.tax_code_warning)
        self.assertEqual(petitioner.tax_code, BAD_DIGIT)
        petitioner.tax_code = GOOD
        self.assertFalse(petitioner.tax_code_warning)
        petitioner.write({"tax_code": "002085001234", "kind": "household"})
        self.assertFalse(petitioner.tax_code_warning)

    def test_contact_is_warned_about_by_its_kind(self):
        household = self.env["res.partner"].create(
            {"name": "Hộ kinh doanh", "is_company": True, "vat": "002085001234"}
        )
        self.assertTrue(household.with_user(self.desk).dialogue_tax_code_warning)
        household.dialogue_kind = "household"
        self.assertFalse(household.with_user(self.desk).dialogue_tax_code_warning)
        household.country_id = self.env.ref("base.be")
        household.vat = "BE0477472701"
        self.assertFalse(household.with_user(self.desk).dialogue_tax_code_warning)

    def test_email_that_cannot_be_written_to_warns(self):
        petitioner = self._create_petitioner(email="nuocxanh@")
        self.assertIn("nuocxanh@", petitioner.email_warning)
        petitioner.email = "nuocxanh@example.com"
        self.assertFalse(petitioner.email_warning)


@tagged("post_install", "-at_install")
class TestPetitionerValues(DialogueCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Petitioner = cls.env["dialogue.petitioner"]
        cls.firm = cls.env["res.partner"].create(
            {
                "name": "Công ty TNHH Chè Shan Tuyết",
                "is_company": True,
                "vat": GOOD,
                "street": "Thôn Nậm Hồng",
                "street2": "Xã Thông Nguyên",
                "city": "Hà Giang",
                "phone": "0219 3999 001",
                "email": "lienhe@cheshan.example.com",
                "country_id": cls.env.ref("base.vn").id,
            }
        )
        cls.person = cls.env["res.partner"].create(
            {
                "name": "Nguyễn Thị Mẫu",
                "parent_id": cls.firm.id,
                "function": "Phó Giám đốc",
                "email": "mau@cheshan.example.com",
            }
        )

    def test_a_person_files_for_their_organisation(self):
        self.assertEqual(
            self.Petitioner._prepare_petitioner_values(self.person),
            {
                "name": "Công ty TNHH Chè Shan Tuyết",
                "kind": "enterprise",
                "tax_code": GOOD,
                "address": "Thôn Nậm Hồng, Xã Thông Nguyên, Hà Giang",
                "phone": "0219 3999 001",
                "email": "mau@cheshan.example.com",
                "partner_id": self.person.id,
                "representative": "Nguyễn Thị Mẫu",
                "representative_title": "Phó Giám đốc",
            },
        )

    def test_a_citizen_files_for_themselves(self):
        citizen = self.env["res.partner"].create({"name": "Lý Văn Mẫu"})
        values = self.Petitioner._prepare_petitioner_values(citizen)
        self.assertEqual(values["kind"], "citizen")
        self.assertEqual(values["name"], "Lý Văn Mẫu")
        for name in ("representative", "representative_title", "address", "tax_code"):
            self.assertIs(values[name], False, name)
        self.assertEqual(self.Petitioner.create(values).name, "Lý Văn Mẫu")

    def test_the_kind_said_on_the_contact_wins(self):
        self.firm.dialogue_kind = "cooperative"
        values = self.Petitioner._prepare_petitioner_values(self.person)
        self.assertEqual(values["kind"], "cooperative")

    def test_foreign_country_is_part_of_the_address(self):
        self.firm.country_id = self.env.ref("base.be")
        values = self.Petitioner._prepare_petitioner_values(self.firm)
        self.assertTrue(values["address"].endswith(self.env.ref("base.be").name))

    def test_one_contact_at_a_time(self):
        with self.assertRaises(ValueError):
            self.Petitioner._prepare_petitioner_values(self.firm | self.person)

    def test_a_later_change_of_the_contact_rewrites_nothing(self):
        values = self.Petitioner._prepare_petitioner_values(self.person)
        petitioner = self.Petitioner.create(values)
        self.firm.write({"name": "Tên mới", "phone": "0219 000"})
        self.assertEqual(petitioner.name, "Công ty TNHH Chè Shan Tuyết")
        self.assertEqual(petitioner.phone, "0219 3999 001")

    def test_form_fills_in_what_the_contact_says(self):
        with Form(self.Petitioner.with_user(self.desk)) as form:
            form.phone = "0912 345 678"
            form.partner_id = self.person
            self.assertEqual(form.name, self.firm.name)
            self.assertEqual(form.phone, "0912 345 678", "what was typed stays")

    def test_blank_names_are_refused(self):
        with self.assertRaises(ValidationError):
            self._create_petitioner(name="   ")

    def test_petitioners_are_closed_to_specialists(self):
        petitioner = self._create_petitioner()
        for user in (self.specialist, self.administrator, self.employee_only):
            with self.assertRaises(AccessError):
                petitioner.with_user(user).read(["name"])
        self.assertTrue(petitioner.with_user(self.auditor).name)
        with self.assertRaises(AccessError):
            petitioner.with_user(self.auditor).write({"name": "khác"})
        self.assertEqual(petitioner.with_user(self.desk).feedback_count, 0)


@tagged("post_install", "-at_install")
class TestContactCounters(DialogueCommon):
    def test_cases_of_people_count_for_their_organisation(self):
        self.enterprise.is_company = True
        person = self.env["res.partner"].create(
            {"name": "Người nộp", "parent_id": self.enterprise.id}
        )
        self._create_feedback()
        self._create_feedback(partner_id=person.id)
        contacts = (self.enterprise | person).with_user(self.desk)
        self.assertEqual(contacts.mapped("dialogue_feedback_count"), [2, 1])
        action = contacts[0].action_open_dialogue_feedback()
        found = self.env["dialogue.feedback"].with_user(self.desk)
        self.assertEqual(found.search_count(action["domain"]), 2)

    def test_sessions_count_once_for_an_organisation(self):
        self.enterprise.is_company = True
        person = self.env["res.partner"].create(
            {"name": "Đại biểu", "parent_id": self.enterprise.id}
        )
        session = self.env["dialogue.session"].create({"name": "Buổi thử"})
        session.attendance_ids = [
            Command.create({"partner_id": partner.id})
            for partner in (self.enterprise, person)
        ]
        contact = self.enterprise.with_user(self.desk)
        self.assertEqual(contact.dialogue_session_count, 1)
        action = contact.action_open_dialogue_sessions()
        found = self.env["dialogue.session"].with_user(self.desk)
        self.assertEqual(found.search(action["domain"]), session)

    def test_who_filed_stays_hidden_from_others(self):
        self._create_feedback()
        for user in (self.specialist, self.auditor, self.administrator):
            contact = self.enterprise.with_user(user)
            self.assertNotIn("dialogue_feedback_count", contact.fields_get())
            with self.assertRaises(AccessError):
                contact.read(["dialogue_feedback_count"])

    def test_division_counts_what_it_still_owes(self):
        case = self._create_feedback(date_deadline="2020-01-02")
        case.department_id = self.division
        division = self.division.with_user(self.desk)
        self.assertEqual(division.dialogue_feedback_count, 0, "a draft is not owed")
        case.action_receive()
        division.invalidate_recordset()
        self.assertEqual(division.dialogue_feedback_count, 1)
        self.assertEqual(division.dialogue_overdue_count, 1)
        foreign = self.division.with_user(self.colleague)
        self.assertEqual(foreign.dialogue_feedback_count, 0)
        action = division.with_context(
            dialogue_overdue=True
        ).action_open_dialogue_feedback()
        found = self.env["dialogue.feedback"].with_user(self.desk)
        self.assertEqual(found.search(action["domain"]), case)

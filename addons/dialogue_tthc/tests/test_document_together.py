from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .document_common import DocumentCommon
from .docx_common import texts_of


@tagged("post_install", "-at_install")
class TestDocumentTogether(DocumentCommon):
    def test_invitations_to_one_session_share_one_number(self):
        invitations = self._make(self.guests, "invitation")
        self.assertEqual(invitations.attendance_id, self.guests)
        leading = invitations[0]
        self.assertEqual(invitations[1:].leading_id, leading)
        self.assertFalse(leading.leading_id)
        self._sign_and_issue(leading)
        self.assertEqual(set(invitations.mapped("state")), {"issued"})
        self.assertEqual(set(invitations.mapped("reference")), {"01/GM-SKHCN"})
        self.assertEqual(len(set(invitations.mapped("date"))), 1)
        for invitation in invitations:
            texts = texts_of(invitation._render())
            self.assertIn(f"Lời: {invitation.attendance_id.id}", texts)
            self.assertIn("Số: 01/GM-SKHCN", texts)
        # the next invitation, to another session, takes the next number
        other = self._create_session(name="Buổi khác")
        guest = self.env["dialogue.attendance"].create(
            {"session_id": other.id, "name": "Khách khác"}
        )
        later = self._sign_and_issue(self._make(guest, "invitation"))
        self.assertEqual(later.reference, "02/GM-SKHCN")

    def test_asking_twice_makes_no_doubles(self):
        first = self._make(self.guests[:3], "invitation")
        again = self._make(self.guests, "invitation")
        self.assertEqual(again[:3], first)
        self.assertEqual(len(again), 5)

    def test_a_later_guest_joins_the_issued_invitation(self):
        with self._says("Tại hội trường"):
            leading = self._make(self.guests[0], "invitation")
            self._sign_and_issue(leading)
            late = self._make(self.guests[1], "invitation")
        self.assertEqual(late.state, "issued")
        self.assertEqual(late.reference, leading.reference)
        self.assertTrue(late.docx_file_id)

    def test_what_no_leader_approved_joins_nothing(self):
        with self._says("Tại hội trường"):
            leading = self._make(self.guests[0], "invitation")
            self._sign_and_issue(leading)
        with self._says("Tại quán cà phê"):
            later = self._make(self.guests[1:3], "invitation")
            self.assertEqual(set(later.mapped("state")), {"draft"})
            self.assertFalse(any(later.mapped("number")))
            # they share a number of their own, once a leader approved them
            self.assertEqual(later[1].leading_id, later[0])
            self._sign_and_issue(later[0])
            self.assertEqual(set(later.mapped("reference")), {"02/GM-SKHCN"})
            again = self._make(self.guests[3], "invitation")
        self.assertEqual(again.reference, "02/GM-SKHCN")
        # what was approved first is what the next one says again
        with self._says("Tại hội trường"):
            first = self._make(self.guests[4], "invitation")
        self.assertEqual(first.reference, leading.reference)

    def _says(self, words):
        """Let invitations say ``words`` to all, and to each their name."""
        return patch.object(
            self.env.registry["dialogue.attendance"],
            "_document_values",
            lambda guest, _key: {"words": words, "guest": guest.name},
        )

    def test_copies_move_with_the_first_alone(self):
        invitations = self._make(self.guests, "invitation")
        leading, copies = invitations[0], invitations[1:]
        with self.assertRaises(UserError):
            copies[0].action_submit()
        leading.action_submit()
        self.assertEqual(set(invitations.mapped("state")), {"submitted"})
        leading.with_user(self.leader).action_return()
        self.assertEqual(set(invitations.mapped("state")), {"draft"})
        self.assertEqual(copies[0].action_open_owner()["res_id"], leading.id)
        leading.action_cancel()
        self.assertEqual(set(invitations.mapped("state")), {"cancelled"})
        # guests of a given-up invitation can be invited anew
        self.assertEqual(len(self._make(self.guests, "invitation")), 5)

    def test_signers_of_the_first_hold_for_all(self):
        invitations = self._make(self.guests, "invitation")
        invitations[0].write(
            {"signer_name": "Người Ký Mẫu", "signer_title": "Giám đốc", "place": "Nơi"}
        )
        self.assertEqual(set(invitations.mapped("signer_name")), {"Người Ký Mẫu"})
        self.assertEqual(set(invitations.mapped("place")), {"Nơi"})
        late = self._make(
            self.env["dialogue.attendance"].create(
                {"session_id": self.session.id, "name": "Khách muộn"}
            ),
            "invitation",
        )
        self.assertEqual(late.signer_name, "Người Ký Mẫu")

    def test_all_can_be_issued_at_once_without_a_gap(self):
        invitations = self._make(self.guests, "invitation")
        invitations[0].write({"signer_name": "Ký", "signer_title": "Giám đốc"})
        invitations.action_submit()
        invitations.with_user(self.leader).action_approve()
        with self.assertRaises(UserError):
            invitations[2:].action_issue()
        invitations.action_issue()
        self.assertEqual(set(invitations.mapped("number")), {1})

    def test_a_guest_taken_off_takes_the_draft_along(self):
        invitations = self._make(self.guests, "invitation")
        self.guests[0].with_user(self.desk).unlink()
        left = invitations.exists()
        self.assertEqual(len(left), 4)
        # the next one leads from then on
        self.assertEqual(left[1:].leading_id, left[0])
        self.assertFalse(left[0].leading_id)
        self._sign_and_issue(left[0])
        with self.assertRaises(UserError):
            self.guests[2].with_user(self.desk).unlink()
        with self.assertRaises(UserError):
            self.session.unlink()

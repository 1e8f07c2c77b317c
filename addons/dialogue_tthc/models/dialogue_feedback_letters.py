from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError
from odoo.tools import email_normalize

from ..tools.case_code import parse_code
from .feedback_states import DESK

LAYOUT = "dialogue_tthc.petitioner_letter"
LINK = "dialogue_tthc.mail_template_feedback_link"


class DialogueFeedback(models.Model):
    """The letters to petitioners: one layout, one way out of the house.

    A letter is not tied to the case, so that its recipient shows nowhere there.
    """

    _inherit = "dialogue.feedback"

    def _mail_petitioner(self, xmlid):
        """Send one mail to each petitioner who gave an address.

        :param str xmlid: external id of a ``mail.template`` on this model
        """
        # superuser and not sudo(): templates read the petitioner, whom specialists may
        # not see, and whoever creates a message may read it
        template_sudo = self.env.ref(xmlid).with_user(SUPERUSER_ID)
        reached = self.with_user(SUPERUSER_ID).filtered("petitioner_id.email")
        for lang, cases in reached.grouped(
            lambda case: case._petitioner_lang()
        ).items():
            template_sudo.with_context(
                lang=lang, dialogue_letter=xmlid
            ).send_mail_batch(
                cases.ids,
                email_layout_xmlid=LAYOUT,
                email_values={"model": False, "res_id": False},
            )

    def _letter_links(self):
        """Return the buttons below a letter; the portal gives them.

        Which letter it is says the key ``dialogue_letter`` of the context.

        :return: list of dict with ``label`` and ``url``, the most important one first
        """
        self.ensure_one()
        return []

    def _tell_of_receipt(self, xmlid):
        """Owe the receipt: questions of one petitioner received together share one.

        It is written a moment later, and whoever files does not wait for it.

        :param str xmlid: external id of the ``mail.template``
        """
        reached = self.sudo().filtered("petitioner_id.email")
        self.env["dialogue.letter"]._put(
            xmlid,
            [cases.sorted("id") for cases in reached.grouped("petitioner_id").values()],
        )

    def _received_together(self):
        """Return the further cases whose receipt the letter of this one confirms."""
        self.ensure_one()
        together = self.env.context.get("dialogue_together_ids") or {}
        return self.browse(together.get(self.id)).filtered(
            lambda case: case.petitioner_id == self.petitioner_id
        )

    # ------------------------------------------------------------------
    # The link once more
    # ------------------------------------------------------------------

    @api.model
    def _mail_link_again(self, code, email):
        """Mail the private link to the petitioner of a case, if the address is theirs.

        Whoever asks learns nothing, and the mail goes nowhere but to the address that
        was given with the case.

        :param str code: as read from paper
        :param str email: as typed
        """
        address = email_normalize(email)
        year, number = parse_code(code) or (0, 0)
        if not address or not 0 < number < 2**31:
            return
        # sudo: nobody is told what is found here
        feedbacks_sudo = self.sudo().with_context(active_test=False)
        found = feedbacks_sudo.search([("year", "=", year), ("number", "=", number)])
        found.filtered(
            lambda case: email_normalize(case.petitioner_id.email) == address
        )._mail_petitioner(LINK)

    def action_renew_link(self):
        """End the private links and receipts handed out so far; mail new links.

        For a link that got into wrong hands, or a mail address that was wrong. Cases
        of one filing lead to each other, so that the links of all of them end.

        :raise AccessError: the user is not of the desk
        """
        self.check_access("write")
        if not self.env.user.has_group(DESK):
            raise AccessError(
                self.env._("Your role does not allow this step. Ask your desk.")
            )
        family_sudo = self._of_one_filing()
        family_sudo._renew_links()
        for feedback in family_sudo:
            localized = feedback._in_company_lang()
            feedback.message_post(
                body=localized.env._(
                    "The private links and the secret of the receipt that were handed "
                    "out so far no longer work; the petitioner gets new ones."
                ),
                subtype_xmlid="mail.mt_note",
            )

    def _renew_links(self):
        """End every private link to these cases and to their form; mail new ones."""
        self._link_renew()
        # sudo: the form that they came by is closed, and shows its cases
        self.sudo().filing_id._link_renew()
        self.filtered("number")._mail_petitioner(LINK)

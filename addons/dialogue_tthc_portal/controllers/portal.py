from werkzeug.exceptions import Forbidden

from odoo import http
from odoo.http import request

from odoo.addons.dialogue_tthc.models.res_partner_membership import KEEPS_ORGANISATION
from odoo.addons.portal.controllers.portal import CustomerPortal

from ..tools.upload import ACCEPT
from .feedback_form import (
    FILE_COUNT_MAX,
    FILE_MAX,
    FILES_MAX,
    QUESTION_MAX,
    SUBJECT_MAX,
)
from .limit import hit

LIST_URL = "/my/feedback"


class DialoguePortal(CustomerPortal):
    """What the pages of a petitioner have in common: home, layout, limits.

    A record comes from ``_portal_find`` or a search under the portal rule only; what
    is not the user's and what does not exist get the same answer. Officials work in
    the back office and are sent there.
    """

    def _feedback_is_petitioner(self):
        """Say whether these pages are meant for the current user."""
        return request.env.user._is_portal()

    # ------------------------------------------------------------------
    # Home
    # ------------------------------------------------------------------

    def _prepare_portal_layout_values(self):
        values = super()._prepare_portal_layout_values()
        values["is_petitioner"] = self._feedback_is_petitioner()
        # days count where the department is, wherever the browser is
        values["tz_name"] = request.env.company._dialogue_tz()
        return values

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        # the page itself shows the number too: it must not take JavaScript to see it
        if not counters or "dialogue_feedback_count" in counters:
            values["dialogue_feedback_count"] = (
                request.env["dialogue.feedback"]
                .with_context(active_test=False)
                .search_count([])
                if self._feedback_is_petitioner()
                else 0
            )
        return values

    def _prepare_address_data(self, partner_sudo, **kwargs):
        if partner_sudo.commercial_partner_id != partner_sudo:
            # what else lies under the organisation is of other people
            own = partner_sudo.with_context(show_address=1)
            return {"billing_addresses": own, "delivery_addresses": own}
        return super()._prepare_address_data(partner_sudo, **kwargs)

    @http.route()
    def portal_address_submit(self, partner_id=None, **form_data):
        # a switch of the method below, which a request must not turn off
        form_data.pop("verify_address_values", None)
        return super().portal_address_submit(partner_id, **form_data)

    def _create_or_update_address(self, partner_sudo, *args, **form_data):
        person = request.env.user.partner_id
        if person.commercial_partner_id != person:
            # whoever lies under an organisation changes their own contact, and nothing
            # that goes up from there
            if partner_sudo != person:
                raise Forbidden()
            for name in ("company_name", "vat"):
                form_data.pop(name, None)
            partner_sudo = partner_sudo.with_context(**{KEEPS_ORGANISATION: True})
        return super()._create_or_update_address(partner_sudo, *args, **form_data)

    # ------------------------------------------------------------------
    # For all pages
    # ------------------------------------------------------------------

    def _hit(self, action="act", **keys):
        """Count one thing done; return the sentence for who has to wait, or None."""
        return hit(action, **keys)

    def _feedback_limits(self):
        """Return what the pages say about sizes and files."""
        return {
            "accept": ACCEPT,
            "subject_max": SUBJECT_MAX,
            "question_max": QUESTION_MAX,
            "file_count_max": FILE_COUNT_MAX,
            "file_max": FILE_MAX,
            "files_max": FILES_MAX,
            "files_hint": self.env._(
                "Up to %(count)s files, each up to %(each)s MB and together up to "
                "%(all)s MB: PDF, JPG, PNG, DOCX or XLSX. Do not send pictures of "
                "identity cards.",
                count=FILE_COUNT_MAX,
                each=FILE_MAX // 1024**2,
                all=FILES_MAX // 1024**2,
            ),
            "files_too_large": self.env._(
                "These files are too many or too large. Please choose fewer or smaller "
                "ones."
            ),
        }

    def _feedback_find(self, feedback_id, with_shared=False):
        """Return the user's case with this id, or an empty set.

        :param bool with_shared: also one that a colleague shared: for pages that show
            it, never for what acts on it
        """
        Feedback = request.env["dialogue.feedback"]
        if not self._feedback_is_petitioner():
            return Feedback
        return Feedback._portal_find(feedback_id, with_shared)

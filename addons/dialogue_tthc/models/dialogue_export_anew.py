import json

from odoo import fields, models
from odoo.fields import Domain

MODULE = "dialogue_tthc."


class DialogueExport(models.Model):
    """A kept file is handed out while it is what its asker would get today.

    It holds what they might read when it was made. Where their roles, divisions or
    departments are others since, or a case was sealed, it is deleted and made anew.
    """

    _inherit = "dialogue.export"

    rights = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)

    def _rights_now(self):
        """Return what the asker's rights hang on, as one text."""
        self.ensure_one()
        # sudo: compared alone, never shown
        user = self.sudo().user_id
        names = user.all_group_ids._get_external_ids()
        groups = {name for found in names.values() for name in found}
        return json.dumps(
            [
                sorted(name for name in groups if name.startswith(MODULE)),
                sorted(user.company_ids.ids),
                sorted(
                    user.with_context(active_test=False).employee_ids.department_id.ids
                ),
            ]
        )

    def _keep(self, file):
        result = super()._keep(file)
        self.rights = self._rights_now()
        return result

    def _is_handed_out(self):
        """Say whether there is a file, kept or made at once, for its asker."""
        self.ensure_one()
        # sudo: a closed field
        return self.state == "on_demand" or (
            self.state == "done" and self.sudo().rights == self._rights_now()
        )

    def action_download(self):
        """Download the file; one that is out of date is made anew first.

        :raise UserError: it is not ready
        """
        self.ensure_one()
        self.check_access("read")
        if self.state == "done" and not self._is_handed_out():
            self._make_anew()
            return self._open()
        return super().action_download()

    def _make_anew(self):
        """Delete these files and make them once more, with the rights of today."""
        # sudo: the job's own fields; the file belongs to the request
        requests_sudo = self.sudo()
        requests_sudo.attachment_id.unlink()
        requests_sudo.write(
            {"state": "waiting", "attempts": 0, "done_count": 0, "prepared_on": False}
        )
        if self:
            self._wake()


class DialogueFeedback(models.Model):
    _inherit = "dialogue.feedback"

    def _shut_out(self):
        res = super()._shut_out()
        self.filtered("is_sealed")._renew_tables()
        return res

    def _renew_tables(self):
        """Let no table that was made before tell of these sealed cases."""
        if not self:
            return
        # sudo: files of others, which are deleted and made with their own rights
        done_sudo = (
            self.env["dialogue.export"]
            .sudo()
            .search(Domain("kind", "=", "table") & Domain("state", "=", "done"))
        )
        companies = set(self.company_id.ids)
        done_sudo.filtered(
            lambda export: companies.intersection(export.allowed_company_ids or ())
        )._make_anew()

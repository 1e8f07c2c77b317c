from odoo import api, models
from odoo.fields import Domain


class DialogueClosedFieldsMixin(models.AbstractModel):
    """Records of which people outside read the fields that are named, and no others.

    A field is closed until ``_open_fields`` names it, also one that comes later: to
    reading, to writing, and to searching by it.
    """

    _name = "dialogue.closed.fields.mixin"
    _description = "Fields Closed to People Outside"

    _open_fields: frozenset[str] = frozenset()

    @api.model
    def _reads_every_field(self):
        """Say whether the current user is of the house."""
        return self.env.su or self.env.user._is_internal()

    @api.model
    def _has_field_access(self, field, operation):
        # what everybody outside asks first is quick to say
        if not self._reads_every_field() and (
            operation != "read" or field.name not in self._open_fields
        ):
            return False
        return super()._has_field_access(field, operation)

    @api.model
    def _search(
        self,
        domain,
        offset=0,
        limit=None,
        order=None,
        *,
        active_test=True,
        bypass_access=False,
    ):
        if not (bypass_access or self._reads_every_field()):
            # the ORM does not ask for the right to a field that has a search method
            domain = Domain(domain)
            for condition in domain.iter_conditions():
                name = condition.field_expr.partition(".")[0]
                if name in self._fields:
                    self._check_field_access(self._fields[name], "read")
        return super()._search(
            domain,
            offset,
            limit,
            order,
            active_test=active_test,
            bypass_access=bypass_access,
        )

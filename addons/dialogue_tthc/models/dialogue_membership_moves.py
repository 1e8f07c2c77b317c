from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .dialogue_membership import ORGANISATION_KINDS, ROLES
from .feedback_states import DESK
from .moves_mixin import Move
from .res_partner_membership import KEEPS_ORGANISATION

DECIDE = "dialogue_tthc.mail_activity_membership_decide"
TEMPLATES = {
    "approve": "dialogue_tthc.mail_template_membership_approved",
    "refuse": "dialogue_tthc.mail_template_membership_refused",
}
MANAGER_STEPS = ("approve", "refuse", "end", "make_manager")


class DialogueMembership(models.Model):
    """Who decides about a membership, and what follows.

    The desk decides by ``action_*``. A manager of the organisation decides about its
    own people (``_decide_as_manager``), each person about themselves (``_leave``).
    """

    _inherit = "dialogue.membership"

    _moves = (
        Move("approve", ("requested",), "approved", DESK, ("account", "organisation")),
        Move("refuse", ("requested",), "refused", DESK, ("refuse_reason",)),
        # by the person, or because they ask for something else
        Move("withdraw", ("requested",), "withdrawn", DESK),
        Move("end", ("approved",), "ended", DESK),
    )

    # ------------------------------------------------------------------
    # Steps of the desk
    # ------------------------------------------------------------------

    def action_approve(self, organisation_id=False, role="member"):
        """Approve: the person belongs to the organisation from now on.

        :param int organisation_id: the contact of the organisation; without it a new
            contact is made of what was stated
        :param str role: key of ``ROLES``
        """
        self._check_desk()
        if role not in dict(ROLES):
            raise UserError(self.env._("Choose the role of the person."))
        # as the user: an organisation that they may not read is not theirs to give
        organisation = self.env["res.partner"].browse(organisation_id or []).exists()
        organisation.check_access("read")
        self._approve(organisation, role)

    def action_refuse(self, reason):
        """Do not approve; the person reads why.

        :param str reason: in one or two sentences
        """
        self._check_desk()
        self._refuse(reason)

    def action_end(self):
        """End the membership: what others share is closed to the person at once."""
        self._check_desk()
        self._end()

    def action_set_role(self, role):
        """Make an approved member the manager, or a manager a member.

        :param str role: key of ``ROLES``
        """
        self._check_desk()
        self._set_role(role)

    def action_make_manager(self):
        """Make the member a manager of the organisation."""
        self.action_set_role("manager")

    def action_make_member(self):
        """Make the manager a member like others."""
        self.action_set_role("member")

    def _check_desk(self):
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group(DESK)):
            raise AccessError(
                self.env._("Your role does not allow this step. Ask your desk.")
            )

    # ------------------------------------------------------------------
    # Steps on the portal
    # ------------------------------------------------------------------

    @api.model
    def _managed(self):
        """Return (in sudo) the memberships that the current user decides about.

        These are the members of the organisation that they manage, and the requests
        that state its tax code, as long as it is the one that they were approved with.
        A request without a tax code is the desk's alone: a name proves nothing.
        """
        # sudo: a manager has no right to these records; the searches leave out all
        # that is not their organisation's
        memberships_sudo = self.env["dialogue.membership"].sudo()
        own = self.env.user.partner_id._dialogue_membership()
        if own.role != "manager":
            return memberships_sudo
        organisation = own.organisation_id
        members = memberships_sudo.search(
            [("organisation_id", "=", organisation.id), ("state", "=", "approved")]
        )
        code = self._plain_tax_code(organisation.vat)
        # whoever may change a contact could point it at the requests of another
        is_approved = code and code == own.tax_code
        requests = is_approved and memberships_sudo.search(
            [
                ("state", "=", "requested"),
                ("tax_code", "=", code),
                ("company_id", "=", own.company_id.id),
            ]
        )
        return (members | (requests or memberships_sudo)) - own

    def _decide_as_manager(self, step, reason=""):
        """Make a step as the manager of the organisation.

        :param str step: one of ``MANAGER_STEPS``
        :param str reason: why not, for ``refuse``
        :raise AccessError: this is not for the current user to decide
        """
        self.ensure_one()
        own = self.env.user.partner_id._dialogue_membership()
        # a manager who is put out in the same moment decides nothing any more
        own._lock_alone()
        if step not in MANAGER_STEPS or self.sudo() not in self._managed():
            raise AccessError(self.env._("This is not for you to decide."))
        if step == "approve":
            self._approve(own.organisation_id, "member")
        elif step == "refuse":
            self._refuse(reason)
        elif step == "end":
            self._end()
        else:
            self._set_role("manager")

    def _leave(self):
        """Take one's own request back, or end one's own membership.

        :param self: memberships of the current user's own contact
        """
        for membership in self.sudo():
            if membership.partner_id != self.env.user.partner_id:
                raise AccessError(self.env._("This is not for you to decide."))
            membership._leave_account()

    def _leave_account(self):
        """End what the account of a person is to an organisation, or wants to be.

        The caller asked whose account it is.
        """
        for membership in self:
            if membership.state == "approved":
                membership._end()
            elif membership.state == "requested":
                membership._as_superuser()._move(
                    "withdraw", {"ended_on": fields.Datetime.now()}
                )

    # ------------------------------------------------------------------
    # What the steps do; who may make them is checked above
    # ------------------------------------------------------------------

    def _as_superuser(self):
        # superuser and not sudo(): whoever decides has no right to contacts perhaps,
        # and none of these records is written in the name of a portal user
        return self.with_user(SUPERUSER_ID)

    def _decided(self):
        return {"decided_by": self.env.uid, "decided_on": fields.Datetime.now()}

    def _approve(self, organisation, role):
        decided = self._decided()
        for membership in self._as_superuser():
            chosen = organisation or membership._make_organisation()
            membership._move(
                "approve", {**decided, "organisation_id": chosen.id, "role": role}
            )

    def _refuse(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Say why it is not approved."))
        self._as_superuser()._move(
            "refuse", {**self._decided(), "refuse_reason": reason.strip()}
        )

    def _end(self):
        self._as_superuser()._move(
            "end", {**self._decided(), "ended_on": fields.Datetime.now()}
        )

    def _set_role(self, role):
        memberships = self._as_superuser()
        memberships._lock_alone()
        if role not in dict(ROLES) or any(
            membership.state != "approved" for membership in memberships
        ):
            raise UserError(self.env._("Only members who are approved have a role."))
        memberships.role = role
        self._forget_rules()

    def _make_organisation(self):
        """Return a new contact of the organisation as it was stated."""
        return self.env["res.partner"].create(
            {
                "name": self.name,
                "is_company": True,
                "dialogue_kind": self.kind,
                "vat": self.tax_code,
                "phone": self.phone,
                "street": self.street,
                "street2": self.ward,
                "city": self.province,
                "country_id": self.env.ref("base.vn").id,
                "lang": self.partner_id.lang,
            }
        )

    def _need_account(self, _move):
        for membership in self:
            if not membership.partner_id.user_ids:
                raise UserError(
                    self.env._(
                        "%s has no account any more.", membership.partner_id.name
                    )
                )

    def _need_organisation(self, _move):
        for membership in self:
            organisation = membership.organisation_id
            if not organisation.is_company or organisation == membership.partner_id:
                raise UserError(
                    self.env._("Choose the contact of an organisation, or a new one.")
                )

    def _need_refuse_reason(self, _move):
        if any(not (membership.refuse_reason or "").strip() for membership in self):
            raise UserError(self.env._("Say why it is not approved."))

    # ------------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------------

    def _check_move_sources(self, move):
        result = super()._check_move_sources(move)
        if move.name == "approve":
            # whoever joins another organisation leaves the one before
            before = self.search(
                [("partner_id", "in", self.partner_id.ids), ("state", "=", "approved")]
            )
            before._move("end", {"ended_on": fields.Datetime.now()})
        return result

    def _after_move(self, move, note=None):
        result = super()._after_move(move, note)
        self.activity_unlink([DECIDE])
        for membership in self:
            if move.name == "approve":
                membership._join()
            elif move.name == "end":
                membership._part()
            membership._tell(move)
        if move.name in ("approve", "end"):
            self._forget_rules()
        return result

    def _forget_rules(self):
        """Let nobody read by what rules of the portal say of the time before.

        They name the organisation and what a manager sees, and are kept in memory.
        """
        registry = self.env.registry
        registry.clear_cache()
        # and after the commit: another thread may keep meanwhile what still holds for
        # it, and what this process itself cleared it does not clear again
        self.env.cr.postcommit.add(registry.clear_cache)

    def _join(self):
        """Put the contact of the person under the organisation.

        Tax code and address come down from the organisation; nothing of the person's
        own goes up to it, where colleagues would read it and file with it.
        """
        organisation = self.organisation_id
        self.partner_id.with_context(**{KEEPS_ORGANISATION: True}).write(
            {
                **organisation._get_address_values(),
                "vat": organisation.vat,
                "parent_id": organisation.id,
                "function": self.position or self.partner_id.function,
                # without it a contact takes over the language of what it lies under
                "lang": self.partner_id.lang,
            }
        )

    def _part(self):
        """Take the contact of the person out of the organisation.

        What came down from the organisation goes with it: the tax code and the address
        are not the person's own.
        """
        person = self.partner_id
        if person.parent_id != self.organisation_id:
            return
        inherited = {
            name: False
            for name in ("vat", *person._address_fields())
            if person[name] and person[name] == self.organisation_id[name]
        }
        person.write({"parent_id": False, **inherited})

    def _tell(self, move):
        """Mail the person what was decided, in their language."""
        xmlid = TEMPLATES.get(move.name)
        is_adopted = self.env.context.get("dialogue_is_adopted")
        if is_adopted or not xmlid or not self.partner_id.email:
            return
        lang = self.partner_id.lang or self.company_id.partner_id.lang or self.env.lang
        self.env.ref(xmlid).with_user(SUPERUSER_ID).with_context(lang=lang).send_mail(
            self.id,
            email_layout_xmlid="mail.mail_notification_light",
            email_values={"model": False, "res_id": False},
        )

    def _plan_decision(self):
        """Plan for the desk that a request is to be decided."""
        for membership in self:
            user = membership.company_id.dialogue_desk_user_id
            if user:
                # the summary is kept in the language of whoever reads it
                membership.with_context(lang=user.lang).activity_schedule(
                    DECIDE,
                    date_deadline=membership.company_id._dialogue_today(),
                    user_id=user.id,
                )

    @api.model
    def _adopt_accounts(self, users=None):
        """Make members of accounts whose contact lies under an organisation already.

        It was the desk who put them there. Nobody becomes a manager by it, and nobody
        is told: for them nothing changes.

        :param res.users users: these accounts only
        """
        domain = Domain("share", "=", True)
        domain &= Domain("partner_id.parent_id.is_company", "=", True)
        domain &= Domain("group_ids", "in", self.env.ref("base.group_portal").ids)
        if users is not None:
            domain &= Domain("id", "in", users.ids)
        users = self.env["res.users"].search(domain)
        known = self.search([("partner_id", "in", users.partner_id.ids)]).partner_id
        now = fields.Datetime.now()
        memberships = self.create(
            [
                {
                    "partner_id": user.partner_id.id,
                    "company_id": user.company_id.id,
                    **self._stated_by(user.partner_id),
                }
                for user in users
                if user.partner_id not in known
            ]
        )
        for membership in memberships:
            membership.with_context(dialogue_is_adopted=True)._move(
                "approve",
                {
                    "organisation_id": membership.partner_id.parent_id.id,
                    "decided_on": now,
                },
            )

    @api.model
    def _stated_by(self, person):
        """Return as ``STATED`` what the contact of ``person``'s organisation says."""
        organisation = person.parent_id
        kind = organisation._dialogue_petitioner_kind()
        return {
            "name": organisation.name or person.name,
            "kind": kind if kind in ORGANISATION_KINDS else "enterprise",
            "tax_code": self._plain_tax_code(organisation.vat),
            "position": person.function,
            "phone": organisation.phone,
            "street": organisation.street,
            "ward": organisation.street2,
            "province": organisation.city,
        }

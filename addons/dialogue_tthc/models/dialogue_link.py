import base64
import hashlib
import hmac as hmac_lib
import re
import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from odoo import api, fields, models
from odoo.tools import consteq, hmac

_TOKEN = re.compile(r"([1-9][0-9]{0,9})-([1-9][0-9]{0,7})-([A-Za-z0-9_-]{32})")


@dataclass(frozen=True)
class LinkScope:
    """What one kind of private link opens.

    :param model: name of the model of the one record that it opens
    :param path: where the link leads; the token follows
    :param days: how many days a link is good for
    """

    model: str
    path: str
    days: int


# every kind of private link there is; a token of one kind opens nothing of another
SCOPES = {
    "case": LinkScope("dialogue.feedback", "/dialogue/case/", 730),
    "rating": LinkScope("dialogue.feedback", "/dialogue/rating/", 120),
    "invitation": LinkScope("dialogue.attendance", "/dialogue/invitation/", 365),
    "filing": LinkScope("dialogue.filing", "/dialogue/filing/", 30),
    "check_in": LinkScope("dialogue.attendance", "/dialogue/check-in/", 365),
    "hall": LinkScope("dialogue.session", "/dialogue/hall/", 30),
    "asked": LinkScope("dialogue.hall.question", "/dialogue/asked/", 90),
    "survey": LinkScope("dialogue.session", "/dialogue/survey/", 60),
}


class DialogueLinkMixin(models.AbstractModel):
    """Records that private links open, for people without an account.

    A link names its record, its last day and a seal over both, made with the secret
    of the database and the salt of the record. Nothing of it is stored: who reads the
    database, a backup or an export cannot open a page. A new salt ends all links that
    were handed out before.
    """

    _name = "dialogue.link.mixin"
    _description = "Private Links"

    link_salt = fields.Char(
        default=lambda self: secrets.token_urlsafe(16),
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
        help="Part of the seal of every private link; a new one ends the old links.",
    )

    def _link_token(self, scope):
        """Return the token that opens this record.

        :param str scope: key of ``SCOPES``
        """
        self.ensure_one()
        last_day = fields.Date.today() + timedelta(days=SCOPES[scope].days)
        return f"{self.id}-{last_day.toordinal()}-{self._link_seal(scope, last_day)}"

    def _link_path(self, scope):
        """Return the path of the private link to this record."""
        return SCOPES[scope].path + self._link_token(scope)

    def _link_url(self, scope):
        """Return the whole address of the private link, for mails and receipts."""
        return self.get_base_url() + self._link_path(scope)

    def _link_seal(self, scope, last_day):
        salt = self._link_salt(scope)
        return self._link_digest(scope, self.id, last_day.toordinal(), salt)[:32]

    def _link_salt(self, scope):
        """Return what in the seal of one record changes when its links are renewed."""
        # sudo: the salt is closed to everybody; it leaves only inside the seal
        return self.sudo().link_salt or ""

    def _link_digest(self, scope, *parts):
        """Return 43 characters (base64url) that only this database can make."""
        key = hmac(self.env(su=True), f"dialogue_tthc.link.{scope}", parts)
        digest = hmac_lib.new(key.encode(), b"dialogue", hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    @api.model
    def _link_find(self, token, scope):
        """Return the record that ``token`` opens for ``scope``, in sudo, or none.

        A token that is wrong, of another kind, of another record, too old or taken
        back has one answer: an empty set of the model of the scope.

        :param str token: as it came from outside
        :param str scope: key of ``SCOPES``
        """
        # sudo: whoever holds the token may have what the scope is for; the callers
        # hand on single values of it
        records_sudo = self.env[SCOPES[scope].model].sudo()
        found = _TOKEN.fullmatch(token) if isinstance(token, str) else None
        if not found:
            return records_sudo
        record_id, ordinal, seal = int(found[1]), int(found[2]), found[3]
        if record_id >= 2**31 or not 1 <= ordinal <= date.max.toordinal():
            return records_sudo
        record_sudo = records_sudo.browse(record_id).exists()
        last_day = date.fromordinal(ordinal)
        if (
            not record_sudo
            or last_day < fields.Date.today()
            or not consteq(record_sudo._link_seal(scope, last_day), seal)
        ):
            return records_sudo
        return record_sudo

    def _link_renew(self):
        """End every private link to these records that was handed out so far."""
        # sudo: the salt is closed; who may call this is checked by the caller
        for record in self.sudo():
            record.link_salt = secrets.token_urlsafe(16)

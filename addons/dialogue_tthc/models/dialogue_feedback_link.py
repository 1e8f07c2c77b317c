import hashlib
import re

from odoo import api, models
from odoo.tools import consteq

from ..tools.case_code import parse_code

SECRET_LENGTH = 10
# no letter or digit that is taken for another one on paper or on the phone
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_BLANKS = re.compile(r"[\s.\-]+")


class DialogueFeedback(models.Model):
    """How whoever filed a case gets back to it without an account.

    By a private link, or by the code of the case together with the secret that stands
    on its receipt. Neither is stored anywhere.
    """

    _name = "dialogue.feedback"
    _inherit = ["dialogue.feedback", "dialogue.link.mixin"]

    def _lookup_secret(self):
        """Return the secret on the receipt of this case, such as ``K7QM4-X2P9T``."""
        self.ensure_one()
        # sudo: the salt is closed to everybody; it leaves only inside the secret
        salt = self.sudo().link_salt or ""
        digest = self._link_digest("lookup", self.id, salt)
        value = int.from_bytes(hashlib.sha256(digest.encode()).digest(), "big")
        letters = ""
        for _place in range(SECRET_LENGTH):
            value, letter = divmod(value, len(_LETTERS))
            letters += _LETTERS[letter]
        half = SECRET_LENGTH // 2
        return f"{letters[:half]}-{letters[half:]}"

    @api.model
    def _find_by_secret(self, code, secret):
        """Return the case with this code if the secret is that of its receipt.

        :param str code: as read from paper; blanks and case do not matter
        :param str secret: as read from paper
        :return: one ``dialogue.feedback`` in sudo, or none, whatever was wrong
        """
        # sudo: whoever has code and secret may have what a receipt opens
        feedback_sudo = self.sudo().with_context(active_test=False)
        year, number = parse_code(code if isinstance(code, str) else "") or (0, 0)
        if not 0 < number < 2**31:
            return feedback_sudo.browse()
        typed = _BLANKS.sub("", secret if isinstance(secret, str) else "").upper()
        for case_sudo in feedback_sudo.search(
            [("year", "=", year), ("number", "=", number)]
        ):
            right = case_sudo._lookup_secret().replace("-", "")
            if typed.isascii() and consteq(right, typed):
                return case_sudo
        return feedback_sudo.browse()

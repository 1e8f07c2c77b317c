import logging

from odoo import tools
from odoo.http import request

_logger = logging.getLogger(__name__)
_told = set()


def hit(action="act", **keys):
    """Count that whoever sends this request does ``action``; say when to come back.

    Their network address and, if they are signed in, their account count by
    themselves.

    :param str action: key of ``dialogue_limit.LIMITS``
    :param keys: who it is by other kinds of key, or instead of those two
    :return: None, or one sentence for whoever has to wait
    """
    _tell_of_proxy()
    user = request.env.user
    who = {
        "account": None if user._is_public() else user.id,
        "address": request.httprequest.remote_addr,
    }
    return request.env["dialogue.limit"]._hit(action, **who | keys)


def _tell_of_proxy():
    """Say once in the log that all visitors seem to have one address."""
    headers = request.httprequest.headers
    if "proxy" in _told or tools.config["proxy_mode"]:
        return
    if "X-Forwarded-For" in headers:
        _told.add("proxy")
        _logger.warning(
            "A request came through a proxy, but proxy_mode is off: all visitors "
            "behind it share the limits of one network address."
        )

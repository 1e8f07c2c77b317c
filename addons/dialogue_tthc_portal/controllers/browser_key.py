"""Random keys by which a browser without an account finds its own things again.

Each carries a seal of ours: nobody makes up keys to be many browsers at once, and how
many are given to one address is limited.
"""

import re
import secrets

from odoo.http import request
from odoo.tools import consteq, hmac

from .limit import hit

_PATTERN = re.compile(r"([A-Za-z0-9_-]{22})\.([0-9a-f]{32})")
_SEAL_LENGTH = 32


def browser_key(name):
    """Return the random key that the cookie ``name`` holds, or None.

    :param str name: name of the cookie; each kind of page has its own, so that what
        somebody asks and what they answer in a survey are never one browser's
    """
    found = _PATTERN.fullmatch(request.httprequest.cookies.get(name) or "")
    if not found:
        return None
    key, seal = found.groups()
    return key if consteq(seal, _seal(name, key)) else None


def render_with_browser_key(template, values, name, path, days):
    """Render a page; a browser that has no key yet gets one, for pages below ``path``.

    Where too many browsers of one address came lately it gets none, and the page says
    instead when to come back: no cookie was refused there.

    :param dict values: of the page; ``errors`` among them
    """
    has_key = browser_key(name)
    waits = None if has_key else hit("browser")
    if waits:
        values = {**values, "errors": {"form": waits}}
    response = request.render(template, values)
    if not has_key and not waits:
        key = secrets.token_urlsafe(16)
        response.set_cookie(
            name,
            f"{key}.{_seal(name, key)}",
            max_age=days * 86400,
            path=path,
            secure=request.httprequest.scheme == "https",
            httponly=True,
            samesite="Lax",
        )
    return response


def _seal(name, key):
    # sudo: the secret of the database, which nobody reads
    sealed = hmac(request.env(su=True), "dialogue_tthc_portal.browser", (name, key))
    return sealed[:_SEAL_LENGTH]


def no_key(env):
    """Return what to say to a browser that keeps no cookies."""
    return env._(
        "Your browser did not keep the cookie of this page. Allow it, so that each "
        "phone counts once, and send again."
    )

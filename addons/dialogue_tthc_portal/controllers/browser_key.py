"""Random keys by which a browser without an account finds its own things again."""

import re
import secrets

from odoo.http import request

_PATTERN = re.compile(r"[A-Za-z0-9_-]{22}")


def browser_key(name):
    """Return the random key that the cookie ``name`` holds, or None.

    :param str name: name of the cookie; each kind of page has its own, so that what
        somebody asks and what they answer in a survey are never one browser's
    """
    key = request.httprequest.cookies.get(name) or ""
    return key if _PATTERN.fullmatch(key) else None


def keep_browser_key(response, name, path, days):
    """Give a browser that has no key yet one, for pages below ``path`` alone."""
    if not browser_key(name):
        response.set_cookie(
            name,
            secrets.token_urlsafe(16),
            max_age=days * 86400,
            path=path,
            secure=request.httprequest.scheme == "https",
            httponly=True,
            samesite="Lax",
        )
    return response


def no_key(env):
    """Return what to say to a browser that keeps no cookies."""
    return env._(
        "Your browser did not keep the cookie of this page. Allow it, so that each "
        "phone counts once, and send again."
    )

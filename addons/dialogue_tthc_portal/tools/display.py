"""How somebody wants our pages to look, kept in a cookie. No database, no Odoo."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

COOKIE = "dialogue_display"
COOKIE_DAYS = 365
#: Text sizes, from normal on.
SIZES = 3
THEMES = ("light", "dark")
#: Where the pages of the dialogue lie; each with all below it.
OWN_PAGES = (
    "/dialogue",
    "/my/feedback",
    "/my/organisation",
    "/my/sessions",
    "/web/signup",
)
#: Pages of the portal that hold something of ours; nothing below them.
SHARED_PAGES = ("/my",)

_COOKIE_PATTERN = re.compile(r"(auto|light|dark)\.([0-9])")
_PATH_PATTERN = re.compile(r"/(?![/\\])[^\x00-\x20\\\x7f]*")


@dataclass(frozen=True)
class Display:
    """Colours and text size of one visitor.

    :param theme: of ``THEMES``, or "auto" for what the device says
    :param size: 0 is normal, ``SIZES - 1`` the largest
    """

    theme: str = "auto"
    size: int = 0

    @classmethod
    def parse(cls, cookie: str | None) -> Display:
        """Return what a cookie says; what cannot be read counts as nothing chosen."""
        found = _COOKIE_PATTERN.fullmatch(cookie or "")
        return cls(found[1], min(int(found[2]), SIZES - 1)) if found else cls()

    def __str__(self) -> str:
        return f"{self.theme}.{self.size}"

    def change(self, theme: str = "", size: str = "") -> Display:
        """Return what it becomes when a button is pressed; unknown values do nothing.

        :param theme: of ``THEMES``
        :param size: "smaller" or "larger"
        """
        step = {"smaller": -1, "larger": 1}.get(size, 0)
        return Display(
            theme if theme in THEMES else self.theme,
            min(max(self.size + step, 0), SIZES - 1),
        )


def is_own_page(path: str) -> bool:
    """Say whether the page at ``path`` is one of the dialogue."""
    return path in SHARED_PAGES or any(
        path == own or path.startswith((f"{own}/", f"{own}.")) for own in OWN_PAGES
    )


def page_to_return_to(address: str) -> str:
    """Return ``address`` if it is a path to one of our own pages, else the first page.

    Whatever leads to another site, or to where a visit changes something, is left out.
    """
    address = address if isinstance(address, str) else ""
    if not _PATH_PATTERN.fullmatch(address) or len(address) > 2000:
        return OWN_PAGES[0]
    path = urlsplit(address).path
    # a path with dots in it is another one by the time the browser follows it
    if not is_own_page(path) or "/." in path or "%" in path:
        return OWN_PAGES[0]
    return address

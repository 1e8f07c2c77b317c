"""``tthc setup``: fetch and build everything beforehand, run nothing."""

from __future__ import annotations

from .addons import our_addons
from .browser import browser_folder
from .install import template
from .node_tools import NodeTools
from .odoo import ready_odoo
from .odoo_source import announce, odoo_source
from .office import ready_office
from .python_env import lint_env


def set_up(*, refresh: bool = False) -> int:
    """Fill the cache with all that the other commands need.

    :param refresh: take a newer Odoo if Debian offers one
    """
    if refresh:
        odoo_source(refresh=True)
    odoo = ready_odoo()
    announce(odoo.source)
    browser_folder()
    ready_office()
    NodeTools(lint_env())
    template(odoo, our_addons())
    return 0

from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager as portal_pager

from .public_page import public_page

LIST_URL = "/dialogue/sessions"
PER_PAGE = 20


class SessionList(http.Controller):
    """All sessions of which everybody may read: running, coming, and past."""

    @http.route(
        [LIST_URL, f"{LIST_URL}/page/<int:page>"],
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
    )
    def public_sessions(self, page=1, **kwargs):
        page = max(page, 1) if isinstance(page, int) else 1
        sessions, total = request.env["dialogue.session"]._public_sessions(
            limit=PER_PAGE, offset=(page - 1) * PER_PAGE
        )
        pager = portal_pager(url=LIST_URL, total=total, page=page, step=PER_PAGE)
        return public_page(
            "dialogue_tthc_portal.public_sessions",
            {
                "page_name": "dialogue_public",
                "sessions": sessions,
                "total": total,
                "pager": pager if sessions else None,
            },
            is_indexed=bool(sessions or page == 1),
        )

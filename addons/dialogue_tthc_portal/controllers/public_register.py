from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..tools.register_place import parse_place, place_text
from .public_page import not_there, public_page, whole_number
from .public_search import PER_PAGE, REGISTER_URL, START_URL, Search
from .register_part import RegisterPart

NEWEST = 5


class PublicRegister(http.Controller):
    """The pages that everybody may read: start, register, and each public answer.

    They read public answers as the public does, whoever looks at them.
    """

    def _publications(self):
        return request.env["dialogue.publication"]._for_everybody()

    @http.route(START_URL, type="http", auth="public", methods=["GET"], website=True)
    def public_start(self, **kwargs):
        publications = self._publications()
        newest = publications.search(publications._public_domain(), limit=NEWEST)
        sessions = request.env["dialogue.session"]
        coming, coming_total = sessions._public_announced()
        held, held_total = sessions._public_held()
        return public_page(
            "dialogue_tthc_portal.public_start",
            {
                "page_name": "dialogue_public",
                "coming": coming,
                "held": held,
                "has_more_sessions": coming_total + held_total
                > len(coming) + len(held),
                "answers": newest._public_values(),
            },
        )

    @http.route(
        [REGISTER_URL, f"{REGISTER_URL}/page/<int:page>"],
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
    )
    def public_register(self, page=1, before="", **parameters):
        publications = self._publications()
        search = Search.parse(publications, parameters)
        domain = search.domain(publications)
        if before:
            place = parse_place(before)
            if not place:
                return not_there()
            part = RegisterPart.after(publications, domain, place)
        else:
            page = page if isinstance(page, int) else whole_number(page) or 1
            part = RegisterPart.of_number(publications, domain, max(page, 1))
        asked = search.parameters()
        return public_page(
            "dialogue_tthc_portal.public_register",
            {
                "page_name": "dialogue_public",
                "search": search,
                "is_filtered": bool(asked),
                "left_out": [self._left_out_label(name) for name in search.left_out],
                "answers": part.found._public_values(),
                "total": part.total,
                "is_more": part.is_more,
                "total_label": self._total_label(part.total, part.is_more),
                "narrow_label": self.env._(
                    "The newest %s have page numbers, the older ones follow after the "
                    "last page. To find fewer, please choose a sector or a year, or "
                    "add words.",
                    part.total,
                ),
                "pager": self._pager(search, part),
                "is_older": part.number is None,
                "first_url": search.address(),
                "older_url": self._older_url(search, part),
                "feed_url": search.address(f"{REGISTER_URL}.atom"),
                "list_url": search.address(f"{REGISTER_URL}.json"),
            },
            is_indexed=not (asked or search.left_out or before)
            and bool(part.found or part.number == 1),
        )

    def _pager(self, search, part):
        """Return the links to the pages with a number, for a page that has one."""
        if part.number is None or not part.found:
            return None
        return portal_pager(
            url=REGISTER_URL,
            url_args=search.parameters(),
            total=part.total,
            page=part.number,
            step=PER_PAGE,
        )

    def _older_url(self, search, part):
        """Return where it goes on from a page after which no page has a number."""
        has_next_number = part.number and part.number * PER_PAGE < part.total
        if has_next_number or not part.place_after:
            return None
        return search.address(before=place_text(part.place_after))

    def _total_label(self, total, is_more):
        if is_more:
            return self.env._("Found: more than %s", total)
        return self.env._("Found: %s", total)

    def _left_out_label(self, name):
        labels = {
            "sector": self.env._(
                "The sector in the address was left out: no public answer is in it."
            ),
            "procedure": self.env._(
                "The procedure was left out: no public answer in this sector is "
                "about it."
            ),
            "year": self.env._(
                "The year in the address was left out: no public answer is of it."
            ),
            "session": self.env._(
                "The session in the address was left out: there is none that "
                "everybody may read about."
            ),
        }
        return labels[name]

    @http.route(
        f"{REGISTER_URL}/<int:publication_id>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
    )
    def public_answer(self, publication_id, **kwargs):
        publication = self._publications()._public_find(publication_id)
        if not publication:
            return not_there()
        (answer,) = publication._public_values()
        return public_page(
            "dialogue_tthc_portal.public_answer",
            {
                "page_name": "dialogue_public",
                "answer": answer,
                "related": publication._public_related()._public_values(),
                "address": publication.get_base_url() + answer["path"],
            },
        )

from dataclasses import dataclass

from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager as portal_pager

from .feedback_form import clean_text
from .public_page import not_there, public_page, whole_number

SEARCH_MAX = 200
PER_PAGE = 20
NEWEST = 5
START_URL = "/dialogue"
REGISTER_URL = f"{START_URL}/answers"


@dataclass
class Search:
    """What somebody looks for in the register; what makes no sense is left out."""

    words: str
    sector_id: int | None
    procedure_id: int | None
    year: int | None
    sectors: list
    procedures: list
    years: list

    @classmethod
    def parse(cls, publications, parameters):
        """Return the search that the parameters of an address ask for."""
        sectors, years = publications._public_sectors(), publications._public_years()
        sector_id = _known(parameters.get("sector"), sectors)
        procedures = publications._public_procedures(sector_id) if sector_id else []
        number = whole_number(parameters.get("year"))
        return cls(
            words=clean_text(parameters.get("q"), SEARCH_MAX),
            sector_id=sector_id,
            procedure_id=_known(parameters.get("procedure"), procedures),
            year=number if number in years else None,
            sectors=sectors,
            procedures=procedures,
            years=years,
        )

    def domain(self, publications):
        """Return what fits, as a domain."""
        return publications._public_domain(
            self.words, self.sector_id, self.procedure_id, self.year
        )

    def parameters(self):
        """Return the parameters of the address that asks for this again."""
        asked = {
            "q": self.words,
            "sector": self.sector_id,
            "procedure": self.procedure_id,
            "year": self.year,
        }
        return {name: value for name, value in asked.items() if value}


def _known(text, choices):
    number = whole_number(text)
    return number if any(number == known for known, _name in choices) else None


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
        return public_page(
            "dialogue_tthc_portal.public_start",
            {
                "page_name": "dialogue_public",
                "sessions": request.env["dialogue.session"]._public_announced(),
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
    def public_register(self, page=1, **parameters):
        publications = self._publications()
        search = Search.parse(publications, parameters)
        page = page if isinstance(page, int) else whole_number(page) or 1
        found, total, is_more = publications._public_page(
            search.domain(publications), page, PER_PAGE
        )
        pager = portal_pager(
            url=REGISTER_URL,
            url_args=search.parameters(),
            total=total,
            page=page,
            step=PER_PAGE,
        )
        asked = search.parameters()
        return public_page(
            "dialogue_tthc_portal.public_register",
            {
                "page_name": "dialogue_public",
                "search": search,
                "is_filtered": bool(asked),
                "answers": found._public_values(),
                "total_label": self._total_label(total, is_more),
                "pager": pager,
            },
            is_indexed=not asked,
        )

    def _total_label(self, total, is_more):
        if is_more:
            return self.env._("Found: more than %s", total)
        return self.env._("Found: %s", total)

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

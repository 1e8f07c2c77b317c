import json

from odoo import http
from odoo.http import request

from odoo.addons.dialogue_tthc.tools.plain_html import text_of_html

from ..tools.atom import atom_feed
from ..tools.register_place import parse_place, place_text
from .feedback_form import clean_text
from .public_page import public_data, whole_number
from .public_search import PER_PAGE, REGISTER_URL, Search
from .register_part import RegisterPart

ALIKE = 5
TYPED_MAX = 300


class PublicFeeds(http.Controller):
    """Public answers for programs: an Atom feed, a list, and what is alike.

    Nobody is known here and nothing is remembered: no session is begun.
    """

    def _publications(self):
        return request.env["dialogue.publication"]._for_everybody()

    @http.route(
        f"{REGISTER_URL}.atom",
        type="http",
        auth="public",
        methods=["GET"],
        save_session=False,
    )
    def public_feed(self, **parameters):
        publications = self._publications()
        base = publications.get_base_url()
        search = Search.parse(publications, parameters)
        newest = publications.search(search.domain(publications), limit=PER_PAGE)
        entries = [
            {
                "id": copy._public_uuid(),
                "title": values["title"],
                "author": values["authority"] or request.env.company.name,
                "published": values["published_on"],
                "updated": values["changed_on"] or values["published_on"],
                "page": base + values["path"],
                "summary": values["question"],
                "content": values["answer"],
                "categories": [
                    name for name in (values["sector"], values["procedure"]) if name
                ],
            }
            for copy, values in zip(newest, newest._public_values(), strict=True)
        ]
        lang = request.env.lang or "vi_VN"
        # sudo: the name and age of the department
        company_sudo = request.env.company.sudo()
        feed = {
            # what a search finds is a feed of its own, by address and by name
            "id": publications._public_uuid(search.address("")),
            "title": self.env._("Answers to enterprises and citizens"),
            "lang": lang.replace("_", "-"),
            "author": company_sudo.dialogue_issuer or company_sudo.name,
            "updated": max(
                (entry["updated"] for entry in entries),
                default=company_sudo.create_date,
            ),
            "self": base + search.address(f"{REGISTER_URL}.atom"),
            "page": base + search.address(),
        }
        return public_data(atom_feed(feed, entries), "application/atom+xml")

    @http.route(
        f"{REGISTER_URL}.json",
        type="http",
        auth="public",
        methods=["GET"],
        save_session=False,
    )
    def public_list(self, page="", before="", **parameters):
        publications = self._publications()
        base = publications.get_base_url()
        search = Search.parse(publications, parameters)
        domain = search.domain(publications)
        if before:
            place = parse_place(before)
            if not place:
                error = self.env._(
                    "This address is not complete. Please follow “next” as it stands "
                    "in the list."
                )
                return self._json({"error": error}, status=400)
            part = RegisterPart.after(publications, domain, place)
        else:
            part = RegisterPart.of_number(publications, domain, whole_number(page) or 1)
        return self._json(
            {
                "page": part.number,
                "page_size": PER_PAGE,
                "total": part.total,
                "is_total_exact": not part.is_more,
                "left_out": search.left_out,
                "next": self._next_url(base, search, part),
                "answers": [
                    self._list_values(values, base)
                    for values in part.found._public_values()
                ],
            }
        )

    def _next_url(self, base, search, part):
        if not part.place_after:
            return None
        before = place_text(part.place_after)
        return base + search.address(f"{REGISTER_URL}.json", before=before)

    def _list_values(self, values, base):
        """Return the documented keys of one answer in the list."""
        return {
            "id": values["id"],
            "code": values["code"],
            "url": base + values["path"],
            "title": values["title"],
            "question": values["question"],
            "answer": text_of_html(values["answer"]),
            "answer_html": values["answer"],
            "legal_basis": values["legal_basis"],
            "result": values["verdict"],
            "authority": values["authority"],
            "sector": values["sector"],
            "sector_id": values["sector_id"] or None,
            "procedure": values["procedure"],
            "procedure_id": values["procedure_id"] or None,
            "year": values["year"],
            "asked_on": _day(values["asked_on"]),
            "answered_on": _day(values["answered_on"]),
            "published_at": _moment(values["published_on"]),
            "changed_at": _moment(values["changed_on"]),
            "petitioner": values["petitioner"] or None,
            "is_looked_at_again": values["is_looked_at_again"],
        }

    @http.route(
        "/dialogue/similar",
        type="http",
        auth="public",
        methods=["GET"],
        save_session=False,
    )
    def public_similar(self, q="", **kwargs):
        publications = self._publications()
        found = publications._public_alike(clean_text(q, TYPED_MAX), ALIKE)
        return self._json(
            {
                "results": [
                    {
                        "title": values["title"],
                        "url": values["path"],
                        "date": values["answered_day"],
                    }
                    for values in found._public_values()
                ]
            }
        )

    def _json(self, values, status=200):
        body = json.dumps(values, ensure_ascii=False).encode()
        return public_data(body, "application/json; charset=utf-8", status)


def _day(day):
    return day.isoformat() if day else None


def _moment(moment):
    return f"{moment.replace(microsecond=0).isoformat()}Z" if moment else None

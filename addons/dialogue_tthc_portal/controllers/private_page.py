from odoo.http import request

# a page that a private link opens stays with whoever holds the link: not in a cache,
# not in the address that the next page is told, not in a search engine
PRIVATE_HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


def private(response):
    """Return ``response`` with the headers of every page behind a private link."""
    response.headers.update(PRIVATE_HEADERS)
    return response


def link_not_good():
    """Return the one answer to every token that opens nothing, whatever is wrong."""
    return private(request.render("dialogue_tthc_portal.link_not_good", {}, status=404))

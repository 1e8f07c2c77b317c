from odoo.http import request

# A page of the layout is the visitor's own (their name, their token): no other cache
# than the browser's may keep it, and that one asks before it shows it again, because
# what is taken back from the public goes at once.
PAGE_HEADERS = {"Cache-Control": "private, no-cache", "Vary": "Cookie, Accept-Language"}
# Feeds and lists are the same for everybody. Any cache may keep them, and asks each
# time whether they are still so; the answer is short where they are.
DATA_HEADERS = {"Cache-Control": "public, no-cache", "Vary": "Accept-Language"}

NUMBER_MAX = 2**31 - 1


def public_page(template, values, status=200, is_indexed=True):
    """Return a public page.

    :param is_indexed: whether search engines are to keep it
    """
    response = request.render(template, values, status=status)
    response.headers.update(PAGE_HEADERS)
    if not is_indexed:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def public_data(body, mimetype, status=200):
    """Return public data; whoever has it already is told so.

    :param bytes body: the same for everybody
    """
    response = request.make_response(body, [("Content-Type", mimetype)], status=status)
    response.headers.update(DATA_HEADERS)
    response.headers["X-Content-Type-Options"] = "nosniff"
    if status != 200:
        return response
    response.add_etag()
    response.make_conditional(request.httprequest)
    return response


def not_there():
    """Return the one answer to whatever is not public, or not there at all."""
    return public_page(
        "dialogue_tthc_portal.public_not_there", {}, status=404, is_indexed=False
    )


def whole_number(text):
    """Return ``text`` from an address as a number from 1 on, or None."""
    text = text if isinstance(text, str) else ""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(NUMBER_MAX))):
        return None
    number = int(text)
    return number if 0 < number <= NUMBER_MAX else None

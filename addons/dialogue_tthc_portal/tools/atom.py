"""An Atom feed (RFC 4287) of plain values."""

import re
from datetime import datetime

from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
# what XML has no way to say
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom_feed(feed: dict, entries: list[dict]) -> bytes:
    """Return a feed; every value is escaped.

    :param feed: ``id``, ``title``, ``lang``, ``author``, ``updated`` (naive UTC),
        ``self`` (its own address) and ``page`` (of the page it is about)
    :param entries: dicts of ``id``, ``title``, ``author``, ``published`` and
        ``updated`` (naive UTC), ``page``, ``summary`` (text), ``content`` (HTML) and
        ``categories`` (list of str)
    """
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    root = etree.Element(
        etree.QName(ATOM, "feed"), {lang: feed["lang"]}, nsmap={None: ATOM}
    )
    _add(root, "id", feed["id"])
    _add(root, "title", feed["title"])
    _add(root, "updated", _instant(feed["updated"]))
    _add_author(root, feed["author"])
    _add(root, "link", rel="self", type="application/atom+xml", href=feed["self"])
    _add(root, "link", rel="alternate", type="text/html", href=feed["page"])
    for values in entries:
        entry = _add(root, "entry")
        _add(entry, "id", values["id"])
        _add(entry, "title", values["title"])
        _add(entry, "published", _instant(values["published"]))
        _add(entry, "updated", _instant(values["updated"]))
        _add_author(entry, values["author"])
        _add(entry, "link", rel="alternate", type="text/html", href=values["page"])
        for category in values["categories"]:
            _add(entry, "category", term=category)
        _add(entry, "summary", values["summary"])
        _add(entry, "content", values["content"], type="html")
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def _add(parent, name, text=None, **attributes):
    clean = {key: _FORBIDDEN.sub("", value) for key, value in attributes.items()}
    child = etree.SubElement(parent, etree.QName(ATOM, name), clean)
    if text is not None:
        child.text = _FORBIDDEN.sub("", text)
    return child


def _add_author(parent, name):
    _add(_add(parent, "author"), "name", name)


def _instant(moment: datetime) -> str:
    return f"{moment.replace(microsecond=0).isoformat()}Z"

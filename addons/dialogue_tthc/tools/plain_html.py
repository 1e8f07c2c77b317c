"""HTML of strangers, or out of office programs, made plain enough for a public page.

What is not on the list of tags goes, its text stays; attributes go, but for the
address of a link. Standard library only.
"""

from html import escape
from html.parser import HTMLParser

_INLINE = frozenset({"a", "b", "em", "i", "s", "strong", "sub", "sup", "u"})
_BLOCKS = frozenset(
    {
        "blockquote",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ol",
        "p",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    }
)
# the page has headings of its own
_RENAMED = {f"h{level}": "p" for level in range(1, 7)} | {"div": "p"}
_ENDLESS = frozenset({"br", "hr"})
# what is inside of these is no text
_DROPPED = frozenset(
    {"head", "iframe", "math", "noscript", "object", "script", "style", "svg"}
    | {"template", "textarea", "title"}
)
_ADDRESSES = ("https://", "http://")


def plain_html(html: str | None) -> str:
    """Return ``html`` with nothing in it but text, lists, tables, emphasis and links.

    >>> plain_html('<p style="x" onclick="y">Có<img src=x> <b>thể</b>')
    '<p>Có <b>thể</b></p>'

    :param html: anything; None counts as empty
    """
    return _parsed(html).html()


def text_of_html(html: str | None) -> str:
    """Return the text of ``html``, the addresses of its links in it.

    Blocks are lines; emphasis in the middle of a word or number does not part it.
    """
    return _parsed(html).text()


def _parsed(html):
    parser = _Plain()
    parser.feed(html or "")
    parser.close()
    return parser


class _Plain(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self._pieces = []
        self._lines = []
        self._open = []
        self._dropped = []

    def handle_starttag(self, tag, attrs):
        if tag in _DROPPED:
            self._dropped.append(tag)
        if self._dropped:
            return
        if tag not in _INLINE:
            self._lines.append("\n")
        if tag in _ENDLESS:
            self._pieces.append(f"<{tag}>")
            return
        name = _RENAMED.get(tag, tag)
        if tag not in _INLINE and tag not in _BLOCKS:
            return
        if name == "p" and "p" in self._open:
            # a paragraph is never inside of another
            self._close("p")
        self._open.append(name)
        self._pieces.append(f"<{name}{self._link(tag, attrs)}>")

    def handle_endtag(self, tag):
        if self._dropped:
            if tag in self._dropped:
                while self._dropped.pop() != tag:
                    pass
            return
        if tag not in _INLINE:
            self._lines.append("\n")
        self._close(_RENAMED.get(tag, tag))

    def handle_data(self, data):
        if not self._dropped:
            self._pieces.append(escape(data, quote=False))
            self._lines.append(data)

    def _link(self, tag, attrs):
        if tag != "a":
            return ""
        address = (dict(attrs).get("href") or "").strip()
        if not address.lower().startswith(_ADDRESSES):
            return ""
        self._lines.append(f" {address} ")
        return f' href="{escape(address)}" rel="nofollow noopener"'

    def _close(self, name):
        if name not in self._open:
            return
        while True:
            last = self._open.pop()
            self._pieces.append(f"</{last}>")
            if last == name:
                return

    def html(self):
        rest = "".join(f"</{name}>" for name in reversed(self._open))
        return ("".join(self._pieces) + rest).strip()

    def text(self):
        lines = "".join(self._lines).replace("\xa0", " ").split("\n")
        return "\n".join(line.strip() for line in lines if line.strip())

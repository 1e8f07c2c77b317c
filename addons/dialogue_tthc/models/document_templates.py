"""The official documents that are made from a template: one table for all rooms."""

from typing import NamedTuple

from .dialogue_document import KINDS


class Template(NamedTuple):
    """One official document that is made from a template.

    :param kind: key of ``dialogue_document.KINDS``: its numbers and its symbol
    :param title: what it is called in lists and menus, in English; translated like
        every label of a selection
    :param owner: name of the model whose record it is made of
    :param is_numbered: False for an appendix, which goes with another document
    """

    kind: str
    title: str
    owner: str
    is_numbered: bool = True


TEMPLATES = {
    "plan": Template("KH", "Plan", "dialogue.plan"),
    "invitation": Template("GM", "Letter of invitation", "dialogue.attendance"),
    "answer": Template("CV", "Letter of answer", "dialogue.answer"),
    "forwarding": Template("PC", "Forwarding slip", "dialogue.referral"),
    "escalation": Template("BC", "Report to the superior body", "dialogue.referral"),
    "minutes": Template("BB", "Minutes of the session", "dialogue.session"),
    "notice": Template("TB", "Notice of conclusions", "dialogue.session"),
    "session_report": Template("BC", "Report on a session", "dialogue.session"),
    "summary": Template("BC", "Table of petitions", "dialogue.session", False),
}
SELECTION = [(key, template.title) for key, template in TEMPLATES.items()]

# The name of each kind as it stands above the text (domain.md 2.5); official documents
# are in Vietnamese whatever language their author reads the screens in.
KIND_TITLES = {
    "KH": "KẾ HOẠCH",
    "GM": "GIẤY MỜI",
    "CV": "",
    "PC": "PHIẾU CHUYỂN",
    "BC": "BÁO CÁO",
    "BB": "BIÊN BẢN",
    "TB": "THÔNG BÁO",
    "TTr": "TỜ TRÌNH",
}
if set(KIND_TITLES) != {key for key, _label in KINDS}:  # pragma: no cover
    raise AssertionError("every kind of document has its title")

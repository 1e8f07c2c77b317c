from dataclasses import dataclass

from odoo import models

from .public_search import PER_PAGE


@dataclass
class RegisterPart:
    """One page of what a search finds in the register, and where it goes on.

    Pages have numbers as far as is counted; what is older is read from a place on.

    :ivar number: of the page; None when it was read from a place on
    :ivar place_after: the place from which it goes on, or None at the end
    """

    found: models.BaseModel
    total: int
    is_more: bool
    number: int | None
    place_after: tuple | None

    @classmethod
    def of_number(cls, publications, domain, number):
        """Return the page with this number; past the last one it is empty."""
        found, total, is_more = publications._public_page(domain, number, PER_PAGE)
        place_after = None
        if found and (is_more or number * PER_PAGE < total):
            place_after = found[-1]._public_place()
        elif is_more:
            # what has no number any more is not lost
            place_after = publications._public_counted_end(domain)
        return cls(found, total, is_more, number, place_after)

    @classmethod
    def after(cls, publications, domain, place):
        """Return the page that begins after ``place``."""
        found, has_older = publications._public_older(domain, place, PER_PAGE)
        place_after = found[-1]._public_place() if has_older else None
        return cls(found, *publications._public_count(domain), None, place_after)

from dataclasses import dataclass
from urllib.parse import urlencode

from .feedback_form import clean_text
from .public_page import whole_number

SEARCH_MAX = 200
PER_PAGE = 20
START_URL = "/dialogue"
REGISTER_URL = f"{START_URL}/answers"


@dataclass
class Search:
    """What somebody looks for in the register.

    What is asked for and is not there is left out of the search and told in
    ``left_out``, a list of names of parameters.
    """

    words: str
    sector_id: int | None
    procedure_id: int | None
    year: int | None
    session_id: int | None
    session_name: str
    sectors: list
    procedures: list
    years: list
    left_out: list

    @classmethod
    def parse(cls, publications, parameters):
        """Return the search that the parameters of an address ask for."""
        asked = {
            name: clean_text(parameters.get(name))
            for name in ("sector", "procedure", "year", "session")
        }
        numbers = {name: whole_number(text) for name, text in asked.items()}
        sectors, years = publications._public_sectors(), publications._public_years()
        found = {
            "sector": _known(numbers["sector"], sectors),
            "year": numbers["year"] if numbers["year"] in years else None,
        }
        # a procedure says of itself to which sector it belongs
        home = found["sector"] or (
            numbers["procedure"]
            and publications._public_sector_of(numbers["procedure"])
        )
        procedures = publications._public_procedures(home) if home else []
        found["procedure"] = _known(numbers["procedure"], procedures)
        session_sudo = publications.env["dialogue.session"]._portal_public(
            numbers["session"] or 0
        )
        found["session"] = session_sudo.id
        return cls(
            words=clean_text(parameters.get("q"), SEARCH_MAX),
            sector_id=_known(home, sectors),
            procedure_id=found["procedure"],
            year=found["year"],
            session_id=session_sudo.id or None,
            session_name=session_sudo.name or "",
            sectors=sectors,
            procedures=procedures,
            years=years,
            left_out=[name for name, text in asked.items() if text and not found[name]],
        )

    def domain(self, publications):
        """Return what fits, as a domain."""
        return publications._public_domain(
            self.words,
            # an answer about a procedure may have been filed under another sector
            None if self.procedure_id else self.sector_id,
            self.procedure_id,
            self.year,
            self.session_id,
        )

    def parameters(self):
        """Return the parameters of the address that asks for this again."""
        asked = {
            "q": self.words,
            "sector": self.sector_id,
            "procedure": self.procedure_id,
            "year": self.year,
            "session": self.session_id,
        }
        return {name: value for name, value in asked.items() if value}

    def address(self, path=REGISTER_URL, **more):
        """Return the address below ``path`` that asks for this again."""
        query = urlencode(self.parameters() | more)
        return f"{path}?{query}" if query else path


def _known(number, choices):
    return number if any(number == known for known, _name in choices) else None

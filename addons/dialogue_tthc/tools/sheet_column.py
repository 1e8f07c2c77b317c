"""One column that a spreadsheet can bring in. Standard library only."""

from dataclasses import dataclass

from .folded_text import folded_words


def words(text: str) -> tuple[str, ...]:
    """Return what stands between the commas of ``text``."""
    return tuple(text.split(", "))


def choices(**texts: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return a table of choices: key -> the words between semicolons."""
    return tuple((key, tuple(text.split("; "))) for key, text in texts.items())


@dataclass(frozen=True)
class Column:
    """One thing that a row can say.

    :param key: name in the values of a row
    :param title: heading in the file to fill in
    :param kind: "text", "day", "choice", "number", "tax_code", "phone", "email" or
        "flag"
    :param names: other headings that mean it, folded
    :param is_required: whether every row must say it
    :param hint: what to write, shown beside the cell
    :param choices: key -> words for it; the first one is offered in the list
    :param example: a cell as it could be
    :param width: of the column, in characters
    """

    key: str
    title: str
    kind: str = "text"
    names: tuple[str, ...] = ()
    is_required: bool = False
    hint: str = ""
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    example: str = ""
    width: int = 18

    def choice_of(self, text: str) -> str | None:
        """Return the key of the choice that ``text`` means, or None."""
        wanted = " ".join(folded_words(text))
        for key, words in self.choices:
            if wanted == key or any(
                wanted == " ".join(folded_words(word)) for word in words
            ):
                return key
        return None

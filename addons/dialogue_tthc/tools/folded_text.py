"""Text as people type it when they search: no diacritics, no capitals, single blanks.

Standard library only. What is stored folded is searched folded, so that it does not
matter whether the database itself knows how to take diacritics away.
"""

import unicodedata

# letters that Unicode does not take apart into a base and a mark
_WHOLE = str.maketrans({"đ": "d", "Đ": "d"})


def fold(text: str | None) -> str:
    """Return ``text`` without diacritics, in small letters, blanks joined.

    >>> fold("Cấp lại  GIẤY chứng nhận Đo lường")
    'cap lai giay chung nhan do luong'

    :param text: anything that was typed; None counts as empty
    """
    apart = unicodedata.normalize("NFKD", text or "")
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(plain.translate(_WHOLE).casefold().split())


def folded_words(text: str | None) -> list[str]:
    """Return the words of ``text``, folded, without what stands between them.

    >>> folded_words("Nghị định 30/2020/NĐ-CP?")
    ['nghi', 'dinh', '30', '2020', 'nd', 'cp']

    :param text: anything that was typed; None counts as empty
    """
    letters = fold(text)
    return "".join(each if each.isalnum() else " " for each in letters).split()

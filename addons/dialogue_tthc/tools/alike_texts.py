"""Which of some texts ask the same, by the words that they share.

Standard library only. Words are compared folded, so diacritics do not matter, and
words that are in most texts tell nothing.
"""

from collections import Counter

from .folded_text import folded_words

# so much of the telling words of two texts is shared when they ask the same
ALIKE_MIN = 0.3
# words in more than this part of many texts tell nothing
COMMON_PART = 0.4
# with fewer texts than this no word counts as common
FEW = 8
# words of one text that count
WORDS_MAX = 120


def group_alike(texts: list[str]) -> list[list[int]]:
    """Return the places of texts that ask the same, as lists of two or more.

    A text is in one list at most; whatever is like one of a list belongs to it.

    :param texts: what was asked, as typed
    """
    words = [set(folded_words(text)[:WORDS_MAX]) for text in texts]
    occurs = Counter(word for each in words for word in each)
    if len(texts) >= FEW:
        common = {word for word in occurs if occurs[word] > COMMON_PART * len(texts)}
        words = [each - common for each in words]
    # what only one text says is no reason to compare it with others
    by_word: dict[str, list[int]] = {}
    for place, each in enumerate(words):
        for word in each:
            by_word.setdefault(word, []).append(place)
    leader = list(range(len(texts)))

    def head(place):
        while leader[place] != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    shared: Counter[tuple[int, int]] = Counter()
    for places in by_word.values():
        for index, one in enumerate(places):
            for other in places[index + 1 :]:
                shared[one, other] += 1
    for (one, other), count in shared.items():
        if count >= ALIKE_MIN * len(words[one] | words[other]):
            leader[head(other)] = head(one)
    groups: dict[int, list[int]] = {}
    for place in range(len(texts)):
        groups.setdefault(head(place), []).append(place)
    return [places for places in groups.values() if len(places) > 1]

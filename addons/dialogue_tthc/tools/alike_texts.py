"""Which of some texts ask the same: what of them tells, and who belongs together.

Standard library only; how alike two texts are is measured by PostgreSQL. Words are
folded, so diacritics do not matter, and go by pairs, for a Vietnamese word mostly has
two syllables. What everybody writes tells nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from heapq import heappop, heappush
from itertools import combinations, count

from .folded_text import folded_words

# words too common to say what a question is about
COMMON_WORDS = frozenset(
    "bao bi cac can cho co con cua da dau de den do duoc gi hay hoac hoi khi khong la "
    "lam ma mot nao nay neu nhieu nhu nhung o phai ra sao se tai the theo thi toi "
    "trong tu va vao ve viec voi xin".split()
)
# who writes, that they ask, and the papers that every procedure has
COMMON_PAIRS = frozenset(
    tuple(pair.split())
    for pair in (
        "ban hanh,bat buoc,ca nhan,chung toi,co quan,co so,cong bo,cong ty,cua hang,"
        "dang ky,de nghi,dieu kien,doanh nghiep,don vi,giay to,gom nhung,ho so,"
        "hop tac,huong dan,ket qua,kien nghi,mat bao,muon biet,nop don,nop ho,quy dinh,"
        "san pham,tac xa,thoi gian,thoi han,thong tin,thu tuc,to chuc,toi muon,tra loi,"
        "yeu cau"
    ).split(",")
)
# words of one text that count
WORDS_MAX = 120
# pairs in more than this part of many texts tell nothing among these
COMMON_PART = 0.4
# with fewer texts than this no pair counts as common
FEW = 8


def telling_pairs(words: list[str]) -> list[tuple[str, str]]:
    """Return the words that follow each other, those that tell nothing left out.

    >>> telling_pairs(["cap", "cho", "nhan", "hieu"])
    [('cap', 'nhan'), ('nhan', 'hieu')]

    :param words: folded
    """
    telling = [word for word in words if word not in COMMON_WORDS]
    return list(zip(telling, telling[1:], strict=False))


def telling_texts(texts: list[str]) -> list[list[str]]:
    """Return for each text the pairs in it that tell what it is about, run together.

    >>> telling_texts(["Công ty xin hỏi về nhãn hiệu"])
    [['tynhan', 'nhanhieu']]

    :param texts: what was asked, as typed
    """
    told = []
    for text in texts:
        pairs = telling_pairs(folded_words(text)[:WORDS_MAX])
        told.append(["".join(pair) for pair in pairs if pair not in COMMON_PAIRS])
    if len(told) < FEW:
        return told
    occurs = Counter(pair for pairs in told for pair in set(pairs))
    most = COMMON_PART * len(told)
    return [[pair for pair in pairs if occurs[pair] <= most] for pairs in told]


def worth_comparing(told: list[list[str]]) -> list[tuple[int, int]]:
    """Return the places of each two texts that share what they tell, in order.

    Two pairs have to be shared, or all that the shorter text tells.

    :param told: of :func:`telling_texts`
    """
    once = [set(pairs) for pairs in told]
    places_of: defaultdict[str, list[int]] = defaultdict(list)
    for place, pairs in enumerate(once):
        for pair in pairs:
            places_of[pair].append(place)
    shared = Counter(
        both for places in places_of.values() for both in combinations(places, 2)
    )
    return sorted(
        (one, other)
        for (one, other), times in shared.items()
        if times >= min(2, len(once[one]), len(once[other]))
    )


def similarity(one: set[str], other: set[str]) -> float:
    """Return which part of the trigrams of two texts is in both: 0 none, 1 all.

    This is what ``similarity()`` of PostgreSQL's pg_trgm says of the same texts.
    """
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0


def join_alike(
    likeness: dict[tuple[int, int], float],
    clusters: list[list[int]],
    least: float,
    is_apart: Callable[[list[int], list[int]], bool] = lambda one, other: False,
) -> list[list[int]]:
    """Return ``clusters`` with those joined that are alike on the whole.

    The likest two are joined first. What counts is the mean over everything in the
    one and in the other, so that a chain of texts each like the next is no cluster.

    :param likeness: of two places; who is not in it is not alike
    :param clusters: places; each place is in one of them
    :param least: mean likeness of what is joined
    :param is_apart: whether two lists of places are never joined
    :return: clusters of places in their order, by their first places
    """
    alive = dict(enumerate(clusters))
    cluster_of = {place: key for key, places in alive.items() for place in places}
    sums: dict[int, Counter[int]] = {key: Counter() for key in alive}
    for (one, other), alike in likeness.items():
        mine, theirs = cluster_of[one], cluster_of[other]
        if mine != theirs:
            sums[mine][theirs] += alike
            sums[theirs][mine] += alike
    heap: list[tuple[float, int, int]] = []

    def consider(mine, theirs):
        mean = sums[mine][theirs] / (len(alive[mine]) * len(alive[theirs]))
        if mean >= least and not is_apart(alive[mine], alive[theirs]):
            heappush(heap, (-mean, min(mine, theirs), max(mine, theirs)))

    for mine, near in sums.items():
        for theirs in near:
            if mine < theirs:
                consider(mine, theirs)
    numbers = count(len(clusters))
    while heap:
        _mean, mine, theirs = heappop(heap)
        if mine not in alive or theirs not in alive:
            continue
        both = next(numbers)
        sums[both] = sums.pop(mine) + sums.pop(theirs)
        del sums[both][mine], sums[both][theirs]
        alive[both] = alive.pop(mine) + alive.pop(theirs)
        for near in sums[both]:
            sums[near][both] = sums[both][near]
            del sums[near][mine], sums[near][theirs]
            consider(both, near)
    return sorted(sorted(places) for places in alive.values())

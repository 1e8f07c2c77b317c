"""Pauses, and how much of a term runs between them.

A pause is a pair of points, days or moments, between which nothing runs; the end of
an open one is None.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from .calendar import ClockError

Point = TypeVar("Point", int, datetime)


def merged_pauses(
    pauses: Iterable[tuple[Point, Point | None]], start: Point
) -> list[tuple[Point, Point | None]]:
    """Return the pauses after ``start`` in order, none touching another.

    Only the last can be open.
    """
    merged: list[tuple[Point, Point | None]] = []
    for begin, end in sorted(pauses, key=lambda pause: pause[0]):
        begin = max(begin, start)
        if end is not None and end <= begin:
            continue
        if not merged:
            merged.append((begin, end))
            continue
        first, last = merged[-1]
        if last is None:
            break
        if begin > last:
            merged.append((begin, end))
        else:
            merged[-1] = (first, None if end is None else max(end, last))
    return merged


def pass_pauses(
    start: Point,
    need: int,
    merged: list[tuple[Point, Point | None]],
    count: Callable[[Point, Point], int],
) -> tuple[Point, int]:
    """Return from where, past the pauses, how much of the term is still to run."""
    for begin, end in merged:
        ran = count(start, begin)
        if ran >= need:
            break
        if end is None:
            raise ClockError("the clock stands still: there is no due day")
        start, need = end, need - ran
    return start, need


def used_between(
    start: Point,
    until: Point,
    merged: list[tuple[Point, Point | None]],
    count: Callable[[Point, Point], int],
) -> int:
    """Return how much of a term ran from ``start`` to ``until``."""
    if until <= start:
        return 0
    used = count(start, until)
    for begin, end in merged:
        if begin < until:
            used -= count(begin, until if end is None else min(end, until))
    return used

"""The reader as a whole: line by line through the stages, then into the plan."""

from collections.abc import Callable

from .bases import issuer_of, read_basis, split_bases
from .body import Body
from .ending import Ending
from .headings import is_requirement
from .lines import Line, fold
from .marks import is_mark_only
from .opening import Opening
from .plan import Assignment, PlanText
from .signing import PAGE, without_end_mark
from .state import Item
from .units import MONEY, NOT_OF_UNIT, giver_of, split_unit


class Reader(Opening, Body, Ending):
    """Read one text. Make a new one for each."""

    def parse(self) -> PlanText:
        """Take all lines, one after the other.

        :return: the plan, complete
        """
        stages: dict[str, Callable[[Line], bool]] = {
            "head": self._head,
            "title": self._title,
            "preamble": self._preamble,
            "body": self._body,
            "after": self._after,
        }
        for index, line in enumerate(self.lines):
            self.index = index
            if not any(map(str.isalnum, line.text)) and not is_mark_only(line.text):
                self._leave(line.number, line.text)
            elif PAGE.fullmatch(line.folded) and self.stage != "head":
                self._leave(line.number, line.text)
            else:
                while not stages[self.stage](line):
                    pass  # the stage has handed the line on
        self._finish()
        return self.plan

    def _finish(self) -> None:
        """Put together what was gathered line by line."""
        self._close_preamble()
        plan = self.plan
        if self.title:
            plan.title = " ".join(self.title)
        if self.bodies:
            names = [" ".join(lines) for lines in self.bodies]
            plan.issuer = names[-1]
            plan.superior = names[-2] if len(names) > 1 else None
            for number, name in list(zip(self.body_lines, names, strict=True))[:-2]:
                self._leave(number, name)
        elif plan.introduction:
            plan.issuer = issuer_of(plan.introduction)
        if plan.introduction and not plan.symbol:
            self._take_own_number(plan.introduction)
        units: dict[int, str | None] = {}
        for place, item in enumerate(self.items):
            units[place] = self._file(item, units)
        plan.closing = " ".join(self.closing) or None
        plan.recipients = [
            name for parts in self.recipients if (name := " ".join(parts).strip(" ;,."))
        ]
        plan.leftovers.sort(key=lambda left: left.line)
        plan.headings.sort(key=lambda heading: heading.line)

    def _file(self, item: Item, units: dict[int, str | None]) -> str | None:
        """Put a finished paragraph where it belongs.

        :param units: the unit of each item so far, for those below it
        :return: the unit of this item, if it is an assignment with one
        """
        plan, text = self.plan, without_end_mark(item.text)
        if item.field == "time_frame":
            plan.time_frame = f"{plan.time_frame}\n{text}" if plan.time_frame else text
        elif item.field == "bases":
            plan.bases += map(read_basis, split_bases(text))
        elif item.field == "aims":
            (plan.requirements if is_requirement(text) else plan.purposes).append(text)
        elif item.field == "budget":
            self._add_budget(text)
            plan.assignments.append(Assignment(None, text))
        elif item.field == "row" and item.parent:
            plan.assignments.append(Assignment(item.parent.unit, text))
        elif item.field == "assignments":
            return self._file_assignment(item, text, units)
        else:
            getattr(plan, item.field).append(text)
        return None

    def _file_assignment(
        self, item: Item, text: str, units: dict[int, str | None]
    ) -> str | None:
        """Part a task from its unit, which it may have from the lines above."""
        parent = item.parent
        inherited = None
        if parent and not (item.is_plain and NOT_OF_UNIT.match(fold(text))):
            inherited = parent.unit
            if parent.entry is not None and not item.is_plain:
                inherited = units.get(parent.entry)
        assignment = Assignment(inherited, text) if inherited else split_unit(text)
        if not inherited and assignment.unit and (giver := giver_of(text)):
            self._structure(item.number, giver)
        if assignment.unit is None and MONEY.match(fold(text)):
            self._add_budget(text)
        self.plan.assignments.append(assignment)
        return assignment.unit

    def _add_budget(self, text: str) -> None:
        plan = self.plan
        plan.budget = f"{plan.budget}\n{text}" if plan.budget else text

"""Jinja for templates that people of a department write: little, and no way out.

Everything that is not needed to fill in a document is refused before it runs: a
template may print values, repeat over lists and choose. It cannot call, assign,
include, multiply or format, so it takes a time that grows with its text and the
values. What is left is counted while it runs: steps of loops, and letters put out.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from jinja2 import StrictUndefined, Undefined, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

# steps of all loops together, and letters of the XML that comes out
MAX_STEPS = 100_000
MAX_OUTPUT = 20_000_000
MAX_NESTING = 4

_LOOP_NAMES = frozenset({"index", "index0", "revindex", "first", "last", "length"})
_FILTERS = ("upper", "lower", "capitalize", "trim", "join", "length", "first", "last",
            "default", "count", "d")  # fmt: skip
_TESTS = ("defined", "undefined", "none", "number", "string", "mapping", "sequence",
          "odd", "even", "true", "false", "equalto", "==", "!=", "eq", "ne", "lt", "le",
          "gt", "ge", "in")  # fmt: skip
_NODES = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const,
    nodes.Getattr, nodes.Getitem, nodes.For, nodes.If, nodes.CondExpr, nodes.Compare,
    nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter, nodes.Test,
    nodes.Concat, nodes.Add, nodes.Sub, nodes.List, nodes.Tuple, nodes.Neg,
)  # fmt: skip
# names that Jinja gives a meaning of its own
_SPECIAL = frozenset({"self", "super", "caller", "varargs", "kwargs"})
# read only by the sandbox itself
_COUNT = "counted steps"


class NotAllowed(TemplateSyntaxError):
    """A template does what no template of ours needs."""


class TooLong(SecurityError):
    """A document would become longer than any that is signed."""


class NotAList(UndefinedError):
    """A template repeats over what is no list."""


class DocumentEnvironment(ImmutableSandboxedEnvironment):
    """One environment for one document: it counts what it spends."""

    def __init__(self) -> None:
        super().__init__(
            autoescape=True, undefined=StrictUndefined, cache_size=0, loader=None
        )
        self.globals = {}
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.filters["join"] = _join
        self.filters[_COUNT] = self._counted
        self.tests = {name: self.tests[name] for name in _TESTS}
        self.steps = 0
        self.letters = 0

    def _parse(self, source: str, name: str | None, filename: str | None) -> Any:
        tree = super()._parse(source, name, filename)
        _check_nodes(tree, 0)
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(
                loop.iter, _COUNT, [], [], None, None, lineno=loop.lineno
            )
        return tree

    def _counted(self, values: object) -> Iterator[object]:
        for value in _listed(values):
            self.steps += 1
            if self.steps > MAX_STEPS:
                raise TooLong("steps")
            yield value

    def concat(self, pieces: Iterable[str]) -> str:  # type: ignore[override]
        """Join what a template puts out, as far as a document may be long."""
        kept = []
        for piece in pieces:
            self.letters += len(piece)
            if self.letters > MAX_OUTPUT:
                raise TooLong("output")
            kept.append(piece)
        return "".join(kept)

    def getattr(self, obj: object, attribute: str) -> Any:
        """Return what stands under a name in a dict; no attribute of anything else."""
        return self.getitem(obj, attribute)

    def getitem(self, obj: object, argument: object) -> Any:
        """Return an entry of a dict or list, or where a loop stands."""
        if isinstance(obj, dict) and isinstance(argument, str) and argument in obj:
            return obj[argument]
        if isinstance(obj, list) and isinstance(argument, int):
            if -len(obj) <= argument < len(obj):
                return obj[argument]
        elif isinstance(obj, LoopContext) and argument in _LOOP_NAMES:
            return getattr(obj, str(argument))
        return self.undefined(obj=obj, name=str(argument))

    def call(self, *_args: object, **_kwargs: object) -> Any:
        """Refuse: nothing is called from a template."""
        raise SecurityError("call")


def plain(value: object) -> Any:
    """Return a copy of ``value`` that holds texts, numbers, lists and dicts alone.

    Control characters, which no XML can hold, are left out.

    :raise TypeError: there is something else in it
    """
    if value is None:
        return ""
    # exactly these: a class of its own could have methods of its own
    if type(value) in (bool, int):
        return value
    if isinstance(value, str):
        return "".join(filter(_is_printable, str(value).replace("\r\n", "\n")))
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    raise TypeError(f"{type(value).__name__} in the values of a document")


def _is_printable(char: str) -> bool:
    code = ord(char)
    return char in "\n\t" or (
        code >= 0x20
        and not 0x7F <= code <= 0x9F
        and not 0xD800 <= code <= 0xDFFF
        and code not in (0xFFFE, 0xFFFF)
    )


def _join(values: object, separator: str = "") -> str:
    """Jinja's own also takes the name of an attribute."""
    return str(separator).join(map(str, _listed(values)))


def _listed(values: object) -> list[Any] | tuple[Any, ...]:
    if isinstance(values, Undefined):
        str(values)  # raises, with its name
    if not isinstance(values, list | tuple):
        # over a text, letter by letter, is never meant
        raise NotAList
    return values


def _check_nodes(node: nodes.Node, nesting: int) -> None:
    """Refuse every construct that is not in the list.

    :raise NotAllowed: with the line where it stands
    """
    if type(node) not in _NODES:
        raise NotAllowed(type(node).__name__, getattr(node, "lineno", None) or 1)
    # what is looked up is named in the template, never told by a value
    if isinstance(node, nodes.Getitem) and not isinstance(node.arg, nodes.Const):
        raise NotAllowed("[ ]", node.lineno)
    if isinstance(node, nodes.For):
        nesting += 1
        if nesting > MAX_NESTING or node.recursive:
            raise NotAllowed("for", node.lineno)
    name = getattr(node, "attr", None) or getattr(node, "name", None)
    if isinstance(name, str) and (name.startswith("_") or name in _SPECIAL):
        raise NotAllowed(name, node.lineno)
    for child in node.iter_child_nodes():
        _check_nodes(child, nesting)

"""Read the text of a dialogue plan (kế hoạch) into its parts.

The one public function is :func:`parse_plan`. It needs the standard library
alone and can be loaded by its path, without Odoo, with the folder ``plan_reader``
beside it::

    plan = parse_plan(text)
    plan.symbol        # "KH-SKHCN"
    plan.bases[0]      # Basis(text="Thực hiện Kế hoạch 90/KH-UBND ...", ...)

It never raises on a ``str``, it runs in linear time, and it drops no line: what
found no field is in :attr:`PlanText.leftovers`. Only list marks and the words that
form stands for ("Số:", "ngày", "Giao", "có trách nhiệm", the full stop after a
recipient) do not come back.
"""

import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .plan_reader import Assignment, Basis, PlanText, TextLine

__all__ = ["Assignment", "Basis", "PlanText", "TextLine", "parse_plan"]


def _load_reader() -> ModuleType:
    """Import the package ``plan_reader``, also when this file came by its path."""
    if __package__:
        return importlib.import_module(".plan_reader", __package__)
    name = "dialogue_tthc_plan_reader"
    if name not in sys.modules:
        folder = Path(__file__).with_name("plan_reader")
        start = folder / "__init__.py"
        spec = importlib.util.spec_from_file_location(
            name, start, submodule_search_locations=[str(folder)]
        )
        if spec is None or spec.loader is None or not start.is_file():
            raise ImportError(f"no plan_reader beside {__file__}")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


_reader = _load_reader()
if not TYPE_CHECKING:
    Assignment = _reader.Assignment
    Basis = _reader.Basis
    PlanText = _reader.PlanText
    TextLine = _reader.TextLine


def parse_plan(text: str) -> PlanText:
    """Read a plan.

    :param text: any text, a plan of no known shape included
    :return: what was found in it and, in ``leftovers``, what was not placed
    """
    return _reader.Reader(text).parse()

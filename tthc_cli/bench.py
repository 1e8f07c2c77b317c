"""``tthc bench``: how fast the parts are of which a speed is promised."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .console import say
from .errors import TthcError
from .install import temporary
from .odoo import Odoo, ready_odoo
from .paths import ADDONS, REPO
from .process import Command, stream

_INSIDE = Path(__file__).parent / "inside"


@dataclass(frozen=True)
class Part:
    """One thing that is timed.

    :param title: what it is, for the person
    :param run: times it, tells it, and says whether it is as fast as promised
    """

    title: str
    run: Callable[[Odoo], bool]


def _engine(odoo: Odoo) -> bool:
    """Time the legal clock without Odoo, beside a loop over the days."""
    clock = ADDONS / "dialogue_tthc/tools/legal_clock.py"
    return not stream([odoo.python, _INSIDE / "bench_engine.py", clock], _tell)


def _reminders(odoo: Odoo) -> bool:
    """Time the reminder job on one morning, on a database of its own."""
    with (
        temporary(odoo, "bench", ["dialogue_tthc"]) as database,
        odoo.configuration(database.name) as conf,
    ):
        script = _INSIDE / "bench_reminders.py"
        command: Command = [odoo.python, script, conf, database.name]
        return not stream(command, _tell, env=odoo.server.env())


def _portal(odoo: Odoo) -> bool:
    """Time filing and reading on the portal, on a database and a server of its own."""
    with (
        temporary(odoo, "bench", ["dialogue_tthc", "dialogue_tthc_portal"]) as database,
        odoo.configuration(database.name) as conf,
    ):
        script = _INSIDE / "bench_portal.py"
        command: Command = [odoo.python, script, conf, database.name]
        env = odoo.server.env(PYTHONPATH=str(REPO))
        return not stream(command, _tell, env=env)


def _export(odoo: Odoo) -> bool:
    """Time a large spreadsheet beside bare xlsxwriter, on a database of its own."""
    return _own_database(odoo, "bench_export.py", PYTHONPATH=str(REPO))


def _import(odoo: Odoo) -> bool:
    """Time the import of a whole register, on a database of its own."""
    return _own_database(odoo, "bench_import.py", PYTHONPATH=str(REPO))


def _session(odoo: Odoo) -> bool:
    """Time the desk of a session by two secretaries, on a database of its own."""
    return _own_database(odoo, "bench_session.py", PYTHONPATH=str(REPO))


def _own_database(odoo: Odoo, script: str, **env: str) -> bool:
    with (
        temporary(odoo, "bench", ["dialogue_tthc"]) as database,
        odoo.configuration(database.name) as conf,
    ):
        command: Command = [odoo.python, _INSIDE / script, conf, database.name]
        return not stream(command, _tell, env=odoo.server.env(**env))


def _tell(line: str) -> None:
    say(f"  {line}")


#: What can be asked for, and what is then timed, in this order.
BENCHES: dict[str, tuple[Part, ...]] = {
    "clock": (
        Part("Tính hạn", _engine),
        Part("Nhắc hạn buổi sáng", _reminders),
    ),
    "import": (Part("Nhập sổ cũ từ bảng tính", _import),),
    "portal": (Part("Gửi và xem trên cổng", _portal),),
    "session": (Part("Ghi ý kiến tại buổi đối thoại", _session),),
    "export": (Part("Xuất bảng tổng hợp", _export),),
}


def bench(name: str) -> int:
    """Time what ``name`` stands for; return 1 if a part is too slow or wrong.

    Without a name: list what there is.

    :raise TthcError: there is no such bench
    """
    if not name:
        for known, parts in BENCHES.items():
            say(f"{known}  [{', '.join(part.title for part in parts)}]")
        return 0
    if name not in BENCHES:
        raise TthcError(
            f"không có phép đo “{name}”; có: {', '.join(BENCHES)}.",
            f"there is no bench '{name}'.",
        )
    odoo = ready_odoo()
    failed = 0
    for part in BENCHES[name]:
        say(f"{part.title}:")
        failed += not part.run(odoo)
    return 1 if failed else 0

"""What the command prints while it works: one line per step, with its time."""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType

_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


def say(text: str = "") -> None:
    """Print a line for the person, at once."""
    print(text, flush=True)


def warn(text: str) -> None:
    """Print a line on standard error, at once."""
    print(text, file=sys.stderr, flush=True)


class Step:
    """One step of the set-up: shown while it runs, ticked off with its time.

    On a terminal the line moves; elsewhere it is printed when the step starts and
    once more when it ends. ``note`` changes what stands behind the title.
    """

    def __init__(self, title: str) -> None:
        self.title = title
        self.detail = ""
        self.live = sys.stderr.isatty()
        self._start = 0.0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def note(self, detail: str) -> None:
        """Show ``detail`` behind the title from now on."""
        self.detail = detail

    def _draw(self) -> None:
        frame = 0
        while not self._stop.wait(0.12):
            seconds = int(time.monotonic() - self._start)
            line = f"{_FRAMES[frame % len(_FRAMES)]} {self.title} … {seconds} s"
            if self.detail:
                line += f"  {self.detail[:60]}"
            sys.stderr.write(f"\r\033[K{line}")
            sys.stderr.flush()
            frame += 1

    def __enter__(self) -> Step:
        self._start = time.monotonic()
        if self.live:
            self._thread = threading.Thread(target=self._draw, daemon=True)
            self._thread.start()
        else:
            warn(f"· {self.title} …")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        if self._thread:
            self._thread.join()
            sys.stderr.write("\r\033[K")
        seconds = time.monotonic() - self._start
        mark = "✗" if kind else "✓"
        warn(f"{mark} {self.title} ({seconds:.1f} s)")

"""What a person is told when something foreseeable goes wrong."""

from __future__ import annotations

DOCKER = "docker/README.md"


class TthcError(Exception):
    """A failure with one clear sentence in Vietnamese and the same in English.

    :param vi: the sentence for the person in front of the screen
    :param en: the same in English
    :param docker: True when the Docker way is a way out
    :param details: last lines of the output of what failed, shown below
    """

    def __init__(
        self, vi: str, en: str, *, docker: bool = False, details: str = ""
    ) -> None:
        super().__init__(en)
        self.vi = vi
        self.en = en
        self.docker = docker
        self.details = details

    def __str__(self) -> str:
        lines = [f"Lỗi: {self.vi}", f"Error: {self.en}"]
        if self.docker:
            lines.append(f"Cách khác, không cần gì trên máy / another way: {DOCKER}")
        if self.details:
            lines += ["", self.details.rstrip()]
        return "\n".join(lines)


class CommandFailed(TthcError):
    """A program that we called ended with an error.

    :param command: what was called, for people
    :param code: its exit code
    :param output: what it said; the last lines are shown
    """

    def __init__(self, command: str, code: int, output: str = "") -> None:
        self.code = code
        self.output = output
        super().__init__(
            f"lệnh “{command}” thất bại (mã {code}).",
            f"'{command}' failed with code {code}.",
            details="\n".join(output.splitlines()[-25:]),
        )

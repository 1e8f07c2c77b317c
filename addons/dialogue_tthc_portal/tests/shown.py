"""One page in one state, as the tables of states have it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shown:
    """One page in one state.

    :param state: name of the method of ``PageStates`` that makes it
    :param who: attribute of the test case that is the user, or None without account
    :param act: what a person does there, as JavaScript, before anything is sent
    :param send: button to press when the page is there, as a CSS selector; what is
        then looked at is the answer
    :param is_again: whether the page is left after that, and opened once more
    :param seen: CSS selector of what must be there before the page is looked at
    """

    state: str
    who: str | None = "petitioner_user"
    act: str | None = None
    send: str | None = None
    is_again: bool = False
    seen: str | None = None


def fill(values):
    """Return JavaScript that writes values into the inputs of these names."""
    return "".join(
        f"(() => {{ const input = document.querySelector('main [name=\"{name}\"]');"
        f"input.value = {value!r};"
        "input.dispatchEvent(new Event('input', {bubbles: true})); })();"
        for name, value in values.items()
    )

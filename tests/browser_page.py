"""A page in Chromium, worked with as a person does: by keys, and by what it shows."""

import json
import logging
import threading
from types import SimpleNamespace

from odoo.tests import common

from .live_server import PATIENCE, until

_logger = logging.getLogger(__name__)

KEYS = {"Enter": 13, "Tab": 9, "Escape": 27}
CONTROL = 2


class BrowserPage(common.ChromeBrowser):
    """One page with a profile of its own; the server it shows is no test's."""

    def __init__(self, size="1366x768"):
        owner = SimpleNamespace(_logger=_logger, browser_size=size, touch_enabled=False)
        super().__init__(owner)
        # a line that is cut is told on the console, and is no failure here
        for event in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown"):
            self._handlers[event] = lambda **_params: None
        self.ask("Fetch.disable")
        self.ask("Network.enable")

    def ask(self, method, **params):
        """Have the browser do ``method`` of its protocol; return the answer."""
        return self._websocket_request(method, params=params, timeout=PATIENCE)

    # ------------------------------------------------------------------
    # Eyes
    # ------------------------------------------------------------------

    def read(self, expression):
        """Return the value of ``expression`` on the page; None while it loads."""
        try:
            said = self.ask(
                "Runtime.evaluate",
                expression=expression,
                awaitPromise=True,
                returnByValue=True,
            )
        except common.ChromeBrowserException:
            return None
        return None if "exceptionDetails" in said else said["result"].get("value")

    def wait(self, expression):
        """Wait until ``expression`` is true on the page."""
        until(lambda: self.read(expression), expression)

    def wait_for(self, selector):
        """Wait until the page has a part that ``selector`` finds."""
        self.wait(f"Boolean(document.querySelector({json.dumps(selector)}))")

    def texts(self, selector):
        """Return the texts of all parts that ``selector`` finds."""
        return self.read(
            f"Array.from(document.querySelectorAll({json.dumps(selector)}),"
            " (part) => part.textContent.trim())"
        )

    # ------------------------------------------------------------------
    # Keys
    # ------------------------------------------------------------------

    def type(self, text):
        """Type ``text`` where the cursor is."""
        for letter in text:
            self._press(letter, text=letter)

    def press(self, key, modifiers=0):
        """Press one of KEYS."""
        code = {"code": key, "windowsVirtualKeyCode": KEYS[key]}
        text = {"text": "\r"} if key == "Enter" and not modifiers else {}
        self._press(key, modifiers=modifiers, **code, **text)

    def _press(self, key, **params):
        self.ask("Input.dispatchKeyEvent", type="keyDown", key=key, **params)
        params.pop("text", None)
        self.ask("Input.dispatchKeyEvent", type="keyUp", key=key, **params)

    def reload(self):
        """Load the page again, whoever gives it."""
        self.read("window.isOld = true")
        self.begin_reload()
        self.wait("!window.isOld")

    def begin_reload(self):
        """Ask for the page again and wait for nothing."""
        self._websocket_send("Page.reload")

    def stay(self):
        """Stay on the page whenever it asks whether to leave.

        :return: list of the kinds of what was asked, which grows
        """
        asked = []

        def on_dialog(type, **_params):
            asked.append(type)
            self._websocket_send(
                "Page.handleJavaScriptDialog", params={"accept": False}
            )

        self._handlers["Page.javascriptDialogOpening"] = on_dialog
        return asked

    # ------------------------------------------------------------------
    # The line
    # ------------------------------------------------------------------

    def set_offline(self, is_offline):
        """Cut the browser's line, or join it."""
        self.ask(
            "Network.emulateNetworkConditions",
            offline=is_offline,
            latency=0,
            downloadThroughput=-1,
            uploadThroughput=-1,
        )

    def lose_answer(self, pattern, number, meanwhile):
        """Lose one answer of the server on its way.

        :param pattern: of the addresses that are asked
        :param number: which of their answers is lost, the first is 1
        :param meanwhile: called when the server has answered, before the page knows
        :return: an event that is set when it is lost
        """
        lost, answers = threading.Event(), []

        def on_answer(requestId, **params):
            # what nobody answered is no answer
            if "responseStatusCode" in params:
                answers.append(requestId)
            if len(answers) == number and not lost.is_set():
                meanwhile()
                self._websocket_send(
                    "Fetch.failRequest",
                    params={"requestId": requestId, "errorReason": "ConnectionReset"},
                )
                lost.set()
            else:
                self._websocket_send(
                    "Fetch.continueRequest", params={"requestId": requestId}
                )

        self._handlers["Fetch.requestPaused"] = on_answer
        answered = {"urlPattern": pattern, "requestStage": "Response"}
        self.ask("Fetch.enable", patterns=[answered])
        return lost

"""A browser that is held by hand: pages, keys, and axe-core looking for barriers."""

import json
import os
import time
from contextlib import contextmanager
from pathlib import Path

from odoo.tests import common

from .common import PortalHttpCommon

# what the tests ask for: WCAG 2.2 AA and three good habits
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
HABITS = ["heading-order", "region", "landmark-one-main", "page-has-heading-one"]
PATIENCE = 60
# the page is there
LOADED = "document.readyState === 'complete'"
# and its scripts have taken over
READY = (
    f"{LOADED} && (!document.querySelector('.o_dialogue_display')"
    " || document.querySelector('.o_dialogue_display_ready'))"
)


def axe_source():
    """Return the source of axe-core.

    :raise AssertionError: nobody said where it is
    """
    path = os.environ.get("TTHC_AXE")
    assert path, "TTHC_AXE must name axe.min.js; ./tthc test does that"
    return Path(path).read_text(encoding="utf-8")


class Page:
    """What one browser shows."""

    def __init__(self, case, browser):
        self.case = case
        self.browser = browser
        self._axe = axe_source()
        self.ready = READY

    def send(self, method, **params):
        """Send one order to the browser; return what it answers."""
        return self.browser._websocket_request(method, params=params, timeout=PATIENCE)

    def run(self, code):
        """Return what the JavaScript expression ``code`` is worth on this page."""
        answer = self.send(
            "Runtime.evaluate",
            expression=code,
            awaitPromise=True,
            returnByValue=True,
        )
        if "exceptionDetails" in answer:
            raise AssertionError(f"{code[:200]}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def wait(self, code):
        """Wait until ``code`` is true on this page."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.run(f"(() => {{ try {{ return !!({code}) }} catch {{}} }})()"):
                return
            time.sleep(0.05)
        raise AssertionError(f"never true: {code}")

    def open(self, path):
        """Show the page at ``path``."""
        self.browser.navigate_to(self.case.base_url() + path, wait_stop=True)
        self.wait(self.ready)

    def press_button(self, selector):
        """Press a button of a form that stays on the page; wait for the answer."""
        self.run("window.is_old = true")
        self.run(f"document.querySelector({json.dumps(selector)}).click()")
        self.wait(f"!window.is_old && {self.ready}")

    def set_media(self, **features):
        """Say what the device asks for, such as ``color_scheme="dark"``."""
        # colours that are still on their way from light to dark are no colours
        features = {"reduced_motion": "reduce", **features}
        self.send(
            "Emulation.setEmulatedMedia",
            features=[
                {"name": f"prefers-{name.replace('_', '-')}", "value": value}
                for name, value in features.items()
            ],
        )

    def set_size(self, width, height=900):
        """Give the window a size, in CSS pixels."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def set_offline(self, is_offline):
        """Cut the browser's line, or join it."""
        self.send("Network.enable")
        self.send(
            "Network.emulateNetworkConditions",
            offline=is_offline,
            latency=0,
            downloadThroughput=-1,
            uploadThroughput=-1,
        )

    def look(self, theme, size):
        """Show the page in these colours and this text size."""
        self.run(
            "(() => {"
            "document.documentElement.className = document.documentElement.className"
            f".replace(/o_dialogue_size_\\d/, 'o_dialogue_size_{size}');"
            "document.body.className = document.body.className"
            f".replace(/o_dialogue_(auto|light|dark)/, 'o_dialogue_{theme}');"
            "})()"
        )

    def press(self, key, code=None, text=None):
        """Press one key, as a person does."""
        key_code = {"Tab": 9, "Enter": 13, " ": 32}.get(key, 0)
        params = {"key": key, "code": code or key, "windowsVirtualKeyCode": key_code}
        if key == "Enter":
            text = "\r"
        if text:
            params["text"] = text
        self.send("Input.dispatchKeyEvent", type="keyDown", **params)
        self.send("Input.dispatchKeyEvent", type="keyUp", **params)

    def type(self, text):
        """Write ``text`` where the focus is."""
        self.send("Input.insertText", text=text)

    def tab_to(self, selector):
        """Press Tab until the focus is on what ``selector`` finds."""
        for _step in range(80):
            self.press("Tab")
            if self.run(f"document.activeElement.matches({json.dumps(selector)})"):
                return
        shown = self.run("document.body.innerText")
        raise AssertionError(f"Tab does not reach {selector} on: {shown[:500]}")

    def switch_scripts_off(self):
        """Let no page run a script from now on."""
        self.send("Emulation.setScriptExecutionDisabled", value=True)
        self.ready = LOADED

    def sign_out(self):
        """Let the session of this browser be gone, as on the server it is some day."""
        url = self.case.base_url()
        self.send("Network.deleteCookies", name="session_id", url=url)

    def choose_file(self, selector, path):
        """Choose the file at ``path`` on this machine, as a person does."""
        root = self.send("DOM.getDocument")["root"]["nodeId"]
        node = self.send("DOM.querySelector", nodeId=root, selector=selector)
        self.send("DOM.setFileInputFiles", files=[str(path)], nodeId=node["nodeId"])

    def barriers(self):
        """Return what axe finds on this page, a line for each element."""
        if not self.run("typeof axe === 'object'"):
            self.run(f"(() => {{ {self._axe} }})()")
        options = {
            "runOnly": {"type": "tag", "values": TAGS},
            "rules": {name: {"enabled": True} for name in HABITS},
            "resultTypes": ["violations"],
        }
        found = self.run(
            f"axe.run(document, {json.dumps(options)}).then(result => "
            "result.violations.flatMap(violation => violation.nodes.map(node => "
            "`${violation.id}: ${node.target.join(' ')}: "
            "${node.failureSummary} ${node.html.slice(0, 200)}`)))"
        )
        return [" ".join(line.split()) for line in found]

    def overflow(self):
        """Return by how many pixels the page is wider than the window, and by what."""
        return self.run(
            "(() => { const width = document.documentElement.clientWidth;"
            "if (document.documentElement.scrollWidth <= width) { return [] }"
            "return [...document.querySelectorAll('body *')].filter(element =>"
            "element.getBoundingClientRect().right > width + 1).map(element =>"
            "`${element.tagName}.${element.className}: "
            "${Math.round(element.getBoundingClientRect().right - width)}px`)"
            ".slice(0, 5) })()"
        )


class BrowserCommon(PortalHttpCommon):
    """Tests with a browser that is open for as long as the test wants."""

    @contextmanager
    def _browser(self, user=None):
        """Yield a :class:`Page` on which ``user`` is signed in."""
        browser = common.ChromeBrowser(self)
        with self.allow_requests(browser=browser):
            try:
                login = user.login if user else None
                self.authenticate(login, login, browser=browser)
                self.cr.flush()
                self.cr.clear()
                page = Page(self, browser)
                page.set_media()
                yield page
            finally:
                browser.stop()
                self._wait_remaining_requests()

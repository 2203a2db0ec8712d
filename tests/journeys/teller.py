"""Somebody at a browser, in sentences: what they do, what they see, and a photograph of every page."""

import base64
import hashlib
import hmac
import re
import struct
import time
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

PHOTOGRAPHS = Path(__file__).resolve().parents[2] / "screenshots"
WIDTHS = {"phone": 390, "desktop": 1280}
NARROWEST = 320
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# What a page that was refused on purpose writes to the console.
EXPECTED = re.compile(r"status of (403|404|409|410|422|429)")


class Person:
    """A person with a browser. Every sentence returns the person, so that a story reads on."""

    def __init__(self, name: str, context):
        self.name, self.context, self.page = name, context, context.new_page()
        self.page.set_default_timeout(15_000)
        self.complaints: list[str] = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message):
        if message.type == "error" and not EXPECTED.search(message.text):
            self.complaints.append(message.text)

    def opens(self, address: str):
        self.page.goto(address)
        return self

    def follows(self, words: str):
        self.page.get_by_role("link", name=words).first.click()
        return self

    def presses(self, words: str):
        self.page.get_by_role("button", name=words, exact=True).first.click()
        return self

    def writes(self, **fields: str):
        for label, value in fields.items():
            self.page.locator(f"[name={label}]").fill(value)
        return self

    def chooses(self, words: str):
        self.page.get_by_label(words).first.check()
        return self

    def picks(self, field: str, value: str):
        self.page.locator(f"select[name={field}]").select_option(value)
        return self

    def unfolds(self, words: str):
        self.page.locator("summary", has_text=words).first.click()
        return self

    def gives_file(self, field: str, path: Path):
        self.page.locator(f"input[name={field}]").set_input_files(path)
        return self

    def sees(self, *sentences: str):
        for sentence in sentences:
            # A page that was sent for may still be on its way.
            until = time.monotonic() + 10
            while sentence not in (text := self._text()) and time.monotonic() < until:
                self.page.wait_for_timeout(200)
            assert sentence in text, f"{self.name} does not see “{sentence}” on {self.page.url}:\n{text[:1500]}"
        return self

    def _text(self) -> str:
        return " ".join(self.page.locator("body").inner_text().split())

    def does_not_see(self, sentence: str):
        assert sentence not in self.page.locator("body").inner_text(), self.page.url
        return self

    def reads(self, pattern: str) -> str:
        """The part of the page's text that a pattern finds."""
        found = re.search(pattern, self.page.locator("body").inner_text())
        assert found, f"nothing like {pattern} on {self.page.url}"
        return found[1]

    def photographs(self, name: str):
        """Look at the page at both widths: no sideways scrolling, no accessibility problems, a picture of each."""
        PHOTOGRAPHS.mkdir(exist_ok=True)
        self.page.set_viewport_size({"width": NARROWEST, "height": 640})
        self.page.wait_for_load_state()  # a click may still be on its way to the next page
        self.page.wait_for_function("document.documentElement !== null")
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= NARROWEST, f"{name} is {wide} px wide on a screen of {NARROWEST}"
        for device, width in WIDTHS.items():
            self.page.set_viewport_size({"width": width, "height": 900})
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{name} is {wide} px wide on a {device} of {width}"
            self.page.screenshot(path=PHOTOGRAPHS / f"{name}-{device}.png", full_page=True)
            problems = Axe().run(self.page, options=RULES).response["violations"]
            told = [f"{problem['id']}: {problem['nodes'][0]['html'][:200]}" for problem in problems]
            assert not told, f"{name} on a {device}: {told}"
        return self

    def downloads(self, press: str, to: Path) -> Path:
        with self.page.expect_download() as waiting:
            self.presses(press)
        waiting.value.save_as(to)
        return to


def code_of(secret: str) -> str:
    """The six digits that an authenticator app would show now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"

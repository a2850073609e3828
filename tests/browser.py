"""A page in a real Chromium, without a window: driven through the pipe of its DevTools protocol."""

import base64
import fcntl
import json
import os
import shutil
import signal
from pathlib import Path
from types import TracebackType
from typing import Any, Self

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--hide-scrollbars", "--remote-debugging-pipe",
)  # fmt: skip


def _pipe() -> tuple[int, int]:
    """Where to read and where to write, with numbers that are not in the way of those that the browser asks for."""
    reading, writing = os.pipe()
    numbers = fcntl.fcntl(reading, fcntl.F_DUPFD_CLOEXEC, 10), fcntl.fcntl(writing, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(reading)
    os.close(writing)
    return numbers


def _started(profile: Path, reads: int, writes: int) -> int:
    """The browser's process."""
    assert CHROMIUM is not None
    files = [
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_DUP2, reads, 3),
        (os.POSIX_SPAWN_DUP2, writes, 4),
    ]
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
    process = os.posix_spawn(CHROMIUM, command, os.environ, file_actions=files)
    os.close(reads)
    os.close(writes)
    return process


class Browser:
    """One page of a browser with a profile of its own in ``profile``; it is gone at the end of the ``with``."""

    def __init__(self, profile: Path) -> None:
        """Start it; what it reads commands from and answers to are its third and fourth file, as it asks."""
        theirs_in, self._out = _pipe()
        self._in, theirs_out = _pipe()
        self._process = _started(profile, theirs_in, theirs_out)
        self._number, self._session, self._left = 0, "", b""
        targets = self.say("Target.getTargets")["targetInfos"]
        target = next(one["targetId"] for one in targets if one["type"] == "page")
        self._session = self.say("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.say("Page.enable")

    def __enter__(self) -> Self:
        """The browser itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it."""
        os.kill(self._process, signal.SIGTERM)
        os.waitpid(self._process, 0)
        os.close(self._in)
        os.close(self._out)

    def say(self, method: str, **params: object) -> dict[str, Any]:
        """One command of the protocol and its result."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        session = {"sessionId": self._session} if self._session else {}
        os.write(self._out, json.dumps(message | session).encode() + b"\0")
        while (answer := self._next()).get("id") != self._number:
            pass
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._left:
            came = os.read(self._in, 1 << 20)
            assert came, "the browser has ended"
            self._left += came
        text, _, self._left = self._left.partition(b"\0")
        answer: dict[str, Any] = json.loads(text)
        return answer

    def open(self, page: Path, width: int = 1280, scheme: str = "light", **features: str) -> None:
        """Show a page ``width`` pixels wide, in a light or dark scheme, with other media ``features``."""
        assert page.is_file(), page  # the browser would wait for ever
        self.say(
            "Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False
        )
        wanted = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"} | {
            name.replace("_", "-"): value for name, value in features.items()
        }
        media = [{"name": name, "value": value} for name, value in wanted.items()]
        self.say("Emulation.setEmulatedMedia", features=media)
        self.say("Page.navigate", url=page.as_uri())
        while self.run("document.readyState + location.href") != f"complete{page.as_uri()}":
            pass

    def run(self, expression: str) -> Any:
        """What a line of JavaScript gives."""
        given = self.say("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in given, given
        return given["result"].get("value")

    def press(self, key: str, code: int) -> None:
        """Press a key, as a person does."""
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            said = {"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code}
            self.say("Input.dispatchKeyEvent", **said, **(text if kind == "keyDown" else {}))

    def picture(self) -> bytes:
        """The whole page as PNG."""
        shot = self.say("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(shot["data"])

    def printed(self) -> bytes:
        """The page on paper, as PDF."""
        made = self.say(
            "Page.printToPDF", printBackground=False, preferCSSPageSize=True, generateTaggedPDF=True
        )
        return base64.b64decode(made["data"])

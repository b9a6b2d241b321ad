"""A real browser to look with: Chromium, driven over its DevTools pipe. For the gallery and the tests.

One process serves many pages, so hundreds of pictures take seconds each dozen and not minutes. It is
given files only; it never reaches a network.
"""

import base64
import contextlib
import json
import os
import shutil
import signal
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-extensions", "--disable-dev-shm-usage", "--hide-scrollbars", "--mute-audio",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-pipe", "about:blank",
)  # fmt: skip
_PATIENCE = 60.0
"""Seconds after which a browser that does not answer is ended."""
_TALLEST = 16_000
"""Pixels of a picture; Chromium's limit is 16,384."""

Scheme = Literal["light", "dark"]


class BrowserError(Exception):
    """Chromium did not do what was asked."""


def chromium() -> str | None:
    """Where Chromium is, or None when it is not installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Browser:
    """One Chromium with one page. Use as a context manager."""

    def __init__(self) -> None:
        """Start it. Raises BrowserError when it is not installed."""
        program = chromium()
        if program is None:
            raise BrowserError("chromium is not installed")
        self._home = tempfile.TemporaryDirectory(prefix="browser", ignore_cleanup_errors=True)
        to_child, self._write = os.pipe()
        self._read, from_child = os.pipe()
        null = os.open(os.devnull, os.O_RDWR)
        self._pid = os.posix_spawn(
            program,
            [program, f"--user-data-dir={self._home.name}", *_FLAGS],
            os.environ | {"HOME": self._home.name},
            file_actions=[
                # high numbers first, so that no end of a pipe is overwritten before it is used
                (os.POSIX_SPAWN_DUP2, to_child, 103),
                (os.POSIX_SPAWN_DUP2, from_child, 104),
                (os.POSIX_SPAWN_DUP2, null, 0),
                (os.POSIX_SPAWN_DUP2, null, 1),
                (os.POSIX_SPAWN_DUP2, null, 2),
                (os.POSIX_SPAWN_DUP2, 103, 3),
                (os.POSIX_SPAWN_DUP2, 104, 4),
            ],
            setsid=True,
        )
        for end in (to_child, from_child, null):
            os.close(end)
        self._buffer = b""
        self._count = 0
        self._session: str | None = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """One DevTools command; its result. Raises BrowserError for what the browser refuses."""
        self._count += 1
        message: dict[str, Any] = {"id": self._count, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._count:
                if "error" in answer:
                    raise BrowserError(f"{method}: {answer['error'].get('message')}")
                found: dict[str, Any] = answer["result"]
                return found

    def open(self, path: Path, *, width: int, scheme: Scheme = "light", height: int = 640) -> None:
        """Show a file at this width, as on a phone or a desk, and wait until it is laid out."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,  # noqa: PLR2004 - phones are narrower
        )
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.call("Page.navigate", url=path.resolve().as_uri())
        while self._next().get("method") != "Page.loadEventFired":
            pass

    def evaluate(self, script: str) -> Any:
        """What a JavaScript expression gives on the page shown."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise BrowserError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def picture(self) -> bytes:
        """The whole page as a PNG, however tall."""
        width = self.evaluate("document.documentElement.clientWidth")
        height = min(int(self.evaluate("document.documentElement.scrollHeight")), _TALLEST)
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        answer = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        return base64.b64decode(answer["data"])

    def close(self) -> None:
        """End it, and everything it started."""
        for end in (self._write, self._read):
            os.close(end)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        self._home.cleanup()

    def _next(self) -> dict[str, Any]:
        """The next message of the browser."""
        timer = threading.Timer(_PATIENCE, os.killpg, (self._pid, signal.SIGKILL))
        timer.daemon = True
        timer.start()
        try:
            while b"\0" not in self._buffer:
                chunk = os.read(self._read, 1 << 20)
                if not chunk:
                    raise BrowserError("chromium ended")
                self._buffer += chunk
        finally:
            timer.cancel()
        line, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        return message

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

"""An event loop in a thread of its own: what the practice servers run in.

So that blocking code (the mailbox) and async code (the postman) of one process can talk to them alike.
It never touches the loop of whoever uses it.
"""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, Self, TypeVar

T = TypeVar("T")

_STOP_SECONDS = 5.0


class Background:
    """A running event loop in a daemon thread, from ``start`` to ``stop``."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> Self:
        """Start the thread; does nothing when it runs."""
        if self._thread is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(
                target=self._run, args=(self._loop,), name=self._name, daemon=True
            )
            self._thread.start()
        return self

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The running loop."""
        if self._loop is None:
            raise RuntimeError(f"{self._name} is not running")
        return self._loop

    def call(self, work: Coroutine[Any, Any, T], timeout: float | None = 30.0) -> T:
        """Run ``work`` in the loop and wait here for its outcome."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout)

    async def acall(self, work: Coroutine[Any, Any, T]) -> T:
        """Run ``work`` in the loop and await its outcome from another loop."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self.loop))

    def stop(self) -> None:
        """Cancel what still runs, end the thread, close the loop. Safe to call twice."""
        loop, thread = self._loop, self._thread
        if loop is None or thread is None:
            return
        self._loop = self._thread = None
        loop.call_soon_threadsafe(loop.stop)
        thread.join()

    @staticmethod
    def _run(loop: asyncio.AbstractEventLoop) -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_forever()
            left = asyncio.all_tasks(loop)
            for task in left:
                task.cancel()
            if left:
                loop.run_until_complete(asyncio.wait(left, timeout=_STOP_SECONDS))
            # Transports close in callbacks: one more turn of the loop, or sockets are reported as leaked.
            loop.run_until_complete(asyncio.sleep(0))
            loop.run_until_complete(loop.shutdown_asyncgens())
        finally:
            asyncio.set_event_loop(None)
            loop.close()

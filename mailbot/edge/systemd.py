"""What systemd is told (sd_notify): that the bot is ready, that it still lives, and in a line how it is.

One datagram to the socket named in ``NOTIFY_SOCKET``; without one nothing happens. Never raises: a deaf
supervisor must not stop the bot.
"""

import os
import socket
from collections.abc import Mapping
from contextlib import suppress

READY = "READY=1"
ALIVE = "WATCHDOG=1"
STOPPING = "STOPPING=1"


def notify(*lines: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Tell the supervisor; False when there is none, or it does not listen."""
    address = environment.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return False
    with (
        suppress(OSError),
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as supervisor,
    ):
        supervisor.sendto(
            "\n".join(lines).encode(), address.replace("@", "\0", 1) if address[0] == "@" else address
        )
        return True
    return False


def status(text: str) -> str:
    """The line ``systemctl status`` shows."""
    return f"STATUS={' '.join(text.split())[:200]}"

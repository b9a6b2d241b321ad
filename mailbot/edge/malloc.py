"""The C library's memory: asks it to keep one heap for all threads, so that what they free can be used again.

By default glibc gives threads heaps of their own, and what one of them has once held stays with it; the
threads of the bot hold whole mails, one after the other.
"""

import ctypes
import sys

_M_ARENA_MAX = -8
"""Of ``mallopt`` (malloc.h)."""


def one_heap() -> bool:
    """Ask for it, before threads are started. False where the C library is not one that can be asked."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        return bool(ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1) == 1)
    except (OSError, AttributeError):
        return False

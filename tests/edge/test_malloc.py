"""The threads of the bot share one heap."""

import platform
import subprocess
import sys

import pytest

PROGRAM = """
import ctypes, sys, threading
from mailbot.edge.malloc import one_heap
if sys.argv[1] == "one":
    assert one_heap()
kept, libc = [], ctypes.CDLL(None)
together = threading.Barrier(3)
def hold():
    together.wait()
    kept.append([bytes(5000) for _ in range(50)])
    together.wait()
threads = [threading.Thread(target=hold) for _ in range(3)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
libc.fopen.restype = ctypes.c_void_p
told = libc.fopen(b"/dev/stdout", b"w")
libc.malloc_info(0, ctypes.c_void_p(told))
libc.fclose(ctypes.c_void_p(told))
"""


def heaps(how: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, how], capture_output=True, text=True, check=True, env={}, timeout=60
    )
    return done.stdout.count("<heap nr=")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc is asked")
def test_threads_share_one_heap_once_it_is_asked_for() -> None:
    assert heaps("default") > 1
    assert heaps("one") == 1

"""What a child gives up before it begins to work: memory, files, network, new rights.

Linux only; what cannot be had here is said in the answer, and the work goes on with the rest. The
network is dropped by an empty network namespace where the kernel lets us, else by making every socket
call of this interpreter fail.
"""

import ctypes
import os
import resource
import signal
import socket
import sys
from typing import NoReturn

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_LARGEST_FILE = 64 * 1024 * 1024
_OPEN_FILES = 128


def confine(*, memory: int) -> dict[str, bool]:
    """Give up what is not needed; which of it worked. ``memory`` is the address space in bytes."""
    done = {"memory": _limit(resource.RLIMIT_AS, memory)}
    done["core"] = _limit(resource.RLIMIT_CORE, 0)
    done["file_size"] = _limit(resource.RLIMIT_FSIZE, _LARGEST_FILE)
    done["open_files"] = _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    done["no_new_privileges"] = _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    done["dies_with_parent"] = _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    done["network_namespace"] = _leave_network()
    _forbid_sockets()
    return done


def allow_cpu(seconds: float) -> None:
    """Let this process use at most so many more seconds of CPU; then the kernel ends it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard == resource.RLIM_INFINITY or soft < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _limit(what: int, amount: int) -> bool:
    _, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        amount = min(amount, hard)
    try:
        resource.setrlimit(what, (amount, hard if what == resource.RLIMIT_CPU else amount))
    except (ValueError, OSError):
        return False
    return True


def _prctl(option: int, value: int) -> bool:
    if not sys.platform.startswith("linux"):
        return False
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        return bool(libc.prctl(option, value, 0, 0, 0) == 0)
    except (OSError, AttributeError):
        return False


def _leave_network() -> bool:
    """An empty network namespace of our own: no interface, not even loopback, is up."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(_CLONE_NEWNET) == 0:
            return True
        uid, gid = os.getuid(), os.getgid()
        if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
            return False
        _map_ids(uid, gid)
    except (OSError, AttributeError):
        return False
    return True


def _map_ids(uid: int, gid: int) -> None:
    """Keep our own user and group inside the new user namespace, so that files stay readable."""
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        try:
            descriptor = os.open(f"/proc/self/{name}", os.O_WRONLY)
        except OSError:
            continue
        try:
            os.write(descriptor, text.encode())
        except OSError:
            continue
        finally:
            os.close(descriptor)


def _no_network(*_: object, **__: object) -> NoReturn:
    raise PermissionError("a child has no network")


def _forbid_sockets() -> None:
    """Second line: in this interpreter, nothing can open a connection or resolve a name."""
    for name in ("connect", "connect_ex", "bind", "sendto", "sendmsg"):
        if hasattr(socket.socket, name):
            setattr(socket.socket, name, _no_network)
    for name in ("create_connection", "getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        setattr(socket, name, _no_network)

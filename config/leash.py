"""Ends process groups when whoever holds our standard input is gone, however it went.

Reads one process group per line; at the end of input asks what is left of them to finish, then forces it.
Run by :mod:`config.supervision` as a script of its own: it survives a kill -9 of the supervisor.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time

GRACE = 10.0


def send(group: int, number: int) -> bool:
    """Send a signal to a group; False when there is nobody left."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def main() -> None:
    """Wait for the end of input, then end the groups."""
    groups = [int(line) for line in sys.stdin]
    until = time.monotonic() + GRACE
    groups = [group for group in groups if send(group, signal.SIGTERM)]
    while groups and time.monotonic() < until:
        time.sleep(0.1)
        groups = [group for group in groups if send(group, 0)]
    for group in groups:
        send(group, signal.SIGKILL)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()

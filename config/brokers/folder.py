"""The embedded broker: Kombu's folder of messages, made safe for several processes at once.

Kombu opens a message under its final name and then writes it, so a worker that looks at the wrong moment
reads half a message and dies; its tables of queues have the same gap. Here a message gets its name when it is
whole, and one process at a time touches the tables.
"""

from __future__ import annotations

import fcntl
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Kombu's channel, with whole messages and guarded tables."""

    def _put(self, queue: Any, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        folder = Path(self.data_folder_out)
        name = f"{round(time.monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        unfinished = folder / f".{name}"
        unfinished.write_text(dumps(payload), encoding="utf-8")
        unfinished.rename(folder / name)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with Path(self.control_folder, ".lock").open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield

    def get_table(self, exchange: str) -> Any:
        """The queues bound to ``exchange``."""
        with self._alone():
            return super().get_table(exchange)

    def _queue_bind(self, *args: Any) -> None:
        with self._alone():
            super()._queue_bind(*args)

    def _delete(self, *args: Any, **kwargs: Any) -> None:
        with self._alone():
            super()._delete(*args, **kwargs)


class Transport(filesystem.Transport):
    """``filesystem://`` with :class:`Channel`."""

    Channel = Channel

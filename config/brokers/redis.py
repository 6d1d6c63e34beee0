"""Redis as the broker, with no list in it of what workers have in hand.

A message only says "look at job n". Whose the job is, its lease says, and of what got lost the reaper tells again
(:mod:`core.outbox.work`). Kombu beside that lists in Redis what a worker has not acknowledged, and puts it back when
the channel closes; where the channel closes because Redis is gone, that ends the worker.
"""

from __future__ import annotations

from kombu.transport import redis


class Channel(redis.Channel):
    """Kombu's channel; a message that was taken is in Redis no longer."""

    ack_emulation = False
    do_restore = False


class Transport(redis.Transport):
    """``redis://`` and ``rediss://`` with :class:`Channel`."""

    Channel = Channel

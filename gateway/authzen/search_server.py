"""Searches in front of the decision API's own server group: a long page must not hold up a decision.

They have threads of their own beside the one that decides.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from gateway.authzen.gathering import Application, Send, head_of, start_of
from gateway.authzen.patience import Event, Patience, Receive
from gateway.authzen.search_exchange import ENDPOINTS, respond

THREADS = 2


def searches(application: Application) -> Application:
    """``application`` with the three searches in front of it."""
    threads = ThreadPoolExecutor(THREADS, thread_name_prefix="searching")
    patience = Patience()

    async def call(scope: Event, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in ENDPOINTS:
            await application(scope, receive, send)
            return
        body = await patience.body(receive)
        work = partial(respond, head_of(scope), lambda _most: body)
        answer = await asyncio.get_running_loop().run_in_executor(threads, work)
        await send(start_of(answer))
        await send({"type": "http.response.body", "body": answer.body})

    return call

"""Searches in front of the decision API's own server group: a long page must not hold up a decision.

They have threads of their own beside the one that decides.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from gateway.authzen.gathering import Application, Event, Receive, Send, body_of, head_of
from gateway.authzen.search_exchange import ENDPOINTS, respond

THREADS = 2


def searches(application: Application) -> Application:
    """``application`` with the three searches in front of it."""
    threads = ThreadPoolExecutor(THREADS, thread_name_prefix="searching")

    async def call(scope: Event, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in ENDPOINTS:
            await application(scope, receive, send)
            return
        body = await body_of(receive)
        work = partial(respond, head_of(scope), lambda _most: body)
        answer = await asyncio.get_running_loop().run_in_executor(threads, work)
        headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in answer.headers]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    return call

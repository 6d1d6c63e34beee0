"""Entry points of the worker: terms of office, blocks and suspensions that begin and end by themselves, pledges."""

from __future__ import annotations

from celery import shared_task

from governance.members.actions import ask_for_pledges as ask
from governance.members.actions import end_blocks as end
from governance.members.actions import end_suspensions
from governance.members.actions import seat_officers as seat
from governance.members.actions import turn_offices as turn


@shared_task
def turn_offices() -> int:
    """End the terms whose last day has passed, open those whose first has come, and let data officers of members in
    who were named before their naming did so."""
    return turn() + seat()


@shared_task
def end_blocks() -> int:
    """End the blocks and suspensions whose last day has passed."""
    return end() + end_suspensions()


@shared_task
def ask_for_pledges() -> int:
    """Lead members to the pledge that they owe."""
    return ask()

"""Entry points of the worker."""

from __future__ import annotations

from celery import shared_task

from core.administration import actions


@shared_task
def forget_sign_ins() -> int:
    """Remove what is known of sign-ins that are long over."""
    return actions.forget_sign_ins()

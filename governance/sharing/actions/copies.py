"""Copies that the sub-processors of an entrustment hold, as the request named them."""

from __future__ import annotations

from governance.sharing.enums import TransferForm
from governance.sharing.models import Grant, OnwardCopy


def name_subprocessors(grant: Grant) -> None:
    """Each sub-processor that the request named holds a copy that has to be accounted for at the end: one copy, also
    where it works for several, with every country that was named for it."""
    if grant.line.form != TransferForm.ENTRUSTMENT:
        return
    places: dict[str, list[str]] = {}
    for one in grant.line.subprocessors or ():
        found = places.setdefault(one["name"], [])
        if one["country"] and one["country"] not in found:
            found.append(one["country"])
    for holder, countries in places.items():
        OnwardCopy.objects.create(
            grant=grant, holder=holder, place=", ".join(countries), listed_at=grant.opened_at
        )

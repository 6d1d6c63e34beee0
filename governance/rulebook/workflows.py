"""The life of an amendment. Editions have none: they are adopted once, never changed, and in force by date."""

from __future__ import annotations

from core.workflow import Workflow, rows

AMENDMENT = Workflow(
    name="amendment",
    initial="drafted",
    rows=rows(
        "drafted | edit_provision | = | secretary | provision_exists",
        "drafted | insert_provision | = | secretary | fits_there",
        "drafted | remove_provision | = | secretary | provision_exists",
        "drafted | set_setting | = | secretary | value_valid",
        "drafted | release_setting | = | secretary | provision_exists",
        "drafted | rebase | = | secretary | no_clash_or_side_chosen",
        "drafted | adopt | adopted | secretary | sound_and_last",
        "drafted | withdraw | withdrawn | secretary",
    ),
)

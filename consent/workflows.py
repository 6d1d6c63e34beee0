"""The state tables of this room: a choice of a person, and a notice.

The verbs are the names of the actions; :data:`KIND_OF` says which event a verb writes.
Roles: ``person`` the person; ``agent`` who acts for the person with authority; ``counter`` the secretariat
typing what the person said or signed; ``feed`` the provider's system reporting; ``system`` the clock;
``secretary`` the secretariat in its own name.
"""

from __future__ import annotations

from collections.abc import Mapping

from core.workflow import Workflow, rows

NEVER_ASKED = "none"

CONSENT = Workflow(
    "consent",
    NEVER_ASKED,
    rows(
        "none, refused, withdrawn, revoked, expired, invalidated | ask | requested"
        " | person, agent, counter, feed, secretary, system | prompted_once",
        "requested, deferred | ask | requested | secretary, system | newer_version",
        "requested | defer | deferred | person, agent, counter, feed",
        "requested, deferred | refuse | refused | person, agent, counter, feed",
        "requested, deferred | give | in_force | person, agent, counter, feed | able_to_consent",
        "in_force | renew | in_force | person, agent, counter, feed | able_to_consent",
        "in_force | withdraw | withdrawn | person, agent, counter, feed",
        "in_force | revoke | revoked | secretary | by_decision",
        "in_force | shorten | in_force | system",
        "in_force | expire | expired | system | past_its_end",
        "in_force | invalidate | invalidated | system | version_defective",
    ),
)

KIND_OF: Mapping[str, str] = {
    "ask": "requested",
    "defer": "deferred",
    "refuse": "refused",
    "give": "given",
    "renew": "renewed",
    "shorten": "shortened",
    "withdraw": "withdrawn",
    "revoke": "revoked",
    "expire": "expired",
    "invalidate": "invalidated",
}
"""Verb -> kind of the event that it writes."""

VERB_OF: Mapping[str, str] = {kind: verb for verb, kind in KIND_OF.items()}

NOTICE = Workflow(
    "notice",
    "drafted",
    rows(
        "drafted, published | draft_version | = | secretary",
        "drafted | publish_version | published | secretary | complete",
        "published | publish_version | published | secretary | complete",
        "published | retire | retired | secretary",
        "published, retired | invalidate | = | secretary | by_decision",
    ),
)

"""The apps, and what lower rooms know of upper ones: by name, so that they never import them."""

from __future__ import annotations

INSTALLED_APPS = [
    "config",
    "governance.desk",
    "governance.sharing",
    "governance.assembly",
    "governance.members",
    "governance.rulebook",
    "consent",
    "pia",
    "gateway.register",
    "gateway.authzen",
    "core.administration",
    "core.http",
    "core.outbox",
    "core.ledger",
    "core.access",
    "core.law",
    "core.clients",
    "core.accounts",
    "core.files",
    "core.numbering",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "guardian",
    "simple_history",
    "template_partials.apps.SimpleAppConfig",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "django_celery_beat",
]

RULEBOOK_PROVIDER = "governance.rulebook.queries.in_force"
DECISION_STANDS = "governance.assembly.queries.decisions.standing"
"""Dotted name of ``f(council, number) -> list[Standing] | None``: its decisions of that number that stand; empty where
others took their place, None where there is none."""
DECISION_THEN = "governance.assembly.queries.decisions.as_of"  # f(council, number, at) -> list[Standing]
SUBJECT_VOTED_ON = "governance.assembly.queries.voting.is_voted_on"  # f(council, subject) -> bool
DECISION_ADDRESSES = (
    "governance.assembly.queries.decisions.addresses"  # f(council, [(number, at)]) -> addresses
)
RULEBOOK_ARTICLE = "rulebook:article"
REACTIONS = "config.reactions"
NAVIGATION = "config.navigation.entries"
FIRST_PAGE = "config.navigation.first_page"
GUEST_PAGES = "config.navigation.guest_pages"  # f(user) -> [(council, address, why)]
LEFT_BY_MEMBER = "governance.sharing.documents.leaving.left_by"  # f(council, organisation) -> facts
DUTY_PAGE = "governance.sharing.documents.leaving.page_of_duty"  # f(council, subject) -> address
REPLAYS_OF_DOCUMENT = (
    "governance.sharing.documents.replays.page_of_replays"  # f(user, council, code) -> address
)
COUNCILS_NAMING = "governance.sharing.queries.named.councils_naming"  # f(user) -> councils
COUNCILS_UNSETTLED = "governance.sharing.queries.leaving.councils_unsettled"  # f(organisation) -> councils
COUNCILS_LEFT = "governance.sharing.queries.leaving.councils_left"  # f(user) -> councils
DATA_NAMES = "governance.sharing.queries.names.names_of"  # f(council, reference of a dataset) -> DataNames
FLOWS_OF_CHOICES = "governance.sharing.queries.flows.stopped"  # f(choices) -> {choice's item: Stopped}
COUNCILS_OF_ORGANISATION = "governance.members.queries.councils_of"  # f(organisation) -> councils
LAW_PREVIEW = "governance.sharing.documents.law_preview.open_lines_under"  # f(as it is, as it would be, day)
ORGANISATIONS_OF_COUNCIL = "governance.members.queries.organisations_in"  # f(council), past members too

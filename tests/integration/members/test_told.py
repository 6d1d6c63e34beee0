"""Applications that are not granted, leaving on paper, another class; and what the organisation is told of each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from core import clock
from core.access.queries import roles_on
from core.access.roles import Role
from core.accounts.models import User
from core.errors import NotPermitted, Refused
from core.outbox.mail import compose
from core.outbox.models import Job
from core.outbox.work import Work
from governance.members import actions, queries
from governance.members.models import Membership
from tests.factories import rules
from tests.factories.decisions import decision_taken
from tests.integration.members import conftest as world
from tests.integration.members.test_first_members import mails
from tests.integration.members.test_memberships import admitted, applied
from tests.integration.members.test_pages import page, text

UNTIL: dict[str, Any] = {"day": None}


def second_edition(council, on):
    """A provider of rules with a second edition, the first of which counts until a day."""
    return rules.with_edition(rules.rulebook(council.slug, on), 2, UNTIL["day"])


def changes(user) -> list[str]:
    return [mail["change"] for mail in mails("membership_changed", user)]


def base(w, membership) -> str:
    return f"/c/{w.council.slug}/members/{membership.pk}/"


def test_an_application_is_not_granted_and_another_may_follow(here, there):
    membership = applied(here)
    url = base(here, membership)
    assert f"{url}reject/" in text(page(here.secretary, url))
    assert page(here.representative, f"{url}reject/", reason="x").status_code == 403
    assert page(there.secretary, f"{url}reject/", reason="x").status_code == 404
    assert page(here.secretary, f"{url}reject/", reason="").status_code == 422
    assert page(here.secretary, f"{url}reject/", reason="重複した申請のため").status_code == 302
    membership.refresh_from_db()
    assert (membership.state, membership.state_reason) == ("rejected", "重複した申請のため")
    assert changes(here.representative) == ["rejected"]
    assert "重複した申請のため" in text(page(here.representative, url))
    assert "入会" in text(page(here.representative, url))
    assert applied(here).pk != membership.pk
    with pytest.raises(Refused):
        actions.reject(Membership.objects.get(state="applied"), by=here.secretary, reason=" ")


def test_the_secretariat_records_a_written_notice_of_leaving(here):
    membership = admitted(here)
    url = f"{base(here, membership)}withdraw/"
    with pytest.raises(Refused, match="notice_needed"):
        actions.withdraw(membership, by=here.secretary, reason="解散")
    typed = {"reason": "解散のため", "is_sure": "on"}
    assert page(here.secretary, url, **typed).status_code == 422
    assert page(here.secretary, url, **typed, notice="総第12号").status_code == 302
    membership.refresh_from_db()
    assert (membership.state, membership.state_reason) == ("withdrawn", "解散のため（総第12号）")
    assert changes(here.representative) == ["admitted", "withdrawn"]
    until = clock.add_months(clock.today(), 60)
    assert f'datetime="{until.isoformat()}"' in text(page(here.secretary, base(here, membership))), "secrets"
    assert Role.MEMBER not in roles_on(here.representative, here.council)


def test_who_leaves_by_itself_names_no_notice_and_gets_no_mail(here):
    membership = admitted(here)
    url = f"{base(here, membership)}withdraw/"
    assert 'name="notice"' not in text(page(here.representative, url))
    assert page(here.representative, url, reason="解散", is_sure="on").status_code == 302
    assert changes(here.representative) == ["admitted"]


def test_the_class_changes_by_a_decision(here, there):
    membership = admitted(here)
    number = decision_taken(here.council)
    url = f"{base(here, membership)}class/"
    assert page(here.secretary, url, member_class="supporting", decision_number="なし").status_code == 422
    assert page(here.secretary, url, member_class="full", decision_number=number).status_code == 422
    for member_class, decision in (("full", number), ("supporting", ""), ("guest", number)):
        with pytest.raises(Refused):
            actions.change_class(
                membership, by=here.secretary, member_class=member_class, decision_number=decision
            )
    with pytest.raises(NotPermitted):
        actions.change_class(
            membership, by=there.secretary, member_class="supporting", decision_number=number
        )
    assert page(here.secretary, url, member_class="supporting", decision_number=number).status_code == 302
    membership.refresh_from_db()
    assert (membership.member_class, membership.votes) == ("supporting", 0)
    assert changes(here.representative) == ["admitted", "class_changed"]


def test_suspension_and_its_end_are_told_to_the_organisation_alone(here, there):
    membership = admitted(here)
    words = {
        "reason": "報告の遅れ",
        "decision_number": decision_taken(here.council),
        "until_on": clock.today(),
    }
    actions.suspend(membership, by=here.secretary, **words)
    actions.reinstate(membership, by=here.secretary, reason="是正")
    with pytest.raises(Refused, match="decision_spent"):
        actions.suspend(membership, by=here.secretary, **words)
    words["decision_number"] = decision_taken(here.council)
    actions.suspend(membership, by=here.secretary, **words)
    assert changes(here.representative) == ["admitted", "suspended", "admitted", "suspended"]
    assert mails("membership_changed", here.representative)[-1]["due"] == clock.today().isoformat()
    assert not mails("membership_changed", here.secretary)
    assert actions.end_suspensions() == 0, "its last day is one of its days"
    with clock.at(clock.on(clock.today() + timedelta(days=1))):
        assert (actions.end_suspensions(), actions.end_suspensions()) == (1, 0)
    membership.refresh_from_db()
    assert (membership.state, membership.suspended_until) == ("admitted", None)
    assert changes(here.representative)[-1] == "admitted"
    assert changes(here.secretary) == ["admitted"], "nobody did it, so the secretariat hears as well"
    assert not mails("membership_changed", there.representative)


def test_the_dues_are_asked_by_mail_once(here):
    membership = admitted(here)
    due = clock.today() + timedelta(days=30)
    for _again in range(2):
        actions.charge_everyone(here.council, by=here.secretary, fiscal_year=2026, due_on=due)
    (mail,) = mails("dues_asked", here.representative)
    assert (mail["year"], mail["due"]) == (2026, due.isoformat())
    assert queries.unpaid(membership).get().amount == mail["amount"]


@pytest.mark.parametrize(
    ("days", "stage"), [(40, "asked"), (14, "ending"), (0, "ending"), (-1, "over"), (None, "over")]
)
def test_a_new_edition_is_told_before_and_after_its_transition_ends(here, there, settings, days, stage):
    membership = admitted(here)
    assert actions.ask_for_pledges() == 0
    UNTIL["day"] = None if days is None else clock.today() + timedelta(days=days)
    settings.RULEBOOK_PROVIDER = f"{__name__}.second_edition"
    assert (actions.ask_for_pledges(), actions.ask_for_pledges()) == (1, 1)
    (mail,) = mails("pledge_due", here.representative)
    assert mail["stage"] == stage
    assert mail["path"] == f"{base(here, membership)}pledge/"
    assert mail["due"] == ("" if stage == "over" else UNTIL["day"].isoformat())
    actions.accept_pledge(membership, by=here.representative, edition=2)
    assert actions.ask_for_pledges() == 0
    assert not mails("pledge_due", there.representative)


def test_every_mail_has_its_words(here):
    membership = admitted(here)
    actions.charge_everyone(here.council, by=here.secretary, fiscal_year=2026, due_on=clock.today())
    world.IN_FORCE["edition"] = 2
    actions.ask_for_pledges()
    decided = decision_taken(here.council)
    words = {"reason": "遅れ", "until_on": clock.today()}
    actions.suspend(membership, by=here.secretary, decision_number=decided, **words)
    for job in Job.objects.filter(kind="mail"):
        work = Work(job.pk, job.kind, job.key, job.council, job.payload, uuid4(), 1)
        for language in ("ja", "en"):
            User.objects.filter(pk=job.payload["user"]).update(language=language)
            mail = compose(work)
            assert mail.subject
            assert here.organisation.name_ja in mail.subject

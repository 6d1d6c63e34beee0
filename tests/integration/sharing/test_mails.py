"""Every kind of mail that the demo's story sends: one link, what it is about, the day where there is one, no names."""

from __future__ import annotations

import re

import pytest
from django.core.mail import EmailMultiAlternatives

from core.accounts.models import User
from core.outbox.mail import compose
from core.outbox.models import Job
from core.outbox.work import Work
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("demo")


def _first_of(template: str, language: str) -> EmailMultiAlternatives:
    job = Job.objects.filter(kind="mail", council="shiomi", payload__template=template).order_by("pk")[0]
    User.objects.filter(pk=job.payload["user"]).update(language=language)
    return compose(Work(job.pk, job.kind, job.key, job.council, job.payload, job.owner, 1))


def _templates() -> list[str]:
    rows = Job.objects.filter(kind="mail", council="shiomi").values_list("payload__template", flat=True)
    return sorted(set(rows))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_each_has_one_link_and_names_nobody(cast: Cast, language: str) -> None:
    names = {user.name for user in cast.shiomi.users.values()} - {cast.shiomi.users["chair"].name}
    templates = _templates()
    assert len(templates) > 15
    for template in templates:
        mail = _first_of(template, language)
        assert len(re.findall(r"https?://\S+", mail.body)) == 1, template
        assert not re.search(r"<\w+|{{|None|\b20\d\d-\d\d-\d\d\b", mail.subject + mail.body), template
        assert not {name for name in names if name in mail.subject + mail.body}, template
        assert "KP-" not in mail.body


@pytest.mark.parametrize(
    ("template", "language", "lines"),
    [
        ("review_opened", "ja", ("件名： R-2026-018 歩数と歩行環境の関係に関する研究", "期限： 令和8年")),
        ("review_opened", "en", ("About: R-2026-018 Steps and the walking environment", "Due: ")),
        ("withdrawal_pursued", "ja", ("期限までに対応を回答してください", "期限： 令和8年11月2日")),
        ("grant_ended", "en", ("by the due date", "Due: 10 December 2026 (Reiwa 8)")),
    ],
)
def test_a_case_is_called_by_its_title_and_a_duty_has_its_day(
    cast: Cast, template: str, language: str, lines: tuple[str, ...]
) -> None:
    mail = _first_of(f"governance/sharing/{template}", language)
    for line in lines:
        assert line in mail.body


def test_a_notice_of_meeting_says_which_and_when(cast: Cast) -> None:
    mail = _first_of("governance/assembly/meeting_convened", "ja")
    assert re.fullmatch(r"会議の招集のお知らせ 幹事会 令和8年\d+月\d+日（.）\d\d時00分", mail.subject)


@pytest.mark.parametrize("template", ["line_decided", "provision_decided"])
def test_a_mail_about_a_decision_says_what_was_decided(cast: Cast, template: str) -> None:
    said = {
        ("line_decided", "approved"): "データの利用を承認しました",
        ("line_decided", "not_approved"): "承認しませんでした",
        ("line_decided", "provisional"): "暫定的に承認しました",
        ("provision_decided", "accepted"): "提供することを決定しました",
        ("provision_decided", "declined"): "提供しないことを決定しました",
    }
    expected = {outcome: words for (name, outcome), words in said.items() if name == template}
    jobs = Job.objects.filter(kind="mail", payload__template=f"governance/sharing/{template}")
    assert set() != set(jobs.values_list("payload__outcome", flat=True)) <= set(expected)
    job = jobs.order_by("pk")[0]
    User.objects.filter(pk=job.payload["user"]).update(language="ja")
    for outcome, words in expected.items():
        work = Work(job.pk, job.kind, job.key, job.council, job.payload | {"outcome": outcome}, job.owner, 1)
        body = compose(work).body
        assert {told for told in said.values() if told in body} == {words}

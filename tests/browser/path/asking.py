"""A machine of the city asks the decision API, over HTTP and with a key that was made on the pages."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import Request, urlopen

from tests.browser.path.moving import CHIHIRO, KEN
from tests.browser.path.telling import Story


def give_the_machine_a_key(story: Story) -> None:
    """The secretariat makes a key, which is shown once. As yet everything is refused."""
    council, city = story.world.council, story.world.organisations["city"]
    with story.scene("secretary", "make a key for a machine") as person:
        person.open("/administration/clients/")
        person.press("機器の鍵の発行")
        person.pick(council=council.name_ja, organisation=city.name_ja)
        person.fill(name="海辺の散歩の会のサーバ")
        person.tick("提供の可否の照会")
        person.press("鍵を発行する")
        person.show("a-key-for-a-machine")
        story.noted["key"] = person.page.locator("code.break").first.inner_text()
    assert ask(story, CHIHIRO)["decision"] is False


def ask(story: Story, holder_id: str) -> dict[str, Any]:
    """May the walks of the person with ``holder_id`` go to the university now?"""
    university = story.world.organisations["university"]
    question = {
        "subject": {"type": "organization", "id": f"organisation:{university.pk}"},
        "action": {"name": "share"},
        "resource": {
            "type": "personal_data",
            "id": holder_id,
            "properties": {"dataset": story.noted["dataset"], "items": ["walked_minutes"]},
        },
        "context": {"purpose": "https://w3id.org/dpv#AcademicResearch"},
    }
    request = Request(
        f"{story.site}/access/v1/evaluation",
        json.dumps(question).encode(),
        {"Authorization": f"Bearer {story.noted['key']}", "Content-Type": "application/json"},
    )
    with urlopen(request) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def _refused(story: Story, holder_id: str, *checks: str) -> None:
    """The answer is no, because of these checks and no others."""
    answer = ask(story, holder_id)
    assert answer["decision"] is False, answer
    assert {reason["check"] for reason in answer["context"]["reasons"]} == set(checks), answer


def is_refused_before_the_provider_decides(story: Story) -> None:
    """The council has approved, but the holder has not decided yet, and nothing is agreed."""
    _refused(story, CHIHIRO, "legal_ground", "provider_decision", "agreement", "window")


def is_permitted_while_the_grant_is_active(story: Story) -> None:
    """Both may flow; the answer names the decisions that it rests on."""
    for holder_id in (CHIHIRO, KEN):
        answer = ask(story, holder_id)
        assert answer["decision"] is True, answer
        assert answer["context"]["council_decision"] == story.noted["decision"], answer
        assert answer["context"]["grant"] == story.noted["grant"], answer


def is_refused_for_whoever_withdrew(story: Story) -> None:
    """From the very moment of the withdrawal, and for nobody else."""
    assert ask(story, CHIHIRO)["decision"] is True
    _refused(story, KEN, "consent")


def is_refused_after_the_end(story: Story) -> None:
    """The period is over for everybody."""
    _refused(story, CHIHIRO, "approval", "agreement", "window")

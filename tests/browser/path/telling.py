"""How the story is told: a calendar that can be turned, persons at their screens, pictures of what they saw."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Error as PageError
from playwright.sync_api import Locator, Page

from config.demo.people import World
from core import clock
from core.outbox.models import Job, JobState
from core.outbox.work import perform
from tests.browser.path import keys
from tests.browser.reader import DESK, Reader
from tests.cast import signed_in

PICTURES = Path(__file__).resolve().parents[3] / "var" / "tests" / "screenshots"
PATIENCE = 30_000
"""Milliseconds that somebody waits for a page: a crowded machine is slow, not wrong."""


LONGEST = 3000
"""Pixels of a page that a picture shows."""


class Calendar:
    """The product's clock for every thread of this process: turned forward by the story, ticking in between."""

    def __init__(self, start: datetime) -> None:
        self.ahead = start - datetime.now(UTC)

    def now(self) -> datetime:
        """The present moment of the story."""
        return datetime.now(UTC) + self.ahead

    def turn_to(self, day: date, hour: int = 9) -> None:
        """Go on to ``day``; time never goes back."""
        target = clock.on(day, hour)
        assert target >= self.now(), f"the story is past {day}"
        self.ahead = target - datetime.now(UTC)


@dataclass
class Person:
    """Somebody of the cast at a screen."""

    name: str
    reader: Reader
    story: Story
    has_mouse: bool = True

    @contextmanager
    def by_keyboard(self) -> Iterator[None]:
        """What is filled in, ticked and pressed meanwhile is reached by Tab, and done with keys."""
        self.has_mouse = False
        try:
            yield
        finally:
            self.has_mouse = True

    @property
    def page(self) -> Page:
        """What is on the screen."""
        return self.reader.page

    def open(self, path: str) -> Page:
        """Go to an address within the council, or anywhere when it begins with a slash."""
        return self.reader.open(path if path.startswith(("/", "http")) else f"{self.story.base}{path}")

    def reference(self) -> str:
        """The number beside the heading."""
        return self.page.locator("h1 .ref").inner_text().split()[0]

    def note(self, name: str) -> None:
        """Remember the number of what is on the page as ``name``, and its address as ``name-page``."""
        self.story.noted[name] = self.reference()
        self.story.noted[f"{name}-page"] = self.page.url

    def see(self, *texts: str) -> None:
        """Each text must stand in the main part of the page."""
        shown = self.page.get_by_role("main").inner_text()
        missing = [text for text in texts if text not in shown]
        assert not missing, f"{missing} is not on the page:\n{shown}"

    def fill(self, **fields: str) -> None:
        """Type into fields by their names."""
        for name, text in fields.items():
            self.type_in(f"#id_{name}", text)

    def type_in(self, selector: str, text: str) -> None:
        """Type into the field at ``selector``."""
        place = self.page.locator(selector)
        if self.has_mouse:
            place.fill(text)
        else:
            keys.fill(self.page, place, text)

    def pick(self, **fields: str) -> None:
        """Choose in lists by what they show, or by what stands there before a dash."""
        for name, shown in fields.items():
            words = re.compile(rf"^\s*{re.escape(shown)}( — .*)?\s*$")
            option = self.page.locator(f"#id_{name} option").filter(has_text=words)
            self.page.locator(f"#id_{name}").select_option(value=option.get_attribute("value"))

    def tick(self, *labels: str, within: str = "") -> None:
        """Tick boxes and choose radio buttons by their labels."""
        place: Page | Locator = self.page.locator(within) if within else self.page
        for label in labels:
            box = place.get_by_label(label, exact=True)
            if self.has_mouse:
                box.check()
            else:
                keys.tick(self.page, box)

    def choose(self, **fields: str) -> None:
        """Choose radio buttons by field and value, where the page shows the same words twice."""
        for name, value in fields.items():
            self.page.locator(f"input[name={name}][value='{value}']").check()

    def press(self, *names: str) -> None:
        """Press a button or follow a link; with a second name, agree to what is asked then."""
        for name in names:
            self.follow(self.control(name))

    def follow(self, place: Locator) -> None:
        """Press what is at ``place`` and wait for the page that it leads to, if it leads to one."""
        if place.evaluate("element => element.tagName") == "SUMMARY":
            place.click()
            return
        with self.page.expect_navigation():
            if self.has_mouse:
                place.click()
            else:
                keys.press(self.page, place)

    def control(self, name: str) -> Locator:
        dialog = self.page.locator("dialog[open]")
        place: Page | Locator = dialog if dialog.count() else self.page.get_by_role("main")
        button, link = (place.get_by_role(role, name=name, exact=True) for role in ("button", "link"))
        summary = place.locator("summary.button", has_text=name)
        return button.or_(link).or_(summary).locator("visible=true").first

    def take_up(self, *words: str) -> None:
        """Follow the one next action of the worklist's entry that has all these words."""
        entry = self.page.locator("li.work")
        for word in words:
            entry = entry.filter(has_text=word)
        self.follow(entry.get_by_role("link"))

    def judge(self, picture: str) -> None:
        """The page is in order (accessible, not wider than the screen, no complaint); keep a picture of it. On
        the other screen the walks judge it."""
        self.story.keep(self.page, picture)
        self.reader.judge(both=False)

    def show(self, picture: str) -> None:
        """Keep a picture of the page."""
        self.story.keep(self.page, picture)


@dataclass
class Story:
    """What everybody shares: the council, the calendar, who sits where, and what was noted on the way."""

    world: World
    site: str
    sit_down: Callable[..., Reader]
    calendar: Calendar
    album: str = "path"
    """Folder of the pictures."""
    present: dict[tuple[str, int], Person] = field(default_factory=dict)
    noted: dict[str, str] = field(default_factory=dict)
    pictures: int = 0
    before: int = 0
    """Jobs up to this number were left by the demo and are no part of the story."""

    def __post_init__(self) -> None:
        self.before = Job.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        shutil.rmtree(PICTURES / self.album, ignore_errors=True)
        (PICTURES / self.album).mkdir(parents=True)

    @property
    def base(self) -> str:
        """Address of the council's pages."""
        return f"/c/{self.world.council.slug}/"

    @contextmanager
    def scene(self, key: str, what: str, width: int = DESK) -> Iterator[Person]:
        """``key`` of the cast does ``what``. A failure says who could not do what on which page."""
        person = self.person(key, width)
        try:
            yield person
        except Exception as error:
            with suppress(PageError):  # the page may be on its way to the next one
                self.keep(person.page, f"failed-{key}")
            raise AssertionError(
                f"{person.name} ({key}) could not {what}, on {person.page.url}:\n{error}"
            ) from error
        finally:
            self.work()

    def person(self, key: str, width: int = DESK) -> Person:
        """Somebody signed in at a screen of that width; the same one the next time."""
        if (key, width) not in self.present:
            user = self.world.users[key]
            session = signed_in(user).cookies["sessionid"].value
            reader = self.sit_down(session=session, width=width)
            reader.page.set_default_timeout(PATIENCE)
            self.present[key, width] = Person(user.name, reader, self)
        return self.present[key, width]

    def keep(self, page: Page, name: str) -> None:
        """A picture of the whole page, numbered in the order of the story."""
        self.pictures += 1
        size = page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollHeight]")
        clip = {"x": 0, "y": 0, "width": size[0], "height": min(size[1], LONGEST)}
        page.screenshot(
            path=PICTURES / self.album / f"{self.pictures:02d}-{name}.png", full_page=True, clip=clip
        )

    def work(self) -> None:
        """What a worker would do now: every waiting job, and the jobs that these leave."""
        jobs = Job.objects.filter(pk__gt=self.before).order_by("pk")
        while waiting := list(jobs.filter(state=JobState.WAITING, attempts=0)):
            for job in waiting:
                perform(job.pk)
        stuck = jobs.exclude(last_error="").values_list("kind", "last_error")
        assert not stuck, f"work failed: {list(stuck)}"

    def later(self, days: int, hour: int = 9) -> None:
        """Some days pass."""
        self.calendar.turn_to(clock.today() + timedelta(days=days), hour)

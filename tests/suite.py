"""What ``make check`` and ``make test`` run, one step after the other, to the end even when one fails.

    python -m tests.suite check | test | all | documents

The last line of output is "N passed, N failed": every test and every check counts as one. Before it stands how many
tests were left out and why; one that another run came to (on PostgreSQL, say) was not.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests import measure, never_judged
from tests.servers import end_with_parent, environment, scratch

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "var" / "tests"
MEASURED = OUT / "coverage"
PYTHON = sys.executable
ROOMS = ("config", "core", "governance", "consent", "pia", "gateway")
JOBS = os.environ.get("JOBS") or str((os.cpu_count() or 1) + 1)
"""One more than the machine has cores: some tests wait for a process or a timer."""
COMPILED = {"PYTHONPYCACHEPREFIX": str(ROOT / "var" / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}
"""Every module is compiled once, also where the machine says otherwise: some tests start processes of the product."""
DRAWN_ON_POSTGRES = ("tests/architecture/test_pages.py", "tests/architecture/test_forms.py")
"""Every page and every form once, on the database that councils use; SQLite has the rest of the folder."""
DOCUMENTS = ("docs",)
"""Management commands that write docs/reference; each knows ``--check``."""


@dataclass
class Outcome:
    """What was found so far."""

    passed: int = 0
    failed: int = 0
    broken: list[str] = field(default_factory=list)
    ran: set[str] = field(default_factory=set)
    """Names of tests that some run came to."""
    skipped: dict[str, str] = field(default_factory=dict)
    """Names of tests that some run left out, with the reason."""

    def count(self, name: str, passed: int, failed: int) -> None:
        """Add one step."""
        self.passed += passed
        self.failed += failed
        if failed:
            self.broken.append(name)

    @property
    def left_out(self) -> Counter[str]:
        """How many tests no run came to, by the reason."""
        return Counter(reason for name, reason in self.skipped.items() if name not in self.ran)


def run(command: Sequence[str], extra: dict[str, str] | None = None) -> int:
    """One command from the root of the repository; it ends when we do."""
    variables = os.environ | {"PYTHONPATH": str(ROOT)} | (extra or {})
    return subprocess.run(command, cwd=ROOT, env=variables, preexec_fn=end_with_parent()).returncode


def script(name: str) -> str:
    """A program of the environment that runs us."""
    return str(Path(PYTHON).with_name(name))


def manage(*arguments: str) -> list[str]:
    """A management command."""
    return [PYTHON, "manage.py", *arguments]


def has_command(name: str) -> bool:
    """Is there such a management command?"""
    return any(ROOT.glob(f"*/management/commands/{name}.py")) or any(
        ROOT.glob(f"*/*/management/commands/{name}.py")
    )


def checks() -> list[tuple[str, list[str]]]:
    """Every check by its name."""
    static = ["tests/architecture/test_source.py", "tests/architecture/test_templates.py"]
    found = [
        ("lint", [PYTHON, "-m", "ruff", "check", "--quiet", "."]),
        ("format", [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."]),
        ("import contracts", [script("lint-imports")]),
        ("system check", manage("check", "--fail-level", "WARNING")),
        ("migrations", manage("makemigrations", "--check", "--dry-run")),
        ("templates", [PYTHON, "-m", "djlint", "--lint", "--quiet", "templates"]),
        ("translations", manage("messages", "--check")),
        (
            "house rules",
            [PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", *static],
        ),
        ("types", [PYTHON, "-m", "mypy"]),
    ]
    found += [(f"document {name}", manage(name, "--check")) for name in DOCUMENTS if has_command(name)]
    return found


def check(outcome: Outcome) -> None:
    """Run every check; the output of one that passes is not shown."""
    for name, command in checks():
        start = time.monotonic()
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            preexec_fn=end_with_parent(),
        )
        word = "ok" if done.returncode == 0 else "FAILED"
        print(f"check {name}: {word} ({time.monotonic() - start:.1f} s)", flush=True)
        if done.returncode:
            sys.stdout.buffer.write(done.stdout)
            sys.stdout.flush()
        outcome.count(f"check {name}", int(done.returncode == 0), int(done.returncode != 0))


def pytest(
    outcome: Outcome,
    name: str,
    places: Sequence[str],
    extra: dict[str, str],
    *,
    but: Sequence[str] = (),
    measured: bool = False,
) -> None:
    """One run of pytest in ``places`` ``but`` some, with its coverage ``measured`` or not; its counts come from its own
    report."""
    print(f"\n=== {name} ===", flush=True)
    report = OUT / f"{name}.xml"
    command = [
        PYTHON,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-n",
        JOBS,
        "--dist",
        "worksteal",
        "--durations=12",
        "--durations-min=3",
    ]
    variables = {"SEKISHO_KEEP_TEMPLATES": "0"} | extra
    if measured:
        command += ["-p", "tests.measure"]
        variables["MEASURE"] = str(MEASURED / name)
    command += [f"--junitxml={report}", *(f"--ignore={place}" for place in but), *places]
    code = run(command, variables)
    passed, failed = counts(report)
    outcome.count(name, passed, failed if failed or code in {0, 5} else 1)
    look_for_skipped(outcome, report)


def cases(report: Path) -> Iterable[ElementTree.Element]:
    """The tests of a JUnit report; none where there is no report."""
    return ElementTree.parse(report).iter("testcase") if report.exists() else ()


def look_for_skipped(outcome: Outcome, report: Path) -> None:
    """Note which tests of a JUnit report were run and which were left out."""
    for case in cases(report):
        name, skipped = f"{case.get('classname')}.{case.get('name')}", case.find("skipped")
        if skipped is None:
            outcome.ran.add(name)
        else:
            outcome.skipped[name] = skipped.get("message") or "no reason given"


def counts(report: Path) -> tuple[int, int]:
    """Passed and failed of a JUnit report; a test that failed and then broke in teardown is one."""
    passed = failed = 0
    for case in cases(report):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif case.find("skipped") is None:
            passed += 1
    return passed, failed


def test(outcome: Outcome) -> None:
    """Every test: on SQLite, then what has to do with a database on PostgreSQL with Redis, then in the browser.

    Coverage is measured in the first two runs, which are nearly everything.
    """
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(OUT)
    OUT.mkdir(parents=True)
    pytest(
        outcome,
        "sqlite",
        ["tests/unit", "tests/integration", "tests/faults", "tests/architecture"],
        {"DATABASE_URL": "", "REDIS_URL": ""},
        but=DRAWN_ON_POSTGRES,
        measured=True,
    )
    with environment() as servers, scratch() as run:
        servers["SEKISHO_TEST_RUN"] = str(run)  # what the first has filled, the second copies
        places = ["tests/integration", "tests/faults", *DRAWN_ON_POSTGRES]
        pytest(outcome, "postgres", places, servers, measured=True)
        pytest(outcome, "browser", ["tests/browser"], servers)
        look_for_unjudged(outcome, run)
    coverage(outcome)


def look_for_unjudged(outcome: Outcome, run: Path) -> None:
    """The whole pages that nobody judged in the browser are those of the reviewed list, and no others."""
    found = never_judged.never(run)
    faults = never_judged.differences(found, never_judged.REVIEWED.read_text())
    print(f"\n=== {len(found)} pages that nobody judges ===", *faults, sep="\n", flush=True)
    outcome.count("pages that nobody judges", int(not faults), int(bool(faults)))


def coverage(outcome: Outcome) -> None:
    """95 of 100 lines and branches of all, and every one of rules, workflows and permissions."""
    print("\n=== coverage ===", flush=True)
    files = measure.found(MEASURED)
    least = sorted(files, key=lambda name: files[name].percent)[:12]
    strict = [name for name in files if measure.is_strict(name)]
    for name in dict.fromkeys(least + [name for name in strict if files[name].missing]):
        print(f"{files[name].percent:5.1f} % {name}: {files[name].missing}")
    whole = measure.whole(files)
    print(f"{whole.percent:5.1f} % of {whole.of} lines and branches")
    enough = bool(files) and whole.percent >= 95
    outcome.count("coverage", int(enough), int(not enough))
    full = bool(strict) and not any(files[name].missing for name in strict)
    outcome.count("coverage of rules, workflows and permissions", int(full), int(not full))


def documents(outcome: Outcome) -> None:
    """Write the generated documents anew."""
    for name in DOCUMENTS:
        if has_command(name):
            code = run(manage(name))
            outcome.count(f"document {name}", int(code == 0), int(code != 0))


def everything(outcome: Outcome) -> None:
    """Checks and tests."""
    check(outcome)
    test(outcome)


STEPS: dict[str, Callable[[Outcome], None]] = {
    "check": check,
    "test": test,
    "all": everything,
    "documents": documents,
}


def main(arguments: Sequence[str]) -> int:
    """Run what is asked and tell the sum."""
    if len(arguments) != 1 or arguments[0] not in STEPS:
        print(__doc__)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.environ.update(COMPILED)
    start, outcome = time.monotonic(), Outcome()
    STEPS[arguments[0]](outcome)
    print()
    for name in outcome.broken:
        print(f"failed: {name}")
    for reason, count in outcome.left_out.most_common():
        print(f"{count} left out: {reason}")
    print(f"{(time.monotonic() - start) / 60:.1f} minutes")
    print(f"{outcome.passed} passed, {outcome.failed} failed")
    return int(outcome.failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

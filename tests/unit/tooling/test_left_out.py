"""What the suite says of tests that were not run."""

from __future__ import annotations

from pathlib import Path

from tests.suite import Outcome, counts, look_for_skipped

CASE = '<testcase classname="tests.test_a" name="{}">{}</testcase>'
SKIPPED = '<skipped type="pytest.skip" message="{0}">tests/conftest.py:53: {0}</skipped>'


def report(path: Path, **cases: str) -> Path:
    """A JUnit report of tests with these names and outcomes."""
    told = "".join(CASE.format(name, outcome) for name, outcome in cases.items())
    path.write_text(f"<testsuites><testsuite>{told}</testsuite></testsuites>")
    return path


def test_a_test_that_no_run_came_to_is_told_with_its_reason(tmp_path: Path) -> None:
    away, files = SKIPPED.format("asks for PostgreSQL"), SKIPPED.format("asks for the published files")
    outcome = Outcome()
    runs = [
        report(tmp_path / "sqlite.xml", one="", two=away, three=files, four=files),
        report(tmp_path / "postgres.xml", two="<failure/>", three=files),
        tmp_path / "none.xml",
    ]
    for run in runs:
        look_for_skipped(outcome, run)
    assert [counts(run) for run in runs] == [(1, 0), (0, 1), (0, 0)]
    assert outcome.left_out == {"asks for the published files": 2}

"""The pages that nobody judges in the browser are held to a reviewed list."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests import never_judged as judged

REVIEWED = """# a page and its reason

a/known.html only where the disk is full
a/judged.html no longer true
a/bare.html
"""


def test_each_difference_says_what_to_do() -> None:
    found = {"a/known.html", "a/bare.html", "a/new.html"}
    new, gone, bare = judged.differences(found, REVIEWED)
    assert new.startswith("a/new.html: nobody judged it. Lead a story there")
    assert gone.startswith("a/judged.html: it is judged, or it is gone. Take its line out of tests/browser/")
    assert bare.startswith("a/bare.html: give its reason")


def test_the_same_is_no_difference() -> None:
    assert judged.differences({"a/known.html"}, "a/known.html only where the disk is full\n") == []


def test_a_page_is_judged_on_both_screens_or_not_at_all(tmp_path: Path) -> None:
    every = judged.whole_pages()
    assert judged.never(tmp_path) == every
    both, phone, *_ = sorted(every)
    notes = {"kinds": {}, "phone": [both, phone], "desk": [both]}
    (tmp_path / judged.NOTES).write_text(json.dumps(notes))
    assert judged.never(tmp_path) == every - {both}


def test_the_suite_leaves_the_settings_to_each_of_its_runs() -> None:
    """Whatever it imported of the product would choose the product's own settings for the tests, too."""
    told = "import sys, tests.suite; sys.exit('django' in sys.modules or 'config' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", told], cwd=judged.ROOT).returncode == 0

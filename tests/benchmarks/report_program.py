"""The report benchmark in a process of its own: prints, for each number of risks, pages and seconds of each report.

    python -m tests.benchmarks.report_program 12 50

The report is drawn as a worker draws it, from the job to the stored file, with diagram and risk map, in Japanese.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from io import BytesIO
from statistics import median

from tests.benchmarks.council import found  # sets Django up

import pikepdf  # isort: skip

from config.demo.people import World, load  # isort: skip
from core.files.models import StoredFile  # isort: skip
from core.files.queries import content  # isort: skip
from core.outbox.work import perform  # isort: skip
from pia import actions  # isort: skip
from pia.models import Assessment  # isort: skip
from pia.rules.completeness import PRINCIPLES, STAGES  # isort: skip
from tests.factories import assessments as make  # isort: skip

ROUNDS = 3
SENTENCE = "歩数と年代の組合せから個人が推測されるおそれがあるため、少数の区分を秘匿し、照合を契約で禁じる。"
"""What an assessor writes, again and again."""


def written(world: World, risks: int) -> Assessment:
    """An assessment with ``risks`` risks, a flow for every second one, and an answer to every principle."""
    row, by = make.assessing(world), world.users["assessor"]
    for number in range(risks):
        stage = STAGES[number % len(STAGES)]
        if number % 2 == 0:
            actions.add_flow(row, make.flow(stage, measures=SENTENCE * 2), by=by)
        found_risk = actions.add_risk(row, make.risk(stage, 1 + number % 4, 1 + number // 4 % 4), by=by)
        actions.treat_risk(row, found_risk.number, make.treatment(1, 1, controls=SENTENCE * 3), by=by)
    actions.answer_requirements(row, dict.fromkeys(PRINCIPLES, ("met", SENTENCE * 3)), by=by)
    return row


def reported(row: Assessment, world: World) -> tuple[float, int]:
    """Seconds from the job to the kept file, and its pages."""
    job = actions.request_report(row, by=world.users["assessor"], language="ja")
    start = time.perf_counter()
    if not perform(job.pk):
        raise RuntimeError("the report was not made")
    took = time.perf_counter() - start
    file = StoredFile.objects.filter(media_type="application/pdf").latest("pk")
    with pikepdf.open(BytesIO(content(file))) as pdf:
        return took, len(pdf.pages)


def main(arguments: Sequence[str]) -> None:
    """Every size in turn; each round draws what has changed since."""
    found()
    world = load().shiomi
    told = {}
    for size in arguments:
        row, times, pages = written(world, int(size)), [], 0
        for turn in range(ROUNDS):
            actions.describe(
                row,
                make.description(world, scope_ja=f"歩数を研究に使う（{turn}）。"),
                by=world.users["assessor"],
            )
            took, pages = reported(row, world)
            times.append(took)
        told[size] = {"took": median(times), "pages": pages}
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1:])

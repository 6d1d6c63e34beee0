"""A log line says where something went wrong, and nothing of anybody."""

from __future__ import annotations

import json
import subprocess
import sys

PROGRAM = """
import logging
from core.http.logs import configure

configure({"level": "INFO", "json": MACHINES})

def save(address):
    raise ValueError("duplicate key\\nDETAIL:  Key (email)=(" + address + ") already exists.")

try:
    save("chihiro" + "@" + "shiomi.example")
except ValueError:
    logging.getLogger("core").exception("Not saved")
"""


def printed(machines: bool) -> str:
    program = PROGRAM.replace("MACHINES", str(machines))
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stderr


def test_machines_get_the_place_but_no_value():
    line = json.loads(printed(machines=True))
    assert line["event"] == "Not saved"
    (raised,) = line["exception"]
    assert (raised["exc_type"], raised["exc_value"]) == ("ValueError", "duplicate key")
    assert [frame["name"] for frame in raised["frames"]] == ["<module>", "save"]
    assert "chihiro@" not in json.dumps(line)


def test_variables_are_not_shown_to_people_either():
    text = printed(machines=False)
    assert "in save" in text
    assert "address = " not in text

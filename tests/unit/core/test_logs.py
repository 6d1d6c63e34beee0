"""A log line says where something went wrong, and nothing of anybody."""

from __future__ import annotations

import json
import subprocess
import sys

import structlog
from django.conf import settings
from structlog.testing import capture_logs

from core.http.logs import configure

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


def test_a_logger_in_use_follows_when_logging_is_set_up_again():
    """Each import of a server's application sets it up (``django.setup``)."""
    configure(settings.LOGGING)
    logger = structlog.get_logger("core.in_use")
    logger.info("first")
    configure(settings.LOGGING)
    with capture_logs() as told:
        logger.info("second")
    assert [line["event"] for line in told] == ["second"]

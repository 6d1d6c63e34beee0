"""Numbers as people type them."""

from __future__ import annotations

import pytest

from consent.rules.codes import digest, mark, receipt_number, typed


@pytest.mark.parametrize("text", ["k7m4-2qxp-93td", "K7M4 2QXP 93TD", "K7M4‐2QXP‐93TD", "k7m42qxp93td"])
def test_a_receipts_number_is_read_however_it_is_typed(text):
    assert receipt_number(text) == "K7M4-2QXP-93TD"


def test_what_is_no_receipts_number():
    assert receipt_number("K7M4-2QXP") == ""


@pytest.mark.parametrize(("text", "found"), [("A1B2C3D4", "a1b2c3d4"), ("a1b2c3", ""), ("K7M42QXP", "")])
def test_a_mark_is_eight_digits_of_a_key(text, found):
    assert mark(text) == found


def test_a_code_is_kept_by_its_digest_alone():
    assert digest(typed("k7m4-2qxp")) == digest("K7M42QXP") != digest("K7M42QXQ")

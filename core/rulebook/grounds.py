"""The legal grounds that a council may leave unused although the law has them. Import no django here."""

from __future__ import annotations

from typing import Literal

UnusedGround = Literal[
    "opt_out_27_2",
    "academic_publication_27_1_5",
    "joint_research_27_1_6",
    "academic_27_1_7",
    "benefit_69_2_4",
    "special_reason_69_2_4",
]
"""Codes of the law tables. Consent and what a law requires are never among them."""

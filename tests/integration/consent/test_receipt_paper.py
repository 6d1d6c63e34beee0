"""The receipt on paper: what fits one page stands on one, and no page holds the digest alone."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from consent import queries
from consent.documents import receipt_pdf
from consent.models import Receipt

pytestmark = pytest.mark.usefixtures("demo")


@pytest.mark.parametrize(
    ("language", "answers", "most"),
    [
        ("ja", 1, 1),
        ("ja", 2, 1),
        ("ja", 3, 2),
        ("ja", 5, 2),
        ("en", 1, 1),
        ("en", 2, 2),
        ("en", 3, 2),
        ("en", 5, 3),
    ],
)
def test_no_page_is_nearly_empty(language: str, answers: int, most: int) -> None:
    receipt = Receipt.objects.earliest("pk")
    (event,) = queries.events_of_receipt(receipt)[:1]
    drawn = receipt_pdf(receipt, [event] * answers, language=language, whose="森川 千尋", agent="森川 湊")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(drawn)).pages]
    assert len(pages) <= most
    assert receipt.digest[:16] in pages[-1].replace("\n", "")
    head = f"{answers}. "
    assert any(line.startswith(head) for line in pages[-1].splitlines()), (
        "the last answer stands beside the digest"
    )

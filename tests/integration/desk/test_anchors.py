"""A link of a first page that names a part of a page leads to a part that is there."""

from __future__ import annotations

import html
import re
from urllib.parse import urldefrag

import pytest

from tests.cast import Cast, signed_in

pytestmark = pytest.mark.usefixtures("demo")
FIRST_PAGES = {
    "secretary": "today/",
    "chair": "today/",
    "auditor": "today/",
    "assessor": "today/",
    "officer_mayor": "standing/",
    "rep_university": "standing/",
    "rep_delivery": "standing/",
    "reviewer_law": "cases/",
    "reviewer_ethics": "cases/",
}


def test_every_part_that_a_first_page_names_is_there(cast: Cast) -> None:
    followed = set()
    for who, path in FIRST_PAGES.items():
        client = signed_in(cast.shiomi.users[who])
        page = client.get(f"/c/shiomi/{path}").content.decode()
        links = {html.unescape(link) for link in re.findall(r'href="(/[^"]+#[^"]+)"', page)}
        for link in links:
            address, part = urldefrag(link)
            answer = client.get(address, follow=True)
            assert answer.status_code == 200, (who, link)
            assert f'id="{part}"' in answer.content.decode(), (who, link)
        followed |= links
    assert len(followed) > 3, "the demo has something to do"

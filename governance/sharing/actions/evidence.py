"""Files handed in as evidence: looked at, sealed, and kept for those concerned."""

from __future__ import annotations

from collections.abc import Sequence

from core.accounts.models import Council, User
from core.files.actions import take_in
from core.files.models import StoredFile
from governance.sharing.enums import EVIDENCE_KINDS

Upload = tuple[str, bytes]
"""Name and content."""


def keep(files: Sequence[Upload], *, about: str, council: Council, by: User) -> list[StoredFile]:
    """Keep ``files`` beside what they are evidence of.

    Raises:
        Invalid: a file is empty, too large, hostile, or not what its name says.
    """
    return [
        take_in(content, name=name, about=about, council=council.slug, by=by.pk, kinds=EVIDENCE_KINDS)
        for name, content in files
    ]

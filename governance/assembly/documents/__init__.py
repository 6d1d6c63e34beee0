"""What is printed: the letterhead, drafts and issued documents, minutes; and a meeting for a calendar."""

from governance.assembly.documents.calendar import calendar_of
from governance.assembly.documents.convocation import convocation
from governance.assembly.documents.issued import OFFICE_NAMES, files_of, preview
from governance.assembly.documents.minutes import meeting_name, minutes_paper

__all__ = [
    "OFFICE_NAMES",
    "calendar_of",
    "convocation",
    "files_of",
    "meeting_name",
    "minutes_paper",
    "preview",
]

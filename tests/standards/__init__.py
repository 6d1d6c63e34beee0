"""What the standards ask, restated in our own words; and where the published files are, if somebody has them."""

import os

FOLDER = os.environ.get("STANDARDS", "")
WHERE = "asks for the published files of the standards: docs/how-to/hold-against-the-originals.md says which"

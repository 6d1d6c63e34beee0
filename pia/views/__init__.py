"""Pages of assessments, one file per part of the work."""

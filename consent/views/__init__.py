"""Pages: citizens' and staff's."""

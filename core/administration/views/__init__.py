"""Pages of the administration, one file per noun."""

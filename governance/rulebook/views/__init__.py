"""Pages of the rulebook: reading, comparing, and amending."""

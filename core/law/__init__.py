"""Law as dated data (法令表): grounds, classes, records, clocks, with source and confidence."""

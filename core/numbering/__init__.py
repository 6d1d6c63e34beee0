"""Public references without gaps, per council, kind and fiscal year."""

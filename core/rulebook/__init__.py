"""Rules in force as a value, and the one door to them: :func:`core.rulebook.provider.in_force`."""

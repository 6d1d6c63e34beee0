"""Shapes of input on the pages of the rulebook. They decide nothing: the actions do."""

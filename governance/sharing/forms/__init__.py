"""Shapes of input; forms decide nothing."""

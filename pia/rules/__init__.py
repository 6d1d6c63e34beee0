"""Pure rules of an assessment: threshold, risk scale, completeness, validity."""

"""Benchmarks: a seeded catalogue, the program and its rivals at the same work, measured side by side."""

EDITIONS = 6
RARE = "睦邻会客厅"
"""A phrase that the generator puts into about 3 of 1,000 cases."""

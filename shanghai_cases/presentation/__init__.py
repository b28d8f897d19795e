"""Turns results into tables, delimited text, JSON, Markdown and pages; the only place that knows Rich."""

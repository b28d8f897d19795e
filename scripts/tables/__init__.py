"""One module per table of ``shanghai_cases/data``; each has ``build`` and returns plain values."""

"""Tools for development; never imported by the package."""

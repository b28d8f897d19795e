"""The case catalogue of the China (Shanghai) Social Governance Innovation Practice Cases."""

__version__ = "0.1.0"

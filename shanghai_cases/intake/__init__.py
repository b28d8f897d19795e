"""Deliveries of cases: sheets and forms read, checked, compared with what is known. Values in, values out."""

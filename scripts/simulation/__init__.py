"""Simulated panels and what the ranking methods make of them."""

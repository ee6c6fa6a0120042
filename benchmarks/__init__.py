"""Measurements: programs that print numbers; none of them is a test."""

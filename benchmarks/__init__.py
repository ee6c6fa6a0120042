"""Measurements that are printed, never asserted; nothing of them is shipped."""

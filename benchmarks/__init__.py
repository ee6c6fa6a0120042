"""Benchmarks: one program, one problem table, one file a contender."""

"""Ranges of the options that engines share, checked before anything is read."""

from __future__ import annotations

from typing import Any

from topics.checks import check_at_least_zero, check_random_state, check_whole, checked_numbers


def check_options(**options: Any) -> None:
    """Raise OptionError for a shared option outside its range; None and other options pass."""
    for name in ("document_topic_prior", "topic_term_prior"):
        value = options.get(name)
        learned = name == "document_topic_prior" and isinstance(value, str) and value == "auto"
        if value is not None and not learned:
            checked_numbers(name, value, above_zero=True)
    for name in ("n_topics", "max_sweeps"):
        check_whole(name, options.get(name), 1)
    if options.get("random_state") is not None:
        check_random_state(options["random_state"])
    if options.get("tolerance") is not None:
        check_at_least_zero(tolerance=options["tolerance"])

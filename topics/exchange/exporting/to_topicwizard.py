"""topicwizard: the TopicData that its app and figures take."""

from __future__ import annotations

from typing import Any

from topics.errors import InputError
from topics.exchange.exporting.plain import PlainRun


def exported(plain: PlainRun) -> dict[str, Any]:
    """A ``topicwizard.data.TopicData``, which is a dictionary: ``topicwizard.visualize`` takes it.

    Topics keep their numbers. ``transform`` is None where the run takes no new texts.
    """
    if plain.texts is None:
        raise InputError(
            "the run was saved without the texts, which topicwizard shows; fit again, and save "
            "the run with them"
        )
    return {
        "corpus": list(plain.texts),
        "vocab": plain.terms.copy(),
        "document_term_matrix": plain.counts.copy(),
        "document_topic_matrix": plain.row_topic.copy(),
        "topic_term_matrix": plain.topic_term.copy(),
        "document_representation": plain.counts.copy(),
        "transform": plain.transform,
        "topic_names": plain.labels,
    }

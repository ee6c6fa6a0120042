"""A limit of memory: what a fit takes is compared with it, before reading and before the fit."""

from __future__ import annotations

import json
import random

import pytest

import topics
from topics.errors import OptionError
from topics.memory import bytes_of, free_memory, size_in_words
from topics.options import FitOptions
from topics.workflow import memory, preparing
from topics.workflow.memory import needed

WORDS = [
    "reef tide coral wave kelp gull sand shore boat sail mast rope",
    "judge jury court trial appeal verdict bail plea oath clerk writ bench",
]


def corpus_of(n=24):
    """Texts of two subjects."""
    rng = random.Random(0)  # noqa: S311 - no secret
    texts = [" ".join(rng.choices(WORDS[i % 2].split(), k=30)) for i in range(n)]
    return topics.Corpus.from_texts(texts)


@pytest.mark.parametrize(
    ("size", "n_bytes"),
    [("4GB", 4 * 10**9), ("1.5 gib", 3 * 2**29), ("100000", 100_000), (" 7 MB ", 7 * 10**6)],
)
def test_sizes(size, n_bytes):
    """Decimal and binary units, in any case; a bare number has bytes."""
    assert bytes_of(size) == n_bytes


@pytest.mark.parametrize("size", ["", "much", "4 XB", "-1GB", "4GBs"])
def test_other_sizes_are_refused(size):
    """The message has an example."""
    with pytest.raises(OptionError, match="expected a size such as 4GB or 500MB"):
        bytes_of(size)


def test_too_little_memory_is_refused_before_reading(tmp_path):
    """With the least and why; nothing is read."""
    path = tmp_path / "rows.jsonl"
    path.write_text("no row of JSON")
    with pytest.raises(OptionError, match="takes at least 650 MB: the program and its packages 6"):
        topics.fit(path, memory="100MB")


def test_too_little_memory_is_refused_before_the_fit(monkeypatch):
    """The message names what takes most, and the way out."""
    corpus = corpus_of()
    monkeypatch.setattr(memory, "OF_SHARE", 10**9)
    with pytest.raises(OptionError, match=r"at least 48\.7 GB: shares 48\.0 GB, .*partition_rows"):
        topics.fit(corpus, n_topics=2, memory="4GB")


def test_much_memory_is_noticed_without_a_limit(monkeypatch):
    """With what is free; a limit that is enough says nothing."""
    corpus = corpus_of()
    options = {"n_topics": 2, "n_fits": 1, "project": False}
    monkeypatch.setattr(memory, "free_memory", lambda: 10**9)
    with pytest.warns(topics.TopicsWarning, match="takes about 650 MB of memory, and 1.0 GB are"):
        topics.fit(corpus, **options)
    run = topics.fit(corpus, memory="1GB", **options)
    assert "much-memory" not in [each["code"] for each in run.quality["warnings"]]


def test_more_rows_topics_and_fits_need_more():
    """Partitions need less."""
    corpus = corpus_of()
    run = topics.fit(corpus, n_topics=2, n_fits=1, project=False)

    def need(**options):
        return needed(
            corpus, run.counts, FitOptions(**{"n_topics": 2, "n_fits": 1} | options)
        ).total

    assert need() < need(n_topics=3)
    assert need() < need(n_fits=5)
    assert need(partition_rows=10) < need()
    assert need() == pytest.approx(650_000_000, rel=1e-3)


def test_free_memory_is_known_here():
    """As the system says it, in bytes."""
    free = free_memory()
    assert free is None or 10**7 < free < 10**14
    assert size_in_words(free or 0).endswith(("GB", "MB"))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"model": "lda"}, 16_384),
        ({"model": "nmf"}, None),
        ({"model": "nmf", "loss": "kullback-leibler"}, None),
        ({"model": "nmf", "engine": "sklearn"}, None),
    ],
)
def test_many_rows_are_fitted_in_partitions(monkeypatch, tmp_path, options, expected):
    """Without being asked, if the model can be; the record of the run says so."""
    monkeypatch.setattr(preparing, "MANY_ROWS", 15)
    run = topics.fit(corpus_of(), n_topics=2, n_fits=1, project=False, **options)
    assert run.options.partition_rows == expected
    folder = run.save(tmp_path / "run")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["parameters"]["partition_rows"] == expected

"""The quality card of the report: scores in words, and the stability of topics."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from topics.report import ReportContent, write_report
from topics.report.card import NOT_MEASURED, topic_stability
from topics.report.score_words import MEANINGS

MakeContent = Callable[..., ReportContent]

MEASURED = {"scores": [{"name": "stability, mean", "value": 0.4, "reference": "4 other fits"}]}


def table(content: ReportContent, **columns: Any) -> pl.DataFrame:
    """The table of topics with further columns."""
    return content.topics.with_columns(**{k: pl.Series(v) for k, v in columns.items()})


def page_text(path: Path, content: ReportContent) -> tuple[str, str]:
    """Write a report; return its text without the scripts, and its source."""
    write_report(path / "report.html", content)
    source = (path / "report.html").read_text(encoding="utf-8")
    body = re.sub(r"<(script|style).*?</\1>", "", source, flags=re.DOTALL)
    return " ".join(re.sub("<[^>]*>", " ", body).split()), source


def test_known_scores_say_what_they_mean(tmp_path: Path, content: MakeContent) -> None:
    """With value, reference and settings; unknown ones have these alone."""
    scores = [
        {"name": name, "value": 0.5, "reference": "the documents", "settings": {"terms": 10}}
        for name in (*MEANINGS, "my own score")
    ]
    text, _ = page_text(tmp_path, content(quality={"scores": scores}))
    for name, meaning in MEANINGS.items():
        assert f"{name} 0.500 {meaning} the documents; 10 terms of every topic" in text
    assert "my own score 0.500 the documents; 10 terms of every topic" in text


def test_a_perplexity_is_compared_with_a_model_without_topics(
    tmp_path: Path, content: MakeContent
) -> None:
    """In words, with rounded numbers."""
    score = {"name": "perplexity of held-out documents", "value": 30.97712}
    score |= {"settings": {"unigram": 80.02975898, "share": 0.1}}
    text, _ = page_text(tmp_path, content(quality={"scores": [score]}))
    assert "30.977" in text
    assert "not seen. Lower is better; a unigram model scores 80.030. share 0.1" in text


def test_further_scores_of_topics_are_shown_when_asked_for(
    tmp_path: Path, content: MakeContent
) -> None:
    """Coherence is always there; the headings of the others say what they are."""
    _, source = page_text(tmp_path, content())
    assert "all-scores" not in source.split("<main")[1].split("<script")[0]
    topics = table(content(), c_v=[0.4, 0.5], mine=[1.5, 2.5])
    text, source = page_text(tmp_path, content(topics=topics))
    assert 'id="all-scores"' in source
    assert source.count('class="number more"') == 6
    assert 'title="Coherence in windows of the text, as c_v defines it, from 0 to 1"' in source
    assert "All scores" in text


def test_stability_has_an_interval_and_a_mark(tmp_path: Path, content: MakeContent) -> None:
    """One column for three; what is below the floor is said in words."""
    made = content(n_documents=20, quality=MEASURED)
    topics = table(
        made, stability=[0.21, 0.65], stability_low=[0.0, 0.5], stability_high=[0.47, 0.8]
    )
    text, source = page_text(tmp_path, content(n_documents=20, quality=MEASURED, topics=topics))
    assert "0.21 unstable 0.00 to 0.47" in text
    assert "0.65 0.50 to 0.80" in text
    assert "stability_low" not in text
    assert "below which a topic is marked as unstable" in text
    assert 'style="left:50.0%;width:30.0%"' in source
    assert NOT_MEASURED not in text


def test_few_documents_have_no_unstable_topics(tmp_path: Path, content: MakeContent) -> None:
    """As the fit gives no warning of them."""
    topics = table(
        content(), stability=[0.1, 0.2], stability_low=[0.0] * 2, stability_high=[1.0] * 2
    )
    text, _ = page_text(tmp_path, content(topics=topics, quality=MEASURED))
    assert "0.10 0.00 to 1.00" in text


def test_merged_topics_have_no_stability(tmp_path: Path, content: MakeContent) -> None:
    """That of the others is shown."""
    topics = table(
        content(), stability=[None, 0.9], stability_low=[None, 0.8], stability_high=[None, 1.0]
    )
    text, _ = page_text(tmp_path, content(topics=topics, quality=MEASURED))
    assert "– not measured" in text
    assert "0.90 0.80 to 1.00" in text
    assert NOT_MEASURED not in text


def test_one_fit_says_how_to_measure(tmp_path: Path, content: MakeContent) -> None:
    """Also a run of an earlier version; there is no column of dashes."""
    text, _ = page_text(tmp_path, content())
    assert f"stability not measured {NOT_MEASURED}" in text
    assert "Stability" not in text


@pytest.mark.parametrize(
    "values",
    [
        ["</td><script>", "x"],
        [float("nan"), float("inf")],
        [-7.0, 1e300],
        [True, False],
        [None, None],
        [10**30, 3],
    ],
)
def test_odd_values_are_numbers_from_0_to_1_or_missing(
    tmp_path: Path, content: MakeContent, values: list[Any]
) -> None:
    """A run folder can come from anywhere."""
    series = pl.Series(values, dtype=pl.Float64) if values[0] == 10**30 else pl.Series(values)
    columns = dict.fromkeys(("stability", "stability_low", "stability_high"), series)
    _, source = page_text(tmp_path, content(topics=content().topics.with_columns(**columns)))
    assert "</td><script>" not in source
    body = re.sub(r"<(script|style).*?</\1>", "", source, flags=re.DOTALL)
    for percent in re.findall(r"(?:left|width):([^%;\"]*)%", body):
        assert 0 <= float(percent) <= 100


def test_limits_of_stability_in_the_wrong_order_are_no_interval() -> None:
    """Nor has one a negative width."""
    odd = topic_stability({"stability": 0.5, "stability_low": 0.9, "stability_high": 0.1}, 100)
    assert (odd.low, odd.high) == (0.5, 0.5)

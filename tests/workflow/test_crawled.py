"""A fit of pages as a crawler saves them."""

import numpy as np
import pytest

import topics
from topics.errors import TopicsWarning

BODIES = [
    "The ferry left the harbour at dawn and came back late with its sail torn by the storm.",
    "Bakers raised the price of bread because flour and rent and gas became dearer this year.",
    "A judge gave the bridge to both villages until the parish book has been found again.",
]


def test_a_page_of_furniture_only_shows_the_corpus_mean(tmp_path):
    """A page without text has n_terms 0 and the mean row of the corpus."""
    for number, body in enumerate(BODIES):
        (tmp_path / f"{number}.txt").write_text(f"{body}\n\n{body}")
    (tmp_path / "menu.txt").write_text("Home\n\nLog in\n\nSubscribe now\n\nAccept all cookies")
    with pytest.warns(TopicsWarning):
        run = topics.fit(tmp_path, n_topics=2, project=False)
    menu = run.documents["id"].to_list().index("menu.txt")
    assert run.documents["n_terms"][menu] == 0
    weights = run.documents["n_terms"].to_numpy()
    mean = weights @ run.document_topic / weights.sum()
    np.testing.assert_allclose(run.document_topic[menu], mean)
    assert set(run.removed["reason"]) == {"furniture"}

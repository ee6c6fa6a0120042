"""Runs as objects and files of other libraries: topics have the same numbers everywhere."""

from __future__ import annotations

import importlib
import json
import re
import sys
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

import topics
from support.commands import assert_failed, command
from topics.choices import EXPORTS
from topics.corpus import Corpus
from topics.errors import InputError, MissingExtraError, OptionError, OutputError, TopicsWarning
from topics.exchange.exporting import TARGETS, write_export
from topics.runs.exchanging.exporting import plain_run

HOSTILE = '</script><script>alert("x")</script>\x00\u2028=cmd'


@pytest.fixture(scope="module", params=["lda", "nmf", "edited"])
def run(request, corpus):
    """An LDA, an NMF, and an LDA with two topics merged."""
    model = "nmf" if request.param == "nmf" else "lda"
    fitted = topics.fit(corpus, model=model, n_topics=5, n_fits=1, random_state=1, project=False)
    if request.param == "edited":
        return fitted.edit(merge={"Two of them": [0, 1]}, rename={3: "Renamed"})
    return fitted


def best_words(weights, terms, n=3):
    """The best terms of each topic, as sets."""
    return [set(terms[np.argsort(-row, kind="stable")[:n]].tolist()) for row in weights]


def test_the_names_are_those_of_the_choices():
    """The command line and `run.to` have the same list."""
    assert tuple(TARGETS) == EXPORTS


def test_pyldavis(run):
    """Topics are numbered from 0 in the run's order, and their shares are those of the tokens."""
    pytest.importorskip("pyLDAvis", reason="pyLDAvis is of the extra test")
    prepared = run.to("pyldavis")
    assert prepared.topic_order == list(range(run.n_topics))
    table = prepared.topic_coordinates
    assert table["topics"].tolist() == list(range(run.n_topics))
    assert np.allclose(table["Freq"], run.topics["share"] * 100)
    assert np.isrealobj(table[["x", "y"]].to_numpy())
    info = prepared.topic_info
    for topic in range(run.n_topics):
        rows = info[info["Category"] == f"Topic{topic}"]
        best = rows.sort_values("logprob", ascending=False)["Term"].head(3)
        weights = run.topic_term[topic]
        columns = [run.terms.tolist().index(term) for term in best]
        assert np.allclose(np.sort(weights)[::-1][:3], weights[columns])


def test_gensim(run, corpus):
    """Topics, terms and the topics of the rows are those of the run."""
    made = run.to("gensim")
    assert np.allclose(made.model.get_topics(), run.topic_term)
    assert [made.dictionary[i] for i in range(len(made.dictionary))] == run.terms.tolist()
    assert len(made.corpus) == run.documents.height
    for row in range(8):
        shares = dict(made.model.get_document_topics(made.corpus[row], minimum_probability=0))
        largest = max(shares, key=shares.__getitem__)
        # Topics that are nearly alike may change places.
        assert run.document_topic[row, largest] > run.document_topic[row].max() - 0.3
    assert made.dictionary.dfs[0] == int((run.counts.matrix[:, [0]] > 0).sum())
    assert made.model.show_topic(1, 2)[0][0] in best_words(run.topic_term, run.terms)[1]


def test_a_gensim_model_comes_back(corpus):
    """Adopting what was exported gives the run again."""
    run = topics.fit(corpus, n_topics=4, n_fits=1, project=False)
    made = run.to("gensim")
    back = topics.adopt(made.model, made.corpus, project=False, n_fits=1)
    assert np.allclose(back.topic_term, run.topic_term)
    assert np.abs(back.document_topic - run.document_topic).max() < 0.01


def test_octis(run):
    """The dictionary has the keys that OCTIS documents, with topics in their order."""
    output = run.to("octis")
    assert set(output) == {"topics", "topic-word-matrix", "topic-document-matrix"}
    assert output["topics"] == [terms.split(", ") for terms in run.topics["terms"]]
    assert np.array_equal(output["topic-word-matrix"], run.topic_term)
    assert np.array_equal(output["topic-document-matrix"], run.document_topic.T)


def test_metrics_of_octis_take_the_dictionary(run, texts):
    """The real package, where it is installed: it needs older numpy and scikit-learn."""
    pytest.importorskip("octis", reason="octis needs numpy below 2; pip install --no-deps octis")
    metrics = importlib.import_module("octis.evaluation_metrics.diversity_metrics")
    output = run.to("octis")
    assert metrics.TopicDiversity(topk=10).score(output) == pytest.approx(
        len({word for words in output["topics"] for word in words[:10]}) / (10 * run.n_topics)
    )


def test_topicwizard(run, texts):
    """The dictionary has the keys of topicwizard.data.TopicData, with topics in their order."""
    data = run.to("topicwizard")
    keys = ("corpus", "vocab", "document_term_matrix", "document_topic_matrix")
    keys += ("topic_term_matrix", "document_representation", "transform", "topic_names")
    assert tuple(data) == keys
    assert data["corpus"] == texts
    assert data["topic_names"] == run.topics["label"].to_list()
    assert data["document_term_matrix"].shape == (60, len(run.terms))
    assert np.array_equal(data["document_topic_matrix"], run.document_topic)
    again = data["transform"](texts[:2])
    assert np.abs(again - run.document_topic[:2]).max() < 0.02


def test_figures_of_topicwizard(run):
    """The real package, where it is installed: it needs older Pillow and dash."""
    figures = pytest.importorskip("topicwizard.figures", reason="pip install topic-wizard")
    figure = figures.topic_barcharts(run.to("topicwizard"))
    assert len(figure.data) >= run.n_topics


def test_networkx(run, tmp_path):
    """Nodes are the topics with their table, edges say how alike they are."""
    networkx = pytest.importorskip("networkx", reason="networkx is of the extra test")
    graph = run.to("networkx")
    assert list(graph.nodes) == list(range(run.n_topics))
    assert [graph.nodes[k]["label"] for k in graph] == run.topics["label"].to_list()
    roots = np.sqrt(run.topic_term)
    for first, second, edge in graph.edges(data=True):
        assert edge["weight"] == pytest.approx(roots[first] @ roots[second])
        together = np.corrcoef(run.document_topic[:, first], run.document_topic[:, second])[0, 1]
        assert edge["correlation"] == pytest.approx(together)
    path = write_export(plain_run(run, "document"), "networkx", tmp_path / "topics.graphml")
    again = networkx.read_graphml(path, node_type=int)
    assert again.nodes[1]["terms"] == run.topics["terms"][1]
    assert again.edges.keys() == graph.edges.keys()


def test_anndata(run, tmp_path):
    """The real package, where it is installed: it needs pandas below 3."""
    anndata = pytest.importorskip("anndata", reason="pip install anndata")
    made = run.to("anndata")
    assert made.shape == (60, len(run.terms))
    assert np.array_equal(made.obsm["X_topics"], run.document_topic)
    assert np.array_equal(made.varm["topics"], run.topic_term.T)
    assert made.obs_names.tolist() == run.documents["id"].to_list()
    path = write_export(plain_run(run, "section"), "anndata", tmp_path / "run.h5ad")
    again = anndata.read_h5ad(path)
    assert np.array_equal(again.X.toarray(), run.counts.matrix.toarray())
    assert again.uns["topics"]["label"].tolist() == run.topics["label"].to_list()
    assert again.obs["n_terms"].tolist() == run.counts.n_terms.tolist()


class AnnData:
    """Keeps what AnnData is made of: shapes have to agree, as there."""

    def __init__(self, X, obs, var):
        self.X, self.obs, self.var = X, obs, var
        self.obsm, self.varm, self.uns = {}, {}, {}
        assert X.shape == (len(obs), len(var))


def test_the_parts_of_anndata(run, monkeypatch):
    """What it is made of, without the package."""
    monkeypatch.setitem(sys.modules, "anndata", sys.modules[__name__])
    monkeypatch.setattr("topics.exchange.exporting.targets.find_spec", lambda name: True)
    made = run.to("anndata", level="section")
    assert made.obs.index.tolist()[:2] == ["0:0", "1:0"]
    assert made.var.index.tolist() == run.terms.tolist()
    assert np.array_equal(made.obsm["X_topics"], run.section_topic)
    assert made.uns["topics"]["label"].tolist() == run.topics["label"].to_list()
    assert not any(values.isna().any() for _, values in made.uns["topics"].items())


def test_bertopic(run, texts):
    """The real package, where it is installed: tables and figures of the run's topics."""
    pytest.importorskip("bertopic", reason="BERTopic brings torch: pip install bertopic")
    model = run.to("bertopic")
    assert model.topics_ == run.documents["topic"].to_list()
    assert np.array_equal(model.probabilities_, run.document_topic)
    info = model.get_topic_info()
    assert info["Topic"].tolist() == list(range(run.n_topics))
    assert info["CustomName"].tolist() == run.topics["label"].to_list()
    for topic in range(run.n_topics):
        words = [word for word, _ in model.get_topic(topic)]
        assert ", ".join(words) == run.topics["terms"][topic]
    assert model.get_document_info(texts)["Topic"].tolist() == model.topics_
    assert len(model.visualize_barchart().data) == run.n_topics
    assert model.visualize_heatmap().data
    with pytest.warns(TopicsWarning, match="stability was not measured"):
        back = topics.adopt(model, Corpus.from_texts(texts), project=False)
    assert np.allclose(back.document_topic, run.document_topic)


def test_the_parts_of_bertopic(run, texts, monkeypatch):
    """What its model is given, without the package."""
    given = {}
    made = SimpleNamespace(BERTopic=lambda **parts: given.update(parts) or SimpleNamespace())
    parts = dict.fromkeys(("BaseEmbedder", "BaseDimensionalityReduction", "BaseCluster"), object)
    rest = SimpleNamespace(TopicMapper=list, **parts)
    monkeypatch.setitem(sys.modules, "bertopic", made)
    for name in ("backend", "dimensionality", "cluster", "_bertopic"):
        monkeypatch.setitem(sys.modules, f"bertopic.{name}", rest)
    monkeypatch.setattr("topics.exchange.exporting.targets.find_spec", lambda name: True)
    model = run.to("bertopic")
    assert given["vectorizer_model"].vocabulary == run.terms.tolist()
    assert model.topics_ == run.documents["topic"].to_list()
    assert np.array_equal(model.probabilities_, run.document_topic)
    assert np.array_equal(model.c_tf_idf_.toarray(), run.topic_term)
    assert model.topic_mapper_ == list(range(run.n_topics))
    assert sum(model.topic_sizes_.values()) == run.documents.height
    assert model.custom_labels_ == run.topics["label"].to_list()
    for topic, terms in enumerate(run.topics["terms"]):
        assert ", ".join(word for word, _ in model.topic_representations_[topic]) == terms
        best = run.document_topic[:, topic].argmax()
        assert topic != model.topics_[best] or model.representative_docs_[topic][0] == texts[best]


@pytest.fixture(scope="module")
def hostile():
    """A run whose terms and labels are markup, control characters and formulas."""
    terms = [f"{HOSTILE}{i}" for i in range(12)]
    counts = topics.Counts(np.random.default_rng(0).integers(0, 5, (30, 12)), terms)
    model = {"topic_term": np.random.default_rng(1).random((2, 12)), "terms": terms}
    shares = np.random.default_rng(2).dirichlet([1, 1], 30)
    labels = ["A </script> label", "B"]
    given = {**model, "document_topic": shares, "labels": labels}
    return topics.adopt(given, counts, project=False, n_fits=1)


def test_hostile_terms_stay_data(hostile, tmp_path):
    """They end no script, break no XML, and are no formulas."""
    pytest.importorskip("pyLDAvis", reason="pyLDAvis is of the extra test")
    networkx = pytest.importorskip("networkx", reason="networkx is of the extra test")
    plain = plain_run(hostile, "document")
    page = write_export(plain, "pyldavis", tmp_path / "a.html").read_text(encoding="utf-8")
    assert "alert" in page
    assert "<script>alert" not in page
    # Style, data and two libraries; the data has no request.
    assert len(re.findall(r"</script>", page)) == 3
    assert not re.search(r"(?:src|href)=.https?:", page)
    for name in ("a.graphml", "a.gexf"):
        path = write_export(plain, "networkx", tmp_path / name)
        nodes = networkx.read_gexf(path) if name.endswith("gexf") else networkx.read_graphml(path)
        assert "alert" in str(dict(nodes.nodes(data=True)))
    output = json.loads(write_export(plain, "octis", tmp_path / "a.json").read_text())
    assert output["topics"][0][0].startswith("</script>")


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
def test_one_topic_and_rows_without_terms():
    """Neither stops an export."""
    pytest.importorskip("pyLDAvis", reason="pyLDAvis is of the extra test")
    corpus = Corpus.from_texts(["the reef and the tide", "", "a reef"] * 3)
    run = topics.fit(corpus, n_topics=1, n_fits=1, project=False, min_documents=1)
    assert run.to("pyldavis").topic_order == [0]
    assert run.to("networkx").number_of_nodes() == 1
    assert len(run.to("gensim").corpus) == 9
    assert run.to("octis")["topic-document-matrix"].shape == (1, 9)


def test_what_is_missing_is_named(run, monkeypatch, tmp_path):
    """A package, a target, texts, and a file that would be a pickle."""
    monkeypatch.setattr("topics.exchange.exporting.targets.find_spec", lambda name: None)
    for name, package in [("pyldavis", "pyLDAvis"), ("anndata", "anndata"), ("gensim", "gensim")]:
        with pytest.raises(MissingExtraError, match=f"not installed: pip install {package}"):
            run.to(name)
    monkeypatch.undo()
    with pytest.raises(OptionError, match="unknown target 'excel'; choose from pyldavis, bertopic"):
        run.to("excel")
    with pytest.raises(OptionError, match="unknown level 'page'"):
        run.to("octis", level="page")
    with pytest.raises(OptionError, match="gensim keeps its objects as pickles, which run code"):
        write_export(plain_run(run, "document"), "gensim", tmp_path / "a.pkl")
    with pytest.raises(OutputError, match=r"cannot write .*; name a file in another folder"):
        write_export(plain_run(run, "document"), "octis", tmp_path / f"{'x' * 250}.json")
    with pytest.raises(OptionError, match=r"should end with \.html for pyldavis"):
        write_export(plain_run(run, "document"), "pyldavis", tmp_path / "a.txt")
    bare = topics.load(run.save(tmp_path / "run", text=False))
    with pytest.raises(InputError, match="saved without the texts, which topicwizard"):
        bare.to("topicwizard")


def test_the_command_line(corpus, tmp_path):
    """`topics export` writes files of other tools and the table of terms."""
    pytest.importorskip("pyLDAvis", reason="pyLDAvis is of the extra test")
    run = topics.fit(corpus, n_topics=4, n_fits=1, project=False)
    folder = run.save(tmp_path / "run")
    done = command("export", folder, "--to", "pyldavis", "--output", tmp_path / "a.html",
                   "--token-topics", tmp_path / "tokens.csv", "--min-share", "0.01")  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Written to") == 2
    assert (tmp_path / "a.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    table = pl.read_csv(tmp_path / "tokens.csv")
    assert table.columns == ["document", "position", "term", "n", "topic", "share"]
    again = command("export", folder, "--token-topics", tmp_path / "tokens.csv")
    assert_failed(again, 1, "tokens.csv exists; pass --overwrite to replace it")
    more = command("export", folder, "--to", "octis", "--output", tmp_path / "a.json", "-q",
                   "--overwrite", "--level", "section")  # fmt: skip
    assert more.returncode == 0, more.stderr
    assert more.stdout == ""


def test_the_command_line_names_what_is_wrong(corpus, tmp_path):
    """Nothing is written then; the run folder stays as its checksums say."""
    folder = topics.fit(corpus, n_topics=2, n_fits=1, project=False).save(tmp_path / "run")
    for arguments, code, words in [
        ([], 2, "nothing to export"),
        (["--to", "octis"], 2, "--to names a tool and --output its file; give both"),
        (["--output", "a.json"], 2, "--to names a tool and --output its file; give both"),
        (["--to", "gensim", "--output", "a.pkl"], 2, "keeps its objects as pickles"),
        (["--to", "octis", "--output", "a.txt"], 2, "should end with .json for octis"),
        (["--to", "octis", "--output", folder / "a.json"], 2, "is in the run"),
        (["--to", "octis", "--output", tmp_path / "no" / "a.json"], 1, "there is no folder"),
        (["--token-topics", tmp_path / "a.txt"], 2, "should end with .csv or .parquet"),
        (["--token-topics", tmp_path], 1, "it is a folder; name a file"),
        (["--to", "excel", "--output", "a.xls"], 2, "excel"),
    ]:
        assert_failed(command("export", folder, *arguments, cwd=tmp_path), code, words)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run"]
    topics.load(folder)

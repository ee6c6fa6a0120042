"""transform: fitted documents get their rows again, new ones are counted in the same way."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import topics
from topics.corpus import Corpus
from topics.errors import InputError, OptionError, OutputExistsError, RunFolderError, TopicsWarning
from topics.models import ENGINE_CLASSES

pytestmark = pytest.mark.usefixtures("without_pictures")

LOSSES = {"topics": (None, "kullback-leibler"), "sklearn": (None, "kullback-leibler")}
CASES = [
    *(("lda", engine, None) for engine in ENGINE_CLASSES["lda"]),
    *(
        ("nmf", engine, loss)
        for engine in ENGINE_CLASSES["nmf"]
        for loss in LOSSES.get(engine, (None,))
    ),
]


@pytest.fixture(scope="module", params=["section", "document"])
def level(request):
    """Level that the model is fitted on."""
    return request.param


@pytest.mark.parametrize(("model", "engine", "loss"), CASES)
def test_fitted_documents_keep_their_rows(planted, tmp_path, model, engine, loss, level):
    """With every engine, all documents together and one alone get their row, within 0.02."""
    run = topics.fit(
        planted,
        model=model,
        engine=engine,
        loss=loss,
        level=level,
        n_topics=4,
        n_fits=1,
        project=False,
        tolerance=None if engine == "gensim" else 0.01,
    )
    loaded = topics.load(run.save(tmp_path / "run"))
    again = topics.transform(loaded, planted)
    assert np.abs(again.document_topic - run.document_topic).max() < 0.02
    assert np.abs(again.section_topic - run.section_topic).max() < 0.02
    alone = Corpus(
        documents=planted.documents[7:8], sections=planted.sections.filter(document="d7")
    )
    one = loaded.transform(alone)
    assert np.abs(one.document_topic[0] - run.document_topic[7]).max() < 0.02


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A run of the sample documents, saved and loaded."""
    fitted = topics.fit("seeds", n_topics=8, n_fits=1, tolerance=0.01)
    return topics.load(fitted.save(tmp_path_factory.mktemp("runs") / "run"))


@pytest.fixture(autouse=True)
def _in_the_repository(monkeypatch):
    """The working folder is the repository, so that ``seeds`` is a path."""
    monkeypatch.chdir(Path(__file__).parents[2])


def words(run, topic=0):
    """Three terms that the run knows."""
    return " ".join(run.topics["terms"][topic].split(", ")[:3])


def test_the_same_folder_gives_the_same_run(run):
    """Reading the fitted folder again gives the same counts, rows and coordinates, bit for bit."""
    again = topics.transform(run, "seeds")
    assert again.documents["id"].equals(run.documents["id"])
    assert again.documents["n_terms"].equals(run.documents["n_terms"])
    assert np.array_equal(again.document_topic, run.document_topic)
    assert np.array_equal(again.section_topic, run.section_topic)
    assert again.projection.equals(run.projection)
    assert again.removed.height == run.removed.height


def test_a_single_file_of_the_fit_keeps_its_row(run):
    """A fitted file that is transformed alone gets its row, within 0.02."""
    sources = run.documents.filter(pl.col("part").is_null() & pl.col("source").str.contains("web"))
    gaps = []
    for name, source in sources.select("id", "source").iter_rows():
        row = run.document_topic[(run.documents["id"] == name).arg_max()]
        gaps.append(np.abs(topics.transform(run, source).document_topic[0] - row).max())
    assert max(gaps) < 0.02


def test_one_string_is_a_document(run):
    """A string gets shares that sum to 1, a point on the map, and its unknown terms."""
    new = run.transform(f"The {words(run)}, zorgblat zorgblat.")
    assert new.document_topic.shape == (1, 8)
    assert np.allclose(new.document_topic.sum(axis=1), 1)
    assert new.projection.select("level", "document", "position").rows() == [
        ("document", "0", None),
        ("section", "0", 0),
    ]
    assert new.unknown_terms.row(0) == ("zorgblat", 2, 1, "not in the vocabulary")
    assert new.documents.select("n_terms", "n_unknown").row(0) == (3, 2)
    assert repr(new) == "Transformed(1 document, 1 section, 8 topics)"


def test_documents_without_known_terms_show_the_mean(run):
    """Texts without known terms get the mean row and n_terms 0; a warning counts them."""
    with (
        pytest.warns(TopicsWarning, match="mean of the fitted corpus"),
        pytest.warns(TopicsWarning, match="documents without text: 1"),
    ):
        new = run.transform(["", "zorgblat", words(run)])
    mean = run.topics["share"].to_numpy()
    assert np.allclose(new.document_topic[:2], mean, atol=1e-9)
    assert new.documents["n_terms"].to_list()[:2] == [0, 0]
    counts = {warning["code"]: warning["count"] for warning in new.warnings}
    assert counts["documents-without-terms"] == 2


def test_many_unknown_terms_give_a_warning(run):
    """If more than half of the terms are unknown, a warning names the most frequent ones."""
    with pytest.warns(TopicsWarning, match="quux, zorgblat; is it"):
        run.transform(f"zorgblat zorgblat quux quux {words(run)}")


def test_any_thread_count_gives_the_same_bits(run):
    """With 1, 2 or 512 threads, all arrays and the map are identical."""
    texts = [words(run), words(run, 5)]
    one, *others = (run.transform(texts, n_threads=n) for n in (1, 2, 512))
    for other in others:
        assert np.array_equal(one.section_topic, other.section_topic)
        assert one.projection.equals(other.projection)


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
def test_cut_words_are_joined_to_terms_of_the_run(tmp_path):
    """A word that a line end cuts and that stood whole in the fit, as reading joins them there."""
    texts = ["The govern-\nment met a well-\nknown judge.", "The government agreed.", "Tides rise."]
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(text)
    run = topics.fit(tmp_path, model="nmf", n_topics=2, n_fits=1, project=False)
    assert "government" in run.terms
    for new in (run.transform(texts[:1]), topics.transform(run, tmp_path / "0.txt")):
        assert new.unknown_terms.is_empty()
        assert np.allclose(new.document_topic[0], run.document_topic[0], atol=1e-6)


def test_shared_headings_are_remembered():
    """A heading that many fitted documents share is not counted in new ones."""
    corpus = Corpus.from_texts(["the sea rose abstract"] * 5 + ["the law fell"] * 5)
    sections = corpus.sections.with_columns(heading=pl.lit("Abstract"))
    corpus = Corpus(documents=corpus.documents, sections=sections)
    with pytest.warns(TopicsWarning, match="abstract"):
        run = topics.fit(corpus, n_topics=2, n_fits=1)
    assert run.learned.shared_headings == ("abstract",)
    new = Corpus.from_texts(["the sea rose"])
    new = Corpus(
        documents=new.documents, sections=new.sections.with_columns(heading=pl.lit("ABSTRACT"))
    )
    assert run.transform(new).documents["n_terms"].to_list() == [2]


def test_phrases_are_remembered():
    """Tokens are joined as in the fit, even if a new document is too short to find phrases."""
    texts = [f"deep sea word{i % 7}, {i}" for i in range(20)]
    corpus = Corpus.from_texts(texts)
    run = topics.fit(corpus, n_topics=2, n_fits=1, phrases=True, max_document_share=1.0)
    assert run.learned.phrases == ("deep_sea",)
    assert run.transform("a deep sea").documents["n_terms"].to_list() == [1]
    new = run.transform("deep sea word3, word4, the deep sea")
    assert new.documents.select("n_terms", "n_unknown").row(0) == (4, 0)


def test_repeated_blocks_are_remembered(tmp_path):
    """A notice that was removed from the fitted pages is removed from a new page."""
    notice = "Readers who enjoyed this piece kept our small newsroom going all these years."
    rng = np.random.default_rng(0)
    words = ["reef", "tide", "coral", "jury", "court", "verdict", "piano", "choir", "tram"]
    for i in range(8):
        body = "\n\n".join(" ".join(rng.choice(words, 30)) + f" {i}." for _ in range(3))
        (tmp_path / f"{i}.txt").write_text(f"{body}\n\n{notice}\n", encoding="utf-8")
    run = topics.fit(tmp_path, n_topics=2, n_fits=1, project=False)
    assert "newsroom" not in run.terms
    new = tmp_path / "new"
    new.mkdir()
    (new / "one.txt").write_text(f"A reef and a tide.\n\n{notice}\n", encoding="utf-8")
    result = topics.transform(run, new)
    assert result.removed.select("reason", "text").rows() == [("repeated", notice)]
    assert "newsroom" not in result.unknown_terms["term"]


def test_counts_are_aligned_by_their_terms():
    """Columns may have another order; one with an unknown term is left out."""
    rng = np.random.default_rng(0)
    matrix = rng.poisson(1.0, size=(30, 8))
    run = topics.fit(topics.Counts(matrix, list("abcdefgh")), n_topics=3, n_fits=1, tolerance=0.01)
    mixed = topics.Counts(np.column_stack([matrix[:, ::-1], matrix[:, :1]]), [*"hgfedcba", "z"])
    new = run.transform(mixed)
    assert np.allclose(new.document_topic, run.document_topic, atol=1e-6)
    assert new.unknown_terms["term"].to_list() == ["z"]
    assert new.documents["n_unknown"].to_list() == matrix[:, 0].tolist()
    with pytest.raises(InputError, match="fitted on counts"):
        run.transform("a text")
    with pytest.raises(InputError, match="no term of these counts"):
        run.transform(topics.Counts([[1]], ["zz"]))


def test_a_result_is_saved_with_all_its_files(run, tmp_path):
    """The folder has every table, format and checksum; it cannot be loaded as a run."""
    folder = run.transform([words(run), words(run, 1)]).save(
        tmp_path / "new", formats=("csv", "npz")
    )
    names = {path.name for path in folder.iterdir()}
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["files"]) == names - {"manifest.json"}
    tables = ("documents", "sections", "projection", "removed", "unknown_terms")
    assert {f"{name}.csv" for name in tables} <= names
    assert {"document_topic.csv", "section_topic.npz", "quality.json"} <= names
    with pytest.raises(RunFolderError, match="the topics of new documents"):
        topics.load(folder)


def test_a_run_is_never_replaced_by_a_transform(run, tmp_path):
    """A result can replace an earlier result, but never a fitted run."""
    fitted = run.save(tmp_path / "run")
    new = run.transform(words(run))
    with pytest.raises(OutputExistsError, match="fitted run"):
        new.save(fitted, overwrite=True)
    topics.load(fitted)
    folder = new.save(tmp_path / "new")
    new.save(folder, overwrite=True)
    with pytest.raises(
        OutputExistsError,
        match=r"the topics of new documents \(of topics.transform\) already; pass",
    ):
        new.save(folder)


def test_a_changed_run_is_refused(run, tmp_path):
    """A file whose checksum differs is named, and the run is not used."""
    folder = run.save(tmp_path / "run")
    with (folder / "model" / "arrays.npz").open("ab") as file:
        file.write(b" ")
    with pytest.raises(RunFolderError, match=r"arrays\.npz was changed"):
        topics.transform(folder, "seeds")


HOSTILE = {
    "components": np.full((8, 3), -1.0),
    "document_topic_prior": np.full(8, np.nan),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_invalid_arrays_of_an_engine_are_refused(run, name):
    """Wrong shapes, negative numbers and NaN are a RunFolderError, even with right checksums."""
    broken = replace(run, engine_arrays={**run.engine_arrays, name: HOSTILE[name]})
    with pytest.raises(RunFolderError, match=name):
        broken.transform("coral reef")
    others = {k: v for k, v in run.engine_arrays.items() if k != name}
    without = replace(run, engine_arrays=others)
    with pytest.raises(RunFolderError, match="missing"):
        without.transform("coral reef")


@pytest.mark.parametrize(
    "changed",
    [
        {"model": "bert"},
        {"model": ["lda"]},
        {"engine": "os.system"},
        {"level": None},
        {"weighting": "bm25"},
        {"weighting": "tf-idf"},
        {"token_pattern": "(("},
        {"ngrams": 10**9},
        {"stop_word_list": [1]},
        {"read_options": {"paths": "x"}},
        {"read_options": {"text_column": ["x"]}},
    ],
)
def test_parameters_that_no_fit_writes_are_refused(run, tmp_path, changed):
    """An option that no fit writes is a RunFolderError: run folders are untrusted."""
    folder = run.save(tmp_path / "run")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["parameters"].update(changed)
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(RunFolderError, match="fit again"):
        topics.transform(folder, "seeds/wire.jsonl")


def test_options_of_reading_can_differ(run, tmp_path):
    """read_options can name another column; with data in memory they are refused."""
    (tmp_path / "a.csv").write_text(f"body\n{words(run)}\n", encoding="utf-8")
    new = topics.transform(run, tmp_path / "a.csv", read_options={"text_column": "body"})
    assert new.documents["n_terms"].to_list() == [3]
    with pytest.raises(OptionError, match="read_options apply when paths are read"):
        topics.transform(run, Corpus.from_texts(["coral"]), read_options={"split": False})


def test_runs_without_learned_terms_load(run, tmp_path):
    """Older runs have no model/terms.json; they load with no phrases."""
    folder = run.save(tmp_path / "run")
    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / "model" / "terms.json").unlink()
    manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    del manifest["files"]["model/terms.json"]
    (copy / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert topics.load(copy).learned.phrases == ()


@pytest.mark.filterwarnings("ignore:.*topics have most terms from a text that is repeated")
def test_terms_that_were_pruned_as_too_frequent_are_told_apart(tmp_path):
    """They are no sign of a foreign document: listed with their reason, not in n_unknown."""
    texts = [
        f"tide reef coral plankton number{i}" if i % 2 else f"tide judge court jury number{i}"
        for i in range(30)
    ]
    run = topics.fit(
        Corpus.from_texts(texts), n_topics=2, n_fits=1, project=False, max_document_share=0.9
    )
    loaded = topics.load(run.save(tmp_path / "run"))
    assert loaded.learned.too_frequent == ("tide",)
    new = loaded.transform(["tide tide reef glacier"])
    assert new.unknown_terms.select("term", "count", "reason").rows() == [
        ("tide", 2, "too frequent"),
        ("glacier", 1, "not in the vocabulary"),
    ]
    assert new.documents["n_unknown"].to_list() == [1]
    assert new.quality["unknown_terms"] == {"share": 0.5, "count": 1.0, "n_different": 1}
    assert new.quality["too_frequent_terms"] == {"count": 2.0, "n_different": 1}


def test_a_whole_text_is_one_section_which_is_said(tmp_path):
    """A notice says why a text differs from the same text in a file that was cut into sections."""
    themes = ("reef tide coral current", "judge jury court verdict")
    for i in range(8):
        parts = [f"# Part {i} {j} x{i}{j}\n\n{themes[(i + j) % 2]} word{i}{j}\n" for j in range(3)]
        (tmp_path / f"{i}.md").write_text("\n".join(parts), encoding="utf-8")
    run = topics.fit(tmp_path, n_topics=2, n_fits=1, min_documents=1, project=False)
    text = (tmp_path / "0.md").read_text(encoding="utf-8")
    with pytest.warns(TopicsWarning, match="1 text of several paragraphs, each taken as one sec"):
        new = run.transform(text)
    assert [notice["code"] for notice in new.warnings] == ["texts-as-one-section"]
    assert not run.transform("reef tide coral").warnings
    whole = topics.fit(
        tmp_path, n_topics=2, n_fits=1, min_documents=1, project=False, level="document"
    )
    assert not whole.transform(text).warnings


def test_a_stream_gives_what_all_texts_together_give(run):
    """Some at a time, read only as far as they are needed, with numbers that go on."""
    texts = [*run.section_texts.to_list()[:7], "zzz qqq"]
    read = []

    def stream():
        for text in texts:
            read.append(text)
            yield text

    results = run.transform_stream(stream(), n_at_a_time=3)
    first = next(results)
    assert len(read) == 3
    found = [first, *results]
    with pytest.warns(TopicsWarning):
        together = run.transform(texts)
    assert [each.documents.height for each in found] == [3, 3, 2]
    assert pl.concat([each.documents["id"] for each in found]).to_list() == list("01234567")
    shares = np.concatenate([each.document_topic for each in found])
    assert np.array_equal(shares, together.document_topic)
    codes = [[each["code"] for each in part.quality["warnings"]] for part in found]
    assert "documents-without-terms" in codes[-1]
    assert "documents-without-terms" not in codes[0]


def test_a_stream_is_several_texts(run):
    """One text would be a stream of its characters."""
    with pytest.raises(InputError, match=r"run\.transform"):
        next(run.transform_stream("the tide"))
    with pytest.raises(OptionError, match="n_at_a_time"):
        run.transform_stream(["the tide"], n_at_a_time=0)
    assert list(run.transform_stream([])) == []

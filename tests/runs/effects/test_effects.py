"""Effects of a run: its columns, its folder, its edits, and both kinds of shares."""

import hashlib
import json
import warnings

import numpy as np
import polars as pl
import pytest

import topics
from topics.corpus import Corpus
from topics.errors import InputError, OptionError, RunFolderError, TopicsWarning

SEA = "harbour tide pilot ferry quay lamp storm boat sailor anchor net wave".split()
LAW = "court judge appeal jury lawyer trial verdict statute witness prison clerk".split()
FARM = "barley field harvest tractor soil cattle seed rain plough orchard barn".split()


FIT = {"n_fits": 1, "project": False, "max_document_share": 1.0}


def corpus_of(n=60):
    """Documents of four sections; those of the party "b" have more of the sea and less of law."""
    rng = np.random.default_rng(0)
    party = ["a" if i % 2 else "b" for i in range(n)]
    rows = []
    for i in range(n):
        share = rng.dirichlet([6, 2, 2] if party[i] == "b" else [2, 6, 2])
        for position in range(4):
            themes = rng.choice(3, size=30, p=share)
            words = [rng.choice((SEA, LAW, FARM)[theme]) for theme in themes]
            rows.append((f"d{i}", position, 1, "", " ".join(words)))
    documents = Corpus.from_texts(
        [""] * n,
        ids=[f"d{i}" for i in range(n)],
        metadata={
            "party": [*party[:-2], None, "alone"],
            "year": [str(1900 + i) for i in range(n)],
            "word count": [float(i % 7) for i in range(n)],
            "same": ["x"] * n,
            "tag": [f"tag {i}" for i in range(n)],
        },
    ).documents
    schema = ["document", "position", "level", "heading", "text"]
    return Corpus(documents=documents, sections=pl.DataFrame(rows, schema=schema, orient="row"))


def quiet(function, *arguments, **options):
    """Call without warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TopicsWarning)
        return function(*arguments, **options)


@pytest.fixture(scope="module", params=["lda", "nmf"])
def run(request):
    """A run of three themes by each model."""
    return quiet(topics.fit, corpus_of(), model=request.param, n_topics=3, **FIT)


@pytest.fixture(scope="module")
def lda():
    """A run of three themes."""
    return quiet(topics.fit, corpus_of(), n_topics=3, **FIT)


def topic_of(run, word):
    """The topic that has a term most."""
    return int(run.topic_term[:, list(run.terms).index(word)].argmax())


@pytest.mark.parametrize("level", ["section", "document"])
@pytest.mark.parametrize("shares", ["corrected", "drawn"])
def test_effects_are_those_of_the_corpus(run, level, shares):
    """The sea has more of party b, the law less, the farm the same; rows say what was used."""
    found = quiet(run.effects, "~ party", level=level, shares=shares)
    table = found.table.filter(pl.col("term") == "party[b]")
    assert table.height == 3
    assert set(table["n_documents"]) == {58}
    assert set(table["n_sections"]) == {232}
    row = {word: table.row(topic_of(run, word), named=True) for word in ("tide", "jury", "barn")}
    assert row["tide"]["low"] > 0.1
    assert row["jury"]["high"] < -0.1
    assert row["barn"]["low"] < 0 < row["barn"]["high"]
    assert row["tide"]["p_adjusted"] < 0.001
    assert np.isclose(table["estimate"].sum(), 0.0, atol=1e-9)


def test_what_is_left_out_is_counted(lda):
    """A missing value, a level of one document, and texts read as numbers."""
    with pytest.warns(TopicsWarning) as caught:
        lda.effects("~ party + year")
    messages = " ".join(str(each.message) for each in caught)
    assert "4 sections have no 'party'; left out" in messages
    assert "only one document has party[alone]" in messages
    assert "the texts of 'year' were read as numbers" in messages


def test_the_same_state_gives_the_same_draws(lda):
    """Bit for bit, and other numbers with another state; a larger number of draws is close."""
    first, again, other = (
        quiet(lda.effects, "~ party", shares="drawn", n_draws=3, random_state=state)
        for state in (1, 1, 2)
    )
    assert first.table.equals(again.table)
    assert not first.table.equals(other.table)
    assert quiet(lda.effects, "~ party").table.equals(quiet(lda.effects, "~ party").table)


def test_corrected_effects_are_larger_than_drawn_ones(lda):
    """A prior that does not know the party draws its effect to 0."""
    largest = [
        quiet(lda.effects, "~ party", shares=shares)
        .table.filter(pl.col("term") == "party[b]")["estimate"]
        .abs()
        .max()
        for shares in ("corrected", "drawn")
    ]
    assert largest[0] > largest[1]


def test_curves_and_names_with_blanks(lda):
    """Curves have their points; a column without one is an error."""
    found = quiet(lda.effects, "~ s(year) + `word count` + position", topics=[2, 0])
    assert found.table["topic"].unique(maintain_order=True).to_list() == [2, 0]
    assert set(found.table["term"]) == {"Intercept", "s(year)", "word count", "position"}
    curve = found.curve("year")
    assert curve.height == 2 * 41
    assert curve["x"].min() == 1900.0
    assert (curve["low"] < curve["share"]).all()
    assert found.curve("s(year)").equals(curve)
    with pytest.raises(InputError, match="no curve over 'party'"):
        found.curve("party")


@pytest.mark.parametrize(
    ("formula", "options", "kind", "words"),
    [
        ("~ partyy", {}, InputError, "did you mean 'party'"),
        ("~ topic", {}, InputError, "no column 'topic'"),
        ("~ position", {"level": "document"}, InputError, "no column 'position'"),
        ("~ same", {}, InputError, "only one value, 'x'"),
        ("~ tag", {}, InputError, "60 different values"),
        ("~ year + C(party) + scale(year)", {}, InputError, "follows from"),
        ("~ author", {}, InputError, "has no values"),
        ("~ party", {"topics": 3}, OptionError, "no topic 3"),
        ("~ party", {"topics": []}, OptionError, "topics is empty"),
        ("~ party", {"topics": [0.5]}, OptionError, "expected a whole number"),
        ("~ party", {"level": "page"}, OptionError, "unknown level"),
        ("~ party", {"shares": "raw"}, OptionError, "unknown shares"),
        ("~ party", {"correction": "fdr"}, OptionError, "unknown correction"),
        ("~ party", {"n_draws": 25}, OptionError, "leave n_draws out"),
        ("~ party", {"shares": "drawn", "n_draws": 1}, OptionError, "2 or more"),
        ("~ party", {"confidence": 95}, OptionError, "0.5 to 0.9999"),
    ],
)
def test_bad_input(lda, formula, options, kind, words):
    """The error says what to do."""
    with pytest.raises(kind, match=words):
        quiet(lda.effects, formula, **options)


def test_effects_of_merged_topics_add(lda):
    """Whichever shares are used; the edits leave earlier effects out."""
    run = lda.with_effects(quiet(lda.effects, "~ party"))
    edited = run.edit(merge={"Both": [0, 1]})
    assert run.estimated_effects is not None
    assert edited.estimated_effects is None
    assert edited.undo_edits().estimated_effects is None
    single = run.estimated_effects.table.filter(pl.col("term") == "party[b]")["estimate"]
    merged = quiet(edited.effects, "~ party").table.filter(pl.col("term") == "party[b]")["estimate"]
    assert np.isclose(merged[0], single[0] + single[1])
    assert np.isclose(merged[1], single[2])


def test_saved_effects_come_back(lda, tmp_path):
    """Tables and settings; also after new labels, and in the pictures."""
    run = lda.with_effects(quiet(lda.effects, "~ party + s(year)"))
    run.save(tmp_path / "run")
    assert (tmp_path / "run" / "effects.png").stat().st_size > 5_000
    page = (tmp_path / "run" / "report.html").read_text()
    assert '<h2 id="effects-title">Effects</h2>' in page
    assert "errors clustered by document" in page
    loaded = topics.load(tmp_path / "run")
    for name in ("table", "curves"):
        ours, theirs = (getattr(r.estimated_effects, name) for r in (run, loaded))
        assert ours.equals(theirs)
    assert loaded.estimated_effects.settings == run.estimated_effects.settings
    assert quiet(loaded.effects, "~ party").table.equals(quiet(lda.effects, "~ party").table)
    shouted = loaded.relabel(lambda terms, texts: terms[0].upper())
    assert set(shouted.estimated_effects.table["label"]) == set(shouted.topics["label"])


def test_the_page_shows_names_as_text(lda):
    """A level that looks like HTML is escaped."""
    from topics.report.effects import EffectsContent, effects_section

    found = quiet(lda.effects, "~ party")
    table = found.table.with_columns(pl.col("term").str.replace("b", "<script>"))
    page, _ = effects_section(EffectsContent(table, found.curves, found.settings))
    assert "<script>" not in page
    assert "party[&lt;script&gt;]" in page


@pytest.mark.parametrize(
    "damage",
    [
        lambda record: record.pop("effects"),
        lambda record: record["effects"].pop("settings"),
        lambda record: record["effects"]["settings"].update(level="page"),
        lambda record: record["effects"]["settings"].update(confidence=2.0),
        lambda record: record["effects"]["settings"].update(references={"party": 3}),
        lambda record: record["effects"]["tables"].pop("effects_curves"),
        lambda record: record["effects"]["tables"]["effects"].update(p="String"),
        lambda record: record["files"].pop("effects_curves.csv"),
    ],
)
def test_damaged_effects_are_refused(lda, tmp_path, damage):
    """A run folder can come from anywhere."""
    run = lda.with_effects(quiet(lda.effects, "~ party"))
    run.save(tmp_path / "run")
    path = tmp_path / "run" / "manifest.json"
    record = json.loads(path.read_text())
    damage(record)
    path.write_text(json.dumps(record))
    with pytest.raises(RunFolderError, match="effects"):
        topics.load(tmp_path / "run")


def test_effects_of_other_topics_are_refused(lda, tmp_path):
    """Both in memory and in a folder."""
    found = quiet(lda.effects, "~ party")
    fewer = lda.edit(merge={"Both": [0, 1]})
    with pytest.raises(InputError, match="of other topics"):
        fewer.with_effects(found)
    lda.with_effects(found).save(tmp_path / "run")
    table = tmp_path / "run" / "effects.csv"
    table.write_text(table.read_text().replace("\n2,", "\n7,"))
    path = tmp_path / "run" / "manifest.json"
    record = json.loads(path.read_text())
    record["files"]["effects.csv"] = hashlib.sha256(table.read_bytes()).hexdigest()
    path.write_text(json.dumps(record))
    with pytest.raises(RunFolderError, match=r"effects.csv does not fit"):
        topics.load(tmp_path / "run")

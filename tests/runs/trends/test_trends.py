"""Topics over time and by group: in a run, its folder, its edits and its labels."""

import datetime
import json
import shutil
import warnings
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

import topics
from topics.corpus import Corpus
from topics.errors import InputError, OptionError, RunFolderError, TopicsWarning
from topics.results.trends import file_names

THEMES = {
    "sea": "harbour tide pilot ferry quay lamp storm boat sailor anchor net wave".split(),
    "law": "court judge appeal jury lawyer trial verdict statute witness prison clerk".split(),
    "farm": "barley field harvest tractor soil cattle seed rain plough orchard barn".split(),
}
N = 120


def fitted(metadata, n=N, seed=0, **options):
    """A run of texts of three themes; the second half of the documents has no farm."""
    rng = np.random.default_rng(seed)
    names = [list(THEMES)[rng.integers(0, 2 if i >= n // 2 else 3)] for i in range(n)]
    texts = [" ".join(rng.choice(THEMES[name], 40)) for name in names]
    corpus = Corpus.from_texts(texts, metadata=metadata | {"theme": names})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TopicsWarning)
        return topics.fit(corpus, n_topics=3, n_fits=1, project=False, **options)


@pytest.fixture(scope="module")
def run():
    """Documents of ten years; the last year ends in March."""
    first = datetime.date(2011, 1, 1)
    days = [first + datetime.timedelta(days=28 * i) for i in range(N)]
    return fitted(
        {
            "day": [day.isoformat() for day in days],
            "decade": ["one", "two"] * (N // 2),
            "alike": ["x"] * N,
            "number": list(range(N)),
        }
    )


@pytest.fixture(scope="module")
def kept(run):
    """The same with trends that it keeps."""
    return run.with_trends(date="day", by="theme")


def topic_of(run, theme):
    """The topic of a theme."""
    terms = run.topics["terms"].str.split(", ").list.first()
    return next(k for k, term in enumerate(terms) if term in THEMES[theme])


def test_shares_over_time_are_those_of_the_documents(run):
    """Weighted by terms, with all periods of a topic in order."""
    found = run.over_time("day", period="year")
    assert found.table.height == 3 * 10
    first = found.table.filter(topic=1)
    assert first["period"].to_list() == [str(year) for year in range(2011, 2021)]
    assert first["start"][0] == datetime.date(2011, 1, 1)
    inside = run.documents["day"].str.starts_with("2013").to_numpy()
    weights = run.counts.n_terms_of_documents[inside]
    assert first["share"][2] == pytest.approx(
        weights @ run.document_topic[inside, 1] / weights.sum()
    )
    sums = found.table.group_by("period").agg(pl.col("share").sum())["share"]
    assert sums.to_list() == pytest.approx([1] * 10)
    assert first["n_documents"].sum() == N
    assert found.settings["period"] == "year"


def test_the_last_period_is_marked_as_unfinished(run):
    """The last date is in the middle of February 2020."""
    table = run.over_time("day", period="year").table.filter(topic=0)
    assert table["complete"].to_list() == [True] * 9 + [False]


def test_words_are_those_of_the_topic(run):
    """In every period in which it has a share."""
    topic = topic_of(run, "law")
    terms = run.over_time("day", period="year").table.filter(topic=topic)["terms"]
    assert set(", ".join(terms).split(", ")) <= set(THEMES["law"])
    assert terms.str.count_matches(", ").min() >= 3


def test_the_end_of_a_theme_is_a_change(run):
    """With the sections of the last year in which it was there."""
    found = run.over_time("day", period="year")
    topic = topic_of(run, "farm")
    (change,) = found.changes.filter(topic=topic).iter_rows(named=True)
    assert change["period"] in ("2015", "2016")
    assert change["high"] < 0 < change["before"] - change["after"]
    first = change["sections"].split(", ")[0]
    assert run.documents["theme"][int(first.split("#")[0])] == "farm"


def test_topics_can_be_chosen(run):
    """Others are left out of both tables."""
    found = run.over_time("day", period="decade", topics=[2])
    assert found.table["topic"].unique().to_list() == [2]
    assert run.by_group("theme", topics=[0, 2]).table["topic"].unique().to_list() == [0, 2]
    for wrong in ([3], [-1], [True], ["x"], []):
        with pytest.raises(OptionError, match="topic"):
            run.over_time("day", topics=wrong)


def test_empty_periods_are_rows_without_a_share():
    """So that a picture shows a gap."""
    run = fitted({"day": [2001] * 60 + [2004] * 60})
    table = run.over_time("day", period="year").table.filter(topic=0)
    assert table["n_documents"].to_list() == [60, 0, 0, 60]
    assert table["share"].is_null().to_list() == [False, True, True, False]


def test_one_date_is_said():
    """It is one period, and nothing to compare."""
    run = fitted({"day": ["2020-05-06"] * N})
    with pytest.warns(TopicsWarning, match="nothing over time"):
        found = run.over_time("day")
    assert found.table["period"].unique().to_list() == ["2020-05-06"]
    assert found.changes.height == 0


def test_a_period_of_one_document_has_no_interval():
    """Its share is shown all the same."""
    run = fitted({"day": [2001] * (N - 1) + [2002]})
    last = run.over_time("day", period="year").table.filter(topic=0, period="2002")
    assert last.select("share", "low", "high", "n_documents").row(0)[1:] == (None, None, 1)
    assert last["share"][0] is not None


def test_two_calendars_are_noticed():
    """Years of the Islamic calendar among common ones are taken as they are written."""
    run = fitted({"day": [1441] * 20 + [2020] * 100})
    with pytest.warns(TopicsWarning, match="convert the 20 dates of the smaller part"):
        found = run.over_time("day")
    assert found.settings["period"] == "decade"


def test_dates_without_a_day_do_not_decide_months(run):
    """They are counted; if no date is exact enough, that is an error."""
    mixed = fitted({"day": ["2001"] * 20 + ["2001-05-06", "2001-06-06"] * 50})
    with pytest.warns(TopicsWarning, match="20 rows .* not exact enough for a month"):
        found = mixed.over_time("day", period="month")
    assert found.table.filter(topic=0)["n_documents"].sum() == 100
    years = fitted({"day": [2001, 2002] * (N // 2)})
    with pytest.raises(InputError, match="exact enough for a month"):
        years.over_time("day", period="month")


def test_sections_can_have_the_column(run):
    """At their level, and only there."""
    with_days = replace(run, sections=run.sections.with_columns(at=pl.Series([2000, 2001] * 60)))
    found = with_days.over_time("at", level="section", period="year")
    assert found.table.filter(topic=0)["n_sections"].to_list() == [60, 60]
    with pytest.raises(InputError, match="documents have no column 'at'"):
        with_days.over_time("at")


def test_groups_have_their_topics(run):
    """Each theme is far above the rest in its own topic, and the topics tell them apart."""
    found = run.by_group("theme")
    for theme in THEMES:
        row = found.table.filter(group=theme, topic=topic_of(run, theme)).row(0, named=True)
        assert row["share"] > 0.8
        assert row["difference_low"] > 0.5
        ids = row["representatives"].split(", ")
        assert {run.documents["theme"][int(name)] for name in ids} == {theme}
    assert found.topics["separation"].min() > 0.8
    assert found.topics["p"].max() < 0.01
    assert found.table["n_documents"].unique().len() == 3
    assert run.by_group("decade").topics["separation"].max() < 0.1


@pytest.mark.parametrize(
    ("column", "message"),
    [
        ("themes", "did you mean 'theme'"),
        ("alike", "has one value, 'x', in all 120 documents"),
        ("number", "one by one"),
        ("author", "no documents with counted terms have a value"),
        ("nothing like it", "there are id, "),
    ],
)
def test_columns_without_groups_are_refused(run, column, message):
    """The error says why."""
    with pytest.raises(InputError, match=message):
        run.by_group(column)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"column": "dat"}, InputError, "no column 'dat'"),
        ({"column": "theme"}, InputError, "no cell of the column 'theme' holds a date"),
        ({"column": "author"}, InputError, "is empty"),
        ({"column": "day", "period": "century"}, OptionError, "period"),
        ({"column": "day", "level": "page"}, OptionError, "level"),
        ({"column": "number", "date_numbers": "weeks"}, OptionError, "date_numbers"),
        ({"column": "day", "period": "day"}, InputError, "3,333 periods of a day"),
    ],
)
def test_wrong_input_says_what_is_expected(run, options, error, message):
    """For topics over time."""
    with pytest.raises(error, match=message):
        run.over_time(**options)


def test_many_values_are_counted_together():
    """The largest fifty are groups, and a notice says what became of the others."""
    values = [f"v{i % 60:02}" for i in range(200)]
    run = fitted({"of": values}, n=200)
    with pytest.warns(TopicsWarning, match="60 different values.* the 10 others"):
        found = run.by_group("of")
    groups = found.table["group"].unique(maintain_order=True).to_list()
    assert len(groups) == 51
    assert groups[-1] == "10 other values"
    assert found.settings["n_together"] == 10
    table = found.table.filter(topic=0)
    assert table["n_documents"].sum() == 200
    assert table["n_documents"][:50].is_sorted(descending=True)


def test_ten_thousand_values_are_refused_or_counted():
    """One document each names documents; two each are groups, of which fifty are shown."""
    from topics.results.trends import grouped

    n_terms = np.ones(20_000)
    alone = pl.Series("key", [str(i) for i in range(10_000)])
    with pytest.raises(InputError, match="10,000 different values in 10,000 documents"):
        grouped(alone, n_terms[:10_000], "documents")
    pairs = grouped(pl.concat([alone, alone]), n_terms, "documents")
    assert pairs.n_together == 9_950
    assert (pairs.group == 50).sum() == 2 * 9_950


def test_rows_without_a_value_are_in_no_group():
    """They are counted, as are those without terms."""
    run = fitted({"of": ["a", "b", None, " "] * (N // 4)})
    with pytest.warns(TopicsWarning, match="60 of 120 documents have no value in 'of'"):
        found = run.by_group("of")
    assert found.table.filter(topic=0)["n_documents"].to_list() == [30, 30]
    floats = fitted({"of": [1.0, 2.0, float("nan"), None] * (N // 4)})
    with pytest.warns(TopicsWarning, match="60 of 120 documents"):
        assert floats.by_group("of").table["group"].unique().sort().to_list() == ["1.0", "2.0"]


def test_results_do_not_depend_on_the_call(run, kept):
    """What is kept is what the methods give."""
    assert kept.trends.over_time.table.equals(run.over_time("day").table)
    assert kept.trends.by[0].table.equals(run.by_group("theme").table)
    assert repr(kept.trends.over_time).startswith("OverTime('day': 3 topics in ")
    assert repr(kept.trends.by[0]) == "ByGroup('theme': 3 topics in 3 groups)"


def test_a_run_keeps_several_columns(kept):
    """One of dates, and any number of groups; the same column again takes its place."""
    more = kept.with_trends(by="decade").with_trends(by="theme", random_state=3)
    assert [each.settings["column"] for each in more.trends.by] == ["decade", "theme"]
    assert more.trends.over_time is kept.trends.over_time
    with pytest.raises(OptionError, match="name a column"):
        kept.with_trends()


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
def test_trends_are_saved_and_loaded(kept, tmp_path):
    """With their notices, which are among the warnings of the run."""
    more = kept.with_trends(by="decade")
    folder = more.save(tmp_path / "run")
    loaded = topics.load(folder)
    assert loaded.trends.over_time.table.equals(kept.trends.over_time.table)
    assert loaded.trends.over_time.changes.equals(kept.trends.over_time.changes)
    assert loaded.trends.over_time.settings == kept.trends.over_time.settings
    for mine, theirs in zip(loaded.trends.by, more.trends.by, strict=True):
        assert mine.table.equals(theirs.table)
        assert mine.settings == theirs.settings
    names = {"over_time.csv", "over_time_changes.csv", "over_time.png", "by_theme.csv"}
    names |= {"by_theme.png", "by_decade.csv"}
    assert names <= set(json.loads((folder / "manifest.json").read_text())["files"])
    page = (folder / "report.html").read_text()
    assert "Over time" in page
    assert "Typical of each group" in page


def test_notices_are_among_the_warnings():
    """Once, also if the trends are made twice."""
    run = fitted({"day": [2001, None] * 30 + [2002, 2003] * 30})
    with pytest.warns(TopicsWarning, match="30 rows of 120"):
        run = run.with_trends(date="day")
    with pytest.warns(TopicsWarning, match="30 rows of 120"):
        run = run.with_trends(date="day")
    codes = [each["code"] for each in run.warnings]
    assert codes.count("dates-missing") == 1


def test_edits_are_followed(kept, tmp_path):
    """Shares of merged topics add, new labels are shown, and the original comes back."""
    edited = kept.edit(merge={"Both": [0, 1]}, rename={2: "Other"})
    old, new = kept.trends.over_time.table, edited.trends.over_time.table
    both = new.filter(label="Both")["share"]
    parts = old.filter(topic=0)["share"] + old.filter(topic=1)["share"]
    assert both.to_list() == pytest.approx(parts.to_list())
    assert edited.trends.by[0].table["label"].unique().sort().to_list() == ["Both", "Other"]
    loaded = topics.load(edited.save(tmp_path / "edited"))
    assert loaded.trends.over_time.table.equals(new)
    undone = loaded.undo_edits()
    assert undone.trends.over_time.table.equals(old)
    assert undone.trends.by[0].table.equals(kept.trends.by[0].table)


def test_trends_of_an_edited_run_have_an_original(run):
    """Made after the edits, they are there without them, too."""
    edited = run.edit(merge=[[0, 1]]).with_trends(date="day", topics=[1])
    assert edited.trends.over_time.table["topic"].max() == 1
    undone = edited.undo_edits()
    assert undone.trends.over_time.table.equals(run.over_time("day").table)
    assert undone.trends.over_time.settings["topics"] is None


def test_labels_are_followed(kept):
    """Those that a function makes, and those of a person."""
    named = kept.relabel(lambda terms, texts: terms[0].upper())
    labels = named.topics["label"].to_list()
    assert named.trends.over_time.table["label"].unique(maintain_order=True).to_list() == labels
    renamed = named.edit(rename={0: "Sea"})
    assert renamed.trends.by[0].table["label"][0] == "Sea"
    again = renamed.relabel(lambda terms, texts: terms[1])
    assert again.trends.by[0].table["label"][0] == "Sea"
    assert again.undo_edits().trends.by[0].table["label"][1] == again.topics["label"][1]


def test_hidden_topics_are_not_drawn(kept):
    """The table has them all the same."""
    from topics.runs.trends.shown import shown_topics, trends_content

    hidden = kept.edit(hide=1)
    assert shown_topics(hidden, None) == [0, 2]
    assert trends_content(hidden).over_time.topics == [0, 2]
    assert hidden.trends.over_time.table["topic"].n_unique() == 3


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda record: record.update(trends=3), "does not describe its trends"),
        (lambda record: record["trends"].update(by=[3]), "does not describe its trends"),
        (lambda record: record["trends"].update(by=None), "does not describe its trends"),
        (
            lambda record: record["trends"]["over_time"]["settings"].update(period="century"),
            "settings",
        ),
        (lambda record: record["trends"]["over_time"]["settings"].update(topics=[7]), "settings"),
        (lambda record: record["trends"]["over_time"].update(notices=[{}]), "notices"),
        (lambda record: record["trends"]["by"][0]["settings"].update(level="x"), "settings"),
        (lambda record: record["trends"]["by"][0]["settings"].update(n_groups="3"), "settings"),
        (lambda record: record["trends"]["by"][0]["settings"].update(column="x"), "lacks by_x.csv"),
        (lambda record: record["files"].pop("over_time.csv"), "lacks over_time.csv"),
    ],
)
@pytest.mark.usefixtures("without_pictures")
def test_damaged_folders_are_refused(kept, tmp_path, change, message):
    """Every part of the manifest is checked."""
    folder = kept.save(tmp_path / "run")
    record = json.loads((folder / "manifest.json").read_text())
    change(record)
    (folder / "manifest.json").write_text(json.dumps(record))
    with pytest.raises(RunFolderError, match=message):
        topics.load(folder)


@pytest.mark.usefixtures("without_pictures")
def test_tables_of_other_runs_are_refused(kept, tmp_path):
    """Topics that the run does not have, other columns, no rows."""
    over_time = kept.trends.over_time
    for number, table in enumerate(
        (over_time.table.with_columns(topic=pl.lit(9)), over_time.table.head(0))
    ):
        wrong = replace(over_time, table=table)
        trends = replace(kept.trends, over_time=wrong)
        folder = replace(kept, trends=None).save(tmp_path / f"plain{number}")
        shutil.rmtree(folder)
        from topics.runs.trends.storing import read_trends, write_trends

        folder.mkdir()
        record = write_trends(replace(kept, trends=trends), folder)
        record["files"] = dict.fromkeys(path.name for path in folder.iterdir())
        with pytest.raises(RunFolderError, match=r"topics that the run|no periods"):
            read_trends(folder, record, 3)


def test_file_names_are_safe():
    """Whatever a column is called, its file is in the folder, and no two have one name."""
    columns = ["party", "Party", "a/b", "../../x", "", "Партия", "CON", "x" * 500, "a b", "a_b"]
    names = file_names(columns)
    assert names[0] == "by_party"
    assert len({name.lower() for name in names}) == len(columns)
    for name in names:
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
        assert len(name) < 80


def test_odd_columns_are_kept_under_safe_names(tmp_path):
    """Also with odd values, which the report escapes."""
    odd = "../<b>&'\"{{x}}"
    run = fitted({odd: ["<script>alert(1)</script>", "=1+1"] * (N // 2)}).with_trends(by=odd)
    folder = run.save(tmp_path / "run")
    (csv,) = folder.glob("by_*.csv")
    assert csv.parent == folder
    assert topics.load(folder).trends.by[0].table.equals(run.trends.by[0].table)
    page = (folder / "report.html").read_text()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "<b>" not in page.split("By <span")[1].split("</h3>")[0]


def test_fit_makes_trends(run):
    """And refuses columns that cannot be used, before the fit."""
    made = fitted({"day": [2001, 2002] * 60}, date="day", by="theme")
    assert made.trends.over_time.settings["column"] == "day"
    assert made.trends.by[0].settings["column"] == "theme"
    with pytest.raises(InputError, match="did you mean 'day'"):
        fitted({"day": [2001, 2002] * 60}, date="days")
    with pytest.raises(InputError, match="one value"):
        fitted({"day": [2001] * N}, by="day")
    with pytest.raises(InputError, match="no column 'day'"):
        topics.fit(topics.Counts([[1, 2], [2, 1]], ["tide", "court"]), date="day", n_topics=1)

"""Files that a run wrote are left alone in folders, wherever somebody put them."""

import gzip
import json
import shutil

import pytest

import topics
from support.files import write
from topics.errors import InputError

TEXTS = {
    "a__txt": "The tides lift the harbour ships at dawn, and the pilots wait.",
    "b__txt": "Judges heard the appeal in the court before the clerk.",
    "c__txt": "The harbour pilots wait for the tides at dawn in the court.",
}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A folder with the results of a fit, ``run``, and of a transform, ``new``."""
    folder = tmp_path_factory.mktemp("own")
    write(folder, **TEXTS)
    with pytest.warns(topics.TopicsWarning, match="fewer than 10 terms"):
        fitted = topics.fit(folder, n_topics=2, n_fits=1, min_documents=1, model="nmf")
    fitted.save(folder / "run", formats=("csv", "parquet", "npz", "long"))
    fitted.transform(topics.read(folder / "a.txt")).save(folder / "new")
    return folder


def ids_and_notices(folder, **options):
    """Ids of the documents in a folder, and the counts of the notices by code."""
    corpus = topics.read(folder, **options)
    return corpus.documents["id"].to_list(), {each.code: each.count for each in corpus.notices}


@pytest.mark.parametrize("lost", ["manifest.json", "*.json", "documents.csv"])
def test_what_is_left_of_a_run_is_no_text(written, tmp_path, lost):
    """Without its manifest a folder is searched, and its files are known by what is in them."""
    for name in ("run", "new"):
        shutil.copytree(written / name, tmp_path / name)
        (tmp_path / name / "manifest.json").unlink()
        for path in (tmp_path / name).glob(lost):
            path.unlink()
    write(tmp_path, **TEXTS)
    found, notices = ids_and_notices(tmp_path)
    assert found == ["a.txt", "b.txt", "c.txt"]
    assert set(notices) == {"files-of-runs", "unknown-endings"}
    assert notices["files-of-runs"] > 15


@pytest.mark.parametrize("column", ["text", "title", "terms", "document"])
def test_single_files_among_texts(written, tmp_path, column):
    """Reports and tables that somebody copied next to texts, whatever column is read."""
    for source in [*written.glob("run/*.csv"), *written.glob("run/*.json")]:
        shutil.copy(source, tmp_path / f"my {source.name}")
    shutil.copy(written / "run" / "report.html", tmp_path)
    (tmp_path / "old.html.gz").write_bytes(
        gzip.compress((written / "run" / "report.html").read_bytes())
    )
    saved_again = (written / "run" / "topics.csv").read_text().replace(",", ";")
    (tmp_path / "saved again.csv").write_text("\ufeff" + saved_again)
    write(tmp_path, **TEXTS)
    found, notices = ids_and_notices(tmp_path, text_column=column)
    assert found == ["a.txt", "b.txt", "c.txt"]
    assert set(notices) == {"files-of-runs"}


def test_reports_without_a_generator(written, tmp_path):
    """Reports of earlier versions do not say what wrote them."""
    page = (written / "run" / "report.html").read_text()
    lines = [line for line in page.split("\n") if "generator" not in line]
    assert len(lines) == page.count("\n")
    write(tmp_path, report__html="\n".join(lines), **TEXTS)
    assert ids_and_notices(tmp_path) == (["a.txt", "b.txt", "c.txt"], {"files-of-runs": 1})


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("report.html", "a report"),
        ("quality.json", "a record"),
        ("documents.csv", "a table of documents"),
        ("section_topic_long.parquet", "a table of shares of topics"),
    ],
)
def test_a_file_of_a_run_that_is_named_is_refused(written, name, what):
    """The message says what it is."""
    with pytest.raises(InputError, match=f"{what} that a run wrote, expected texts"):
        topics.read(written / "run" / name)


def test_a_named_table_with_the_column_is_read_with_a_notice(written):
    """Whoever names a table and one of its columns wants it."""
    corpus = topics.read(written / "run" / "topics.csv", text_column="terms")
    assert corpus.n_documents == 2
    assert [each.code for each in corpus.notices] == ["own-tables"]
    assert topics.read(written / "run" / "corpus" / "texts.csv").n_documents == 3


def test_files_of_others_are_read(tmp_path):
    """Tables, pages and records that look a little alike are those of somebody."""
    words = "The tides lift the harbour ships at dawn."
    page = f'<meta name="generator" content="Hugo 0.1"><title>Tides</title><p>{words}</p>'
    write(
        tmp_path,
        a__csv=f"text\n{words}\n",
        b__csv=f"id,source,title,text\n1,s,t,{words}\n",
        c__csv=f"document,topic_0,text\n1,0.5,{words}\n",
        d__json=json.dumps({"scores": [1, 2], "text": words}),
        e__html=page,
        texts__csv=f"text\n{words}\n",
        topics__csv=f"topic,label,text\n1,x,{words}\n",
    )
    found, notices = ids_and_notices(tmp_path)
    assert len(found) == 7
    assert set(notices) == {"copies"}

"""What is given where paths are expected: one sentence names the call that takes it."""

import csv
import io

import numpy as np
import polars as pl
import pytest
import scipy.sparse as sp

import topics
from support.files import BODY, write
from topics.errors import InputError, MissingInputError

pandas = pytest.importorskip("pandas", reason="pandas is no dependency")

TEXTS = ["tides lift the harbour ships", "judges heard the appeal in court"]
TOKENS = [text.split() for text in TEXTS]
BAG = [[(0, 1), (1, 2)], [(1, 1)]]

OTHERS = {
    "a list of texts": (TEXTS, r"'tides lift the harbour ships': no such file.*from_texts\("),
    "one text": (TEXTS[0], r"from_texts\("),
    "a text of lines": ("tides\nlift", r"from_texts\("),
    "a question": ("what lifts the ships?", r"from_texts\("),
    "texts and missing": ([*TEXTS, None], r"missing values in it; for texts use .*from_texts\("),
    "a series": (pandas.Series(TEXTS), r"a series of texts: use topics\.Corpus\.from_texts\("),
    "a series of polars": (pl.Series(TEXTS), r"a series of texts: use .*from_texts\("),
    "an array of texts": (np.array(TEXTS), r"from_texts\("),
    "a frame": (pandas.DataFrame({"text": TEXTS}), r"a table: use topics\.Corpus\.from_frame\("),
    "a lazy frame": (pl.LazyFrame({"text": TEXTS}), r"from_frame\("),
    "mappings": ([{"text": text} for text in TEXTS], r"from_frame\("),
    "a mapping": (dict(enumerate(TEXTS)), r"from_texts\(texts\.values\(\), ids="),
    "tokens": (TOKENS, r"lists of tokens: use topics\.Corpus\.from_tokens\("),
    "tuples of tokens": (tuple(map(tuple, TOKENS)), r"from_tokens\("),
    "a bag of words": (BAG, r"a bag of words: use topics\.Counts\(gensim\.matutils\.corpus2csc"),
    "a generator of bags": ((bag for bag in BAG), r"a bag of words: use topics\.Counts"),
    "a sparse matrix": (sp.csr_array([[1, 2]]), r"topics\.Counts\(matrix, terms\)"),
    "an array of counts": (np.array([[1, 2]]), r"topics\.Counts\(matrix, terms\)"),
    "lists of counts": ([[1, 2], [0, 3]], r"topics\.Counts\(matrix, terms\)"),
    "bytes": (b"tides lift", "bytes are no path"),
    "None": (None, "no data, but None; expected a path"),
    "a set": ({"a.txt", "b.txt"}, r"a set has no order; give sorted\(paths\)"),
    "text in memory": (io.StringIO("a\nb"), r"text in memory is no path: use .*from_texts\("),
    "a reader": (csv.reader(["a,b"]), "rows of a table; give the path of the file"),
    "an array of one text": (np.array(TEXTS[0]), r"from_texts\("),
    "numbers": ([1, 2], "a list of int; expected a path"),
}


@pytest.mark.parametrize("what", OTHERS)
@pytest.mark.parametrize("call", ["fit", "read"])
def test_what_is_no_path(call, what):
    """The error is ours, and names the call."""
    data, match = OTHERS[what]
    if what == "a generator of bags" and call == "read":
        pytest.skip("a generator can be read once")
    with pytest.raises(InputError, match=match):
        getattr(topics, call)(data)


def test_an_open_file_is_no_path(tmp_path):
    """Its path is."""
    write(tmp_path, a__txt=BODY)
    with (tmp_path / "a.txt").open() as file, pytest.raises(InputError, match="give its path"):
        topics.read(file)
    with (tmp_path / "a.txt").open() as file, pytest.raises(InputError, match="give their paths"):
        topics.fit([file])


@pytest.mark.parametrize("text", ["tides lift ships " * 650, "a" * 10_524, "tides\n" * 2_000])
def test_a_long_text_is_shown_in_part(text):
    """Not repeated whole."""
    with pytest.raises(MissingInputError) as caught:
        topics.fit([text])
    assert len(str(caught.value)) < 300


def test_several_paths_may_be_a_list(tmp_path):
    """As one argument or as several, with blanks in their names or not."""
    write(tmp_path, a__txt=BODY)
    (tmp_path / "my old file.txt").write_text(BODY)
    paths = [tmp_path / "a.txt", str(tmp_path / "my old file.txt")]
    assert topics.read(paths).n_documents == topics.read(*paths).n_documents == 2
    assert topics.read(f"{tmp_path}/my old *").n_documents == 1
    with pytest.raises(MissingInputError, match="the pattern matches no file"):
        topics.read(f"{tmp_path}/my new *.txt")

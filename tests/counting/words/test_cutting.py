"""Words of Chinese, Japanese and Thai, cut with a dictionary."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import topics
from support.languages import TEXTS
from topics.corpus import Corpus
from topics.counting import CountSettings, count_known_terms, learn_counts
from topics.counting.seed_words import find_seed_words
from topics.counting.stop_words import stop_words
from topics.counting.words.cutting import cut_texts, cut_word
from topics.errors import MissingExtraError
from topics.notices import StageLog
from topics.report.data.texts import texts_data
from topics.runs.report_content import report_content

CHINESE = ["潮汐涨落，珊瑚礁在港口外面生长。", "法官听取证人的陈述，法院做出判决。"]
JAPANESE = ["灯台の光が港を照らし、珊瑚が育つ。", "裁判官は証人の話を聞いた。"]
THAI = ["ปะการังเติบโตในทะเล", "ผู้พิพากษาฟังพยานในศาล"]
STOP = stop_words("zh,ja,th")


def learned(texts, **options):
    """Counts, what was learned and the messages."""
    log = StageLog()
    corpus = Corpus.from_texts(texts)
    given = CountSettings(stop_words=STOP, max_document_share=1.0, min_documents=1, **options)
    counts, vocabulary = learn_counts(corpus, given, log=log)
    return counts, vocabulary, [notice.code for notice in log.notices]


@pytest.mark.parametrize(
    ("texts", "terms"),
    [
        (CHINESE, {"潮汐", "珊瑚礁", "港口", "法官", "证人", "法院"}),
        (JAPANESE, {"灯台", "珊瑚", "裁判官", "証人"}),
        (THAI, {"ปะการัง", "ทะเล", "พยาน", "ศาล"}),
    ],
)
def test_words_are_those_of_a_dictionary(texts, terms):
    """No error and no notice."""
    counts, vocabulary, codes = learned(texts)
    assert terms <= set(counts.terms.tolist())
    assert vocabulary.cut_by == "icu4py"
    assert set(codes) <= {"several-languages"}


def test_other_scripts_and_texts_that_were_cut_stay_as_they_are():
    """Also digits, marks and words of Latin letters between them."""
    texts = [TEXTS["en"], TEXTS["ko"], "灯台 の 光 が 港 を", "", "5G与6G", "「潮」 tide"]
    assert cut_texts(pl.Series(texts)).to_list() == [*texts[:4], "5G 与 6G", "「潮」 tide"]
    assert learned([TEXTS["en"]])[1].cut_by == ""
    assert learned(["灯台 の 光 が 港 を"], pre_tokenized=True)[1].cut_by == ""


def test_clauses_in_texts_of_other_scripts_are_cut_too():
    """A quotation is words, too."""
    counts, _, _ = learned(["The harbour has a stone that says 潮汐涨落珊瑚礁生长 to the ships"])
    assert {"珊瑚礁", "潮汐", "harbour"} <= set(counts.terms.tolist())


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from([*CHINESE, *JAPANESE, *THAI, "tide", "。", " ", "\n", "7"]),
                min_size=1, max_size=8))  # fmt: skip
def test_cutting_adds_blanks_and_nothing_else(parts):
    """The letters are the same, and a text is cut as its parts are."""
    text = "".join(parts)
    cut = cut_word(text)
    assert cut.replace(" ", "") == text.replace(" ", "")
    assert cut_word(text + "。" + text) == cut + "。" + cut
    assert cut_word(cut).replace(" ", "") == text.replace(" ", "")


def test_a_text_is_cut_in_the_same_way_whatever_the_others_are():
    """Texts that were cut before stay, but none is judged by the others."""
    texts = [*CHINESE, "海很大", "我 喜欢 潮汐 和 珊瑚", "潮汐", "tide", "灯台 の"]
    together = cut_texts(pl.Series(texts)).to_list()
    assert together == [cut_texts(pl.Series([text]))[0] for text in texts]
    assert together[3] == texts[3]


def test_new_documents_are_cut_alike_and_not_without_the_dictionary(monkeypatch):
    """The same documents have the same counts; a missing package is named."""
    texts = CHINESE + JAPANESE + THAI
    counts, vocabulary, _ = learned(texts)
    given = CountSettings(stop_words=STOP)
    known = count_known_terms(Corpus.from_texts(texts), given, vocabulary, counts.terms)
    assert (known.counts.matrix != counts.matrix).nnz == 0
    monkeypatch.setattr("topics.counting.words.cutting.CUTTER", "no_such_package")
    with pytest.raises(MissingExtraError, match=r"pip install 'topics\[cjk\]'"):
        count_known_terms(Corpus.from_texts(texts), given, vocabulary, counts.terms)


def test_long_texts_are_cut_into_pieces_at_their_words():
    """A text without any blank can be shown to the model in pieces."""
    text = "".join(CHINESE) * 60
    counts, _, _ = learned([text], piece_tokens=50)
    assert counts.piece_starts is not None
    assert len(counts.piece_starts) > 5
    whole, _, _ = learned([text], piece_tokens=0)
    assert counts.n_terms.sum() == whole.n_terms.sum()


def test_seed_words_and_ngrams_take_words_without_spaces():
    """A seed of two words is a phrase."""
    counts, vocabulary, _ = learned(CHINESE, ngrams=2)
    corpus, given = Corpus.from_texts(CHINESE), CountSettings(stop_words=STOP, ngrams=2)
    found = find_seed_words([["珊瑚礁", "听取证人"]], counts, corpus, given, vocabulary)
    assert counts.terms[found.columns[0]].tolist() == ["珊瑚礁", "听取_证人"]


@pytest.mark.filterwarnings("ignore::topics.errors.TopicsWarning")
def test_the_report_marks_the_words_of_such_texts(tmp_path):
    """Where they are in the text, which has no blanks; also in a run that was saved."""
    corpus = Corpus.from_texts(CHINESE * 3)
    run = topics.fit(corpus, n_topics=2, n_fits=1, stop_words="zh", project=False, model="nmf")
    run.save(tmp_path / "run")
    run = topics.load(tmp_path / "run")
    assert run.learned.cut_by == "icu4py"
    data = texts_data(report_content(run, run.projection, None, "full"))
    text, marks = data["text"][0], data["marks"][0]
    position, marked = 0, []
    for gap, length in zip(marks[::3], marks[1::3], strict=True):
        marked.append(text[position + gap : position + gap + length])
        position += gap + length
    assert "珊瑚礁" in marked
    assert set(marked) <= set(run.terms.tolist())
    assert len(marked) >= 4

"""Topics that a person asks for, from Python and from files."""

from __future__ import annotations

import pytest

from topics.errors import InputError, MissingInputError, OptionError
from topics.options import FitOptions
from topics.seed_topics import SeedTopic, read_seed_topics, seed_topics_of

SEA, LAW = SeedTopic("sea", ("reef", "tide")), SeedTopic("law", ("judge",), 2.0)


@pytest.mark.parametrize(
    "text",
    [
        'sea = ["reef", "tide"]\n[law]\nwords = ["judge"]\nstrength = 2\n',
        '[topics]\nsea = ["reef", "tide"]\nlaw = {words = ["judge"], strength = 2.0}\n',
        '\ufeff[sea]\r\nwords = ["reef", "tide"]\r\n[law]\r\nwords = ["judge"]\r\nstrength = 2\r\n',
    ],
)
def test_a_file_gives_what_a_mapping_gives(text, tmp_path):
    """At the top or in a table [topics], in their order."""
    path = tmp_path / "seeds.toml"
    path.write_bytes(text.encode())
    given = {"sea": ["reef", "tide"], "law": {"words": ("judge",), "strength": 2}}
    assert read_seed_topics(path) == seed_topics_of(given) == (SEA, LAW)
    assert FitOptions(seed_topics=path).asked == FitOptions(seed_topics=[SEA, LAW]).asked


def test_a_topic_may_be_called_topics(tmp_path):
    """A table [topics] with words and nothing else is a topic."""
    path = tmp_path / "seeds.toml"
    path.write_text('[topics]\nwords = ["theme"]\n', encoding="utf-8")
    assert read_seed_topics(path) == (SeedTopic("topics", ("theme",)),)


def test_topics_of_strength_0_are_not_asked_for():
    """If all are, nothing is asked for."""
    assert seed_topics_of({"sea": {"words": ["reef"], "strength": 0}, "law": ["judge"]}) == (
        SeedTopic("law", ("judge",)),
    )
    assert FitOptions(seed_topics={"sea": {"words": ["reef"], "strength": 0}}).asked == ()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "no topics"),
        ({"sea": []}, "seed topic 'sea' has no words; list some"),
        ({"sea": "reef"}, "seed topic 'sea' is 'reef', expected a list of words"),
        ({"sea": ["reef", 7]}, "holds 7, expected words"),
        ({"sea": ["reef", " "]}, "holds ' ', expected words"),
        ({"sea": 7}, "seed topic 'sea' is 7, expected a list of words"),
        ({"sea": {"word": ["reef"]}}, "seed topic 'sea' has word; expected words and strength"),
        ({"sea": {"strength": 1}}, "seed topic 'sea' has no words; expected words and strength"),
        ({"sea": {"words": ["reef"], "strength": -1}}, "strength -1, expected 0 to 1000"),
        ({"sea": {"words": ["reef"], "strength": float("nan")}}, "strength nan, expected 0 to"),
        ({"sea": {"words": ["reef"], "strength": "much"}}, "strength 'much', expected 0 to 1000"),
        ({"sea": {"words": ["reef"], "strength": True}}, "strength True, expected 0 to 1000"),
        ({" \u200b": ["reef"]}, "expected a name that can be read"),
        ({7: ["reef"]}, "the seed topic 7 has no name"),
        ({"Sea": ["reef"], "sea": ["tide"]}, "two seed topics are called 'Sea' and 'sea'"),
        (7, "seed_topics is 7, expected words by the name of the topic, or a TOML file"),
        ([["reef"]], r"seed_topics holds \['reef'\], expected words by the name"),
    ],
)
def test_what_is_wrong_is_named(given, message):
    """With what was expected."""
    with pytest.raises(OptionError, match=message):
        FitOptions(seed_topics=given)


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        (b"sea = [", InputError, "is not valid TOML"),
        (b"sea = ['\xff']", InputError, "is not UTF-8; save it as UTF-8"),
        (b"", OptionError, r"seeds.toml: seed_topics has no topics; expected \"name\" ="),
        (b"sea = []", OptionError, "seeds.toml: seed topic 'sea' has no words"),
        (b"#" * 1_000_001, InputError, "is larger than 1,000,000 bytes"),
        (b"a=" + b"[" * 100_000, InputError, "is not valid TOML"),
    ],
)
def test_what_is_wrong_with_a_file_is_named(data, error, message, tmp_path):
    """With the file."""
    path = tmp_path / "seeds.toml"
    path.write_bytes(data)
    with pytest.raises(error, match=message):
        seed_topics_of(path)


def test_a_missing_file_is_named(tmp_path):
    """And so is a folder."""
    with pytest.raises(MissingInputError, match=r"none.toml does not exist; name a TOML file"):
        FitOptions(seed_topics=tmp_path / "none.toml")
    with pytest.raises(InputError, match="is no file; name a TOML file"):
        FitOptions(seed_topics=str(tmp_path))

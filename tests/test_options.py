"""Every option is the same in the tables, the functions and the command line."""

from __future__ import annotations

import inspect
import re
from dataclasses import fields

import pytest
import typer
from typer.testing import CliRunner

import topics
from topics import choices
from topics.choices import DEFAULT_LEAST_SIMILARITY
from topics.cli import app
from topics.cli.parsing.options import takes_options
from topics.errors import OptionError
from topics.models.engines import ENGINE_CLASSES
from topics.models.nmf.losses import LOSSES
from topics.options import FitOptions, ReadOptions
from topics.shares.terms import ORDERS
from topics.space.engines import ENGINES_BY_NAME

WITH_FLAGS = {
    each.name: each
    for each in (*fields(FitOptions), *fields(ReadOptions))
    if each.metadata["spec"].kind is not None
}
"""Every option that the command line has, by name."""

WITH_CHOICES = [name for name, each in WITH_FLAGS.items() if each.metadata["spec"].choices]


def keyword_defaults(function):
    """Defaults of the keyword-only parameters of a function, by name."""
    parameters = inspect.signature(function).parameters.values()
    return {each.name: each.default for each in parameters if each.kind is each.KEYWORD_ONLY}


def table_defaults(table):
    """Defaults of the options in a table, by name."""
    return {each.name: each.default for each in fields(table)}


@pytest.fixture(scope="module")
def flags():
    """Parameters of the command `fit`, by name."""
    command = typer.main.get_command(app).commands["fit"]
    return {each.name: each for each in command.params}


def parsed(*arguments):
    """Return the tables that a command gets from these arguments."""
    tables = []
    small_app = typer.Typer(pretty_exceptions_enable=False)

    @small_app.command()
    @takes_options(options=FitOptions, read_options=ReadOptions)
    def command(options: FitOptions, read_options: ReadOptions) -> None:
        tables.extend([options, read_options])

    CliRunner().invoke(small_app, list(arguments), catch_exceptions=False)
    options, read_options = tables
    return options, read_options


def test_fit_takes_the_options_of_the_table():
    """Names, order and defaults of the options of topics.fit equal the fields of FitOptions."""
    defaults = keyword_defaults(topics.fit)
    assert defaults.pop("progress") is None
    assert defaults.pop("start") is None
    assert defaults.pop("n_new_topics") == 0
    assert defaults.pop("client") is None
    assert defaults.pop("work_folder") is None
    assert defaults.pop("least_similarity") == DEFAULT_LEAST_SIMILARITY
    assert list(defaults.items()) == list(table_defaults(FitOptions).items())


def test_read_takes_the_options_of_the_table():
    """Names and defaults of the options of topics.read equal the fields of ReadOptions."""
    others = {"client", "n_threads", "progress", "repeated", "optional_metadata"}
    defaults = keyword_defaults(topics.read)
    assert others <= set(defaults)
    options = {name: value for name, value in defaults.items() if name not in others}
    assert options == table_defaults(ReadOptions)


def test_the_command_line_has_every_option_once(flags):
    """`fit` has a flag for every option, those for its output, and no others."""
    others = {"paths", "output", "overwrite", "formats", "no_text", "quiet", "verbose"}
    others |= {"start", "n_new_topics", "least_similarity", "n_workers", "scheduler", "resume"}
    assert set(flags) == others | set(WITH_FLAGS)
    spellings = [flag for each in flags.values() for flag in (*each.opts, *each.secondary_opts)]
    assert len(spellings) == len(set(spellings))


@pytest.mark.parametrize("name", WITH_FLAGS)
def test_flags_have_the_defaults_of_the_table(flags, name):
    """A flag has the spelling and the default of its option, and values parse to the default."""
    option, flag = WITH_FLAGS[name], flags[name]
    spelling = option.metadata["spec"].flag or f"--{name.replace('_', '-')}"
    assert [*flag.opts, *flag.secondary_opts] == [spelling]
    assert flag.default == ("" if option.default == () else option.default)


def test_without_flags_all_values_are_defaults():
    """A command without any flag gets tables of defaults."""
    assert parsed() == (FitOptions(), ReadOptions())


@pytest.mark.parametrize("name", WITH_CHOICES)
def test_flags_have_the_choices_of_the_table(flags, name):
    """Every choice is accepted; another value is bad usage that lists exactly the choices."""
    choices = WITH_FLAGS[name].metadata["spec"].choices
    (spelling,) = flags[name].opts
    for choice in choices:
        assert getattr(parsed(spelling, choice)[0], name) == choice
    result = CliRunner().invoke(app, ["fit", "x", spelling, "nonsense"], env={"COLUMNS": "200"})
    assert result.exit_code == 2
    message = result.output[result.output.index("is not one of") :]
    assert tuple(re.findall(r"'([a-z-]+)'", message)) == choices


@pytest.mark.parametrize(
    ("arguments", "name", "value"),
    [
        (["--no-map"], "project", False),
        (["--extra-stop-words", "sea, reef,tide"], "extra_stop_words", ("sea", "reef", "tide")),
        (["--document-topic-prior", "0.1"], "document_topic_prior", 0.1),
        (["--document-topic-prior", "auto"], "document_topic_prior", "auto"),
        (["--topics", "7"], "n_topics", 7),
        (["--terms", "15"], "n_shown", 15),
        (["--min-dist", "0"], "min_dist", 0.0),
        (["--phrases"], "phrases", True),
    ],
)
def test_options_of_fit_are_parsed(arguments, name, value):
    """Text on the command line becomes the value that topics.fit takes."""
    options, read_options = parsed(*arguments)
    assert options == FitOptions(**{name: value})
    assert type(getattr(options, name)) is type(value)
    assert read_options == ReadOptions()


@pytest.mark.parametrize(
    ("arguments", "name", "value"),
    [
        (["--no-split"], "split", False),
        (["--skip-bad"], "skip_bad", True),
        (["--max-file-size", "2kB"], "max_file_size", 2_000),
        (["--id-column", "key"], "id_column", "key"),
    ],
)
def test_options_of_read_are_parsed(arguments, name, value):
    """Text on the command line becomes the value that topics.read takes."""
    options, read_options = parsed(*arguments)
    assert read_options == ReadOptions(**{name: value})
    assert options == FitOptions()


def test_a_prior_that_is_no_number_is_an_error():
    """The error names the flag, the text and what was expected."""
    with pytest.raises(OptionError, match="--document-topic-prior is 'low', expected a positive"):
        parsed("--document-topic-prior", "low")


def test_an_unknown_option_of_reading_suggests_the_right_name(tmp_path):
    """A misspelt name is an OptionError with the closest name; else all names are listed."""
    with pytest.raises(OptionError, match="'text_colum'; did you mean text_column"):
        topics.fit(tmp_path, read_options={"text_colum": "body"})
    with pytest.raises(OptionError, match="'colour'; there are text_column, id_column, "):
        topics.fit(tmp_path, read_options={"colour": "red"})


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("num_topics", "it is called n_topics here"),
        ("n_jobs", "it is called n_threads here"),
        ("min_df", "it is called min_documents here"),
        ("n_topic", "did you mean n_topics"),
    ],
)
def test_fit_answers_the_names_of_other_libraries(name, right):
    """As a TypeError that is an OptionError, also from the table of options."""
    with pytest.raises(OptionError, match=f"unknown option '{name}'; {right}") as caught:
        topics.fit([], **{name: 3})
    assert isinstance(caught.value, TypeError)
    with pytest.raises(OptionError, match=f"unknown option '{name}'; {right}"):
        FitOptions.of({name: 3})


@pytest.mark.parametrize("name", ["stop_words", "extra_stop_words"])
def test_a_stop_word_is_a_string(name):
    """Anything else in the list is an OptionError that names it."""
    with pytest.raises(OptionError, match=f"{name} holds 7, expected words"):
        FitOptions.of({name: ["tide", 7]})


def test_choices_are_the_names_of_the_tables():
    """An engine, order or loss that is added to its table is added to the choices, too."""
    for engines in ENGINE_CLASSES.values():
        assert tuple(engines) == choices.ENGINES
    assert tuple(ENGINE_CLASSES) == choices.MODELS
    assert tuple(ENGINES_BY_NAME) == choices.MAP_ENGINES
    assert tuple(ORDERS) == choices.ORDERS
    assert tuple(LOSSES) == choices.LOSSES

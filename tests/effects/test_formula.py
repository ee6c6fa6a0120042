"""A formula is checked symbol by symbol; nothing in it is evaluated."""

import pytest

from topics.effects import parse_formula
from topics.errors import InputError

NAMES = ["party", "year", "meta.Date", "word count", "x0x", "s"]


@pytest.mark.parametrize(
    ("text", "template", "columns"),
    [
        ("~ party", "x0x", ("party",)),
        ("party", "x0x", ("party",)),
        ("~ party*year - party", "x0x * x1x - x0x", ("party", "year")),
        ("~ (party + year)**2", "(x0x + x1x)**2", ("party", "year")),
        ("~ 0 + party:year", "0 + x0x : x1x", ("party", "year")),
        ("~ log(year)", "log(x0x)", ("year",)),
        ("~ `word count` + meta.Date", "x0x + x1x", ("word count", "meta.Date")),
        ("~ C(year) + s(year, df=3)", "x0x + y0y", ("year",)),
        ("~ x0x + s", "x0x + x1x", ("x0x", "s")),
        ("~ cr(log(year))", "y0y", ("year",)),
    ],
)
def test_template_has_placeholders(text, template, columns):
    """Names of columns never reach formulaic."""
    formula = parse_formula(text, NAMES)
    assert (formula.template, formula.columns) == (template, columns)


def test_curves_and_categories_are_recorded():
    """A curve knows its column and options; C() makes a category."""
    formula = parse_formula("~ C(party) + s(log(year), df = 3)", NAMES)
    (curve,) = formula.curves
    assert (curve.text, curve.column, curve.argument) == (
        "s(log(year), df=3)",
        "year",
        "log(x1x)",
    )
    assert curve.options == {"df": 3}
    assert formula.categories == {"party"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("~ partei", "no column 'partei'; did you mean 'party'? columns are party, year"),
        ("~ __import__(party)", "calls '__import__'"),
        ("~ party.__class__", "no column 'party.__class__'"),
        ("~ np.log(year)", "calls 'np.log'"),
        ("~ {year}", "which it cannot have"),
        ("~ C('x')", "which it cannot have"),
        ("~ year[0]", "which it cannot have"),
        ("~ year; party", "which it cannot have"),
        ("~ I(year)", "calls 'I'"),
        ("~ log(exec(year))", "has exec() inside log()"),
        ("~ log(year + 1)", "'+' where ) is expected"),
        ("~ s(year, df=3, df=4)", "no further option 'df'"),
        ("~ s(year, knots=3)", "no further option 'knots'"),
        ("~ s(year, df=999)", "df is 999, expected 1 to 50"),
        ("~ s(year, df=party)", "a whole number is expected"),
        ("~ party ~ year", "has a left side"),
        ("share ~ year", "no column 'share'"),
        ("~ party year", "'year' where an operator is expected"),
        ("~ party +", "ends too early"),
        ("~ (party", "ends too early, expected )"),
        ("~", "ends too early"),
        ("", "ends too early"),
        ("~ 1", "names no column"),
        ("~ year + 3", "the number 3"),
        ("~ party ** 9", "power 9"),
        ("~ " + "(" * 20 + "party" + ")" * 20, "brackets in each other"),
        ("~ " + "log(" * 20 + "year" + ")" * 20, "brackets in each other"),
        ("~ " + "party*" * 20 + "year", "interactions"),
        ("~ party" + " " * 2000, "2,007 characters"),
        (None, "expected a string"),
    ],
)
def test_anything_else_is_an_error(text, words):
    """The message says what was found and what is possible."""
    with pytest.raises(InputError) as error:
        parse_formula(text, NAMES)
    assert words in str(error.value)

"""Effects equal plain least squares and jackknife; pooling follows its formulas."""

import sys

import numpy as np
import polars as pl
import pytest
import scipy.sparse as sp
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.multitest import multipletests

from topics.effects import (
    Fits,
    adjusted_p,
    check_independent,
    clustered_fits,
    corrected_shares,
    covariate,
    design_matrix,
    drawn_shares,
    estimate_effects,
    expected_term_counts,
    parse_formula,
    pooled,
)
from topics.errors import InputError, MissingExtraError


@pytest.fixture(scope="module")
def data():
    """Sections of 40 documents, with a party, a year and shares of three topics."""
    rng = np.random.default_rng(3)
    document = np.repeat(np.arange(40), rng.integers(1, 8, 40))
    party = rng.choice(["a", "b", "c"], 40)[document]
    year = rng.uniform(1900, 2000, 40)[document]
    shares = (
        rng.dirichlet([2.0, 1.0, 1.0], len(document)) + 0.1 * rng.normal(size=(40, 3))[document]
    )
    weights = rng.uniform(0.2, 1.0, len(document))
    columns = {
        "party": covariate("party", pl.Series(party)),
        "year": covariate("year", pl.Series(year)),
    }
    return document, columns, shares, weights


def design_of(text, columns):
    """The design of a formula."""
    return design_matrix(parse_formula(text, list(columns)), columns)


def jackknife(design, share, weights, document):
    """Coefficients, and their covariance by fitting again without each document."""

    def fitted(rows):
        root = np.sqrt(weights[rows])
        return np.linalg.lstsq(design[rows] * root[:, None], share[rows] * root, rcond=1e-10)[0]

    documents = np.unique(document)
    all_rows = fitted(np.arange(len(document)))
    apart = np.stack([fitted(np.flatnonzero(document != d)) for d in documents]) - all_rows
    return all_rows, (len(documents) - 1) / len(documents) * apart.T @ apart


def test_estimates_equal_the_plain_jackknife(data):
    """Estimates, errors, intervals and p of a single draw, and the joint test of a category."""
    document, columns, shares, weights = data
    design = design_of("~ party + year", columns)
    assert design.names == ("Intercept", "party[b]", "party[c]", "year")
    found = estimate_effects(design, [shares], weights, document, confidence=0.9, correction="none")
    assert found.terms == ("Intercept", "party[b]", "party[c]", "year", "party")
    for topic in range(3):
        beta, covariance = jackknife(design.matrix, shares[:, topic], weights, document)
        error = np.sqrt(np.diagonal(covariance))
        of_peer = sm.WLS(shares[:, topic], design.matrix, weights=weights).fit().params
        np.testing.assert_allclose(found.estimate[:4, topic], of_peer, rtol=1e-8)
        np.testing.assert_allclose(found.estimate[:4, topic], beta, rtol=1e-8)
        np.testing.assert_allclose(found.std_error[:4, topic], error, rtol=1e-7)
        width = stats.t.ppf(0.95, 39) * error
        np.testing.assert_allclose(found.low[:4, topic], beta - width, rtol=1e-7, atol=1e-12)
        np.testing.assert_allclose(found.high[:4, topic], beta + width, rtol=1e-7, atol=1e-12)
        p = 2 * stats.t.sf(np.abs(beta / error), 39)
        np.testing.assert_allclose(found.p[1:4, topic], p[1:], rtol=1e-6)
        wald = beta[1:3] @ np.linalg.solve(covariance[1:3, 1:3], beta[1:3]) / 2
        np.testing.assert_allclose(found.p[4, topic], stats.f.sf(wald, 2, 39), rtol=1e-5)
    assert np.isnan(found.p[0]).all()
    assert np.isnan(found.estimate[4]).all()


def test_every_row_a_cluster_is_hc3(data):
    """That is what errors of documents as rows are, up to the jackknife's factor."""
    document, columns, shares, weights = data
    design = design_of("~ year", columns)
    n = len(document)
    found = clustered_fits(design.matrix, shares, weights, np.arange(n))
    fit = sm.WLS(shares[:, 1], design.matrix, weights=weights).fit(cov_type="HC3")
    np.testing.assert_allclose(found.covariance[1], fit.cov_params() * (n - 1) / n, rtol=1e-8)


def test_a_level_of_one_document_adds_nothing_to_the_errors_of_others(data):
    """Without that document nothing is known of its level, and all else stays."""
    document, _, shares, weights = data
    dummy = (document == 7).astype(float)
    year = document * 0.37 % 1
    design = np.stack([np.ones(len(document)), year, dummy], axis=1)
    found = clustered_fits(design, shares, weights, document)
    assert np.isfinite(found.covariance).all()
    others = document != 7
    without = clustered_fits(design[others, :2], shares[others], weights[others], document[others])
    factor = (39 / 40) / (38 / 39)
    np.testing.assert_allclose(
        found.covariance[:, :2, :2], without.covariance * factor, rtol=1e-6, atol=1e-12
    )


def test_draws_that_are_equal_add_nothing(data):
    """Pooling equal draws is one draw."""
    document, columns, shares, weights = data
    design = design_of("~ party", columns)
    one = estimate_effects(design, [shares], weights, document)
    many = estimate_effects(design, [shares] * 4, weights, document)
    np.testing.assert_allclose(one.estimate, many.estimate, rtol=1e-12)
    np.testing.assert_allclose(one.std_error, many.std_error, rtol=1e-9)


def test_rubins_rules():
    """The total covariance is that within plus that between, by hand."""
    within = [np.array([[[2.0]]]), np.array([[[4.0]]])]
    fits = [Fits(np.array([[b]]), v) for b, v in zip((1.0, 3.0), within, strict=True)]
    found = pooled(fits, 20)
    assert found.coefficients.tolist() == [[2.0]]
    assert found.covariance.tolist() == [[[3.0 + 1.5 * 2.0]]]
    assert found.between_share.tolist() == [[0.5]]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("benjamini-hochberg", "fdr_bh"), ("holm", "holm"), ("bonferroni", "bonferroni")],
)
def test_adjusted_p_equals_statsmodels(ours, theirs):
    """With ties."""
    p = np.array([0.04, 0.001, 0.03, 0.03, 0.9, 0.5])
    np.testing.assert_allclose(adjusted_p(p, ours), multipletests(p, method=theirs)[1])
    assert adjusted_p(p, "none").tolist() == p.tolist()


def test_a_curve_is_its_fitted_values(data):
    """Where nothing else is in the formula; its columns mean nothing by themselves."""
    document, columns, shares, weights = data
    design = design_of("~ s(year)", columns)
    found = estimate_effects(design, [shares], weights, document)
    assert found.terms == ("Intercept", "s(year)")
    ((x, value, low, high),) = found.curves
    fit = sm.WLS(shares[:, 0], design.matrix, weights=weights).fit()
    year = columns["year"].values
    order = np.argsort(year)
    expected = np.interp(x, year[order], fit.fittedvalues[order])
    assert np.abs(value[:, 0] - expected).max() < 0.02
    assert ((low < value) & (value < high)).all()
    assert (x[0], x[-1]) == (year.min(), year.max())


def test_design_names_are_the_users(data):
    """Also of interactions and functions; a curve of few values is a line."""
    _, columns, _, _ = data
    design = design_of("~ party:year + log(year)", columns)
    assert "log(year)" in design.names
    assert "party[b]:year" in design.names
    few = {"n": covariate("n", pl.Series([1.0, 2.0, 3.0] * 10))}
    line = design_of("~ s(n)", few)
    assert line.matrix.shape == (30, 2)
    assert [curve.term for curve in line.curves] == ["s(n)"]
    assert line.names == ("Intercept", "n")
    assert not line.basis


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("~ year + scale(year)", r"scale\(year\) follows from Intercept, year"),
        ("~ s(year) + year", r"follows from"),
        ("~ s(party)", "needs numbers, but 'party' is a category"),
        ("~ cr(year, df=1)", "has 1 columns, expected 2 to"),
        ("~ bs(year, df=2)", "df below its degree"),
        ("~ log(zero)", r"log\(zero\) has no value in 1 row"),
        ("~ 0 - year", "leaves no column"),
        ("~ (wide + wider + party)**3", "makes 1,8.. columns, expected at most 300"),
    ],
)
def test_designs_that_cannot_be_made(data, text, words):
    """The error names the columns."""
    document, columns, _, _ = data
    zero = covariate("zero", pl.Series(np.arange(len(document), dtype=float)))
    wide = covariate("wide", pl.Series([f"w{i % 20}" for i in range(len(document))]))
    wider = covariate("wider", pl.Series([f"w{i % 21}" for i in range(len(document))]))
    with pytest.raises(InputError, match=words):
        design_of(text, {**columns, "zero": zero, "wide": wide, "wider": wider})


def test_independent_columns_pass():
    """Columns of very different scales are not taken for dependent."""
    rng = np.random.default_rng(0)
    check_independent(rng.normal(size=(50, 3)) * [1e-8, 1.0, 1e8], ("a", "b", "c"))


def test_too_few_documents(data):
    """More columns than documents can tell apart."""
    document, columns, shares, weights = data
    design = design_of("~ party + year", columns)
    with pytest.raises(InputError, match="3 documents for 4 columns"):
        estimate_effects(design, [shares], weights, document % 3)


@pytest.mark.parametrize("package", ["formulaic", "pandas"])
def test_a_missing_package_is_named_with_its_extra(data, monkeypatch, package):
    """A plain installation has neither of the two."""
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match=rf"{package}, .*pip install 'topics\[effects\]'"):
        design_of("~ year", data[1])


def test_corrected_shares_are_right_on_average():
    """Where posterior means are drawn to the prior, the mean of corrected shares is the truth."""
    rng = np.random.default_rng(0)
    topic_term = rng.dirichlet(np.full(60, 0.2), 3)
    truth = np.array([0.8, 0.15, 0.05])
    rows = sp.csr_array(rng.multinomial(12, truth @ topic_term, size=20_000))
    term_counts = np.array([0.3, 0.3, 0.4])[:, None] * topic_term
    found = corrected_shares(rows, term_counts)
    np.testing.assert_allclose(found.sum(axis=1), 1.0, rtol=1e-9)
    error = found.std(axis=0) / len(found.T) ** 0.5 / 100
    assert (np.abs(found.mean(axis=0) - truth) < 5 * error).all()


def test_corrected_shares_of_equal_and_of_empty_topics():
    """Equal topics share alike; a topic without terms has nothing; so do rows without terms."""
    term_counts = np.array([[3.0, 1.0, 0.0], [3.0, 1.0, 0.0], [0.0, 2.0, 6.0], [0.0, 0.0, 0.0]])
    found = corrected_shares(sp.csr_array([[6, 2, 0], [0, 0, 0]]), term_counts)
    np.testing.assert_allclose(found, [[0.5, 0.5, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]], atol=1e-9)


def test_expected_term_counts_equal_a_loop():
    """Every token is spread by its topics' probabilities."""
    rng = np.random.default_rng(1)
    matrix = sp.csr_array(rng.poisson(0.5, (7, 9)))
    theta, phi = rng.dirichlet(np.ones(3), 7), rng.dirichlet(np.ones(9), 3)
    expected = np.zeros((3, 9))
    for s, t in zip(*matrix.nonzero(), strict=True):
        p = theta[s] * phi[:, t]
        expected[:, t] += matrix[s, t] * p / p.sum()
    np.testing.assert_allclose(expected_term_counts(matrix, theta, phi), expected)


def test_draws_do_not_depend_on_their_number():
    """Draw 3 is draw 3; means are the expected shares."""
    shares = np.tile([0.7, 0.3, 0.0], (5_000, 1))
    found = drawn_shares(shares, np.full(5_000, 20.0), 7, 3)
    assert (found == drawn_shares(shares, np.full(5_000, 20.0), 7, 3)).all()
    assert (found != drawn_shares(shares, np.full(5_000, 20.0), 7, 4)).any()
    np.testing.assert_allclose(found.mean(axis=0), [0.7, 0.3, 0.0], atol=0.01)
    np.testing.assert_allclose(found.sum(axis=1), 1.0)
    np.testing.assert_allclose(found[:, 0].var(), 0.7 * 0.3 / 21, rtol=0.1)

"""NMF with bad input and odd options: right results, or errors that name the problem."""

import numpy as np
import pytest
import scipy.sparse as sp

from support.messy import messy
from support.planted import SMALL_WEIGHTS as SMALL
from support.planted import planted_factors
from topics.errors import InputError, OptionError
from topics.models import NMF


@pytest.mark.parametrize("loss", ["frobenius", "kullback-leibler"])
class TestBadInput:
    """Right results, or errors that name the problem."""

    @pytest.mark.parametrize(
        ("value", "message"),
        [
            (-1.5, "row 7, column {} is -1.5"),
            (np.nan, "NaN: row 7, column {}"),
            (np.inf, "infinity: row 7, column {}"),
        ],
    )
    def test_bad_values_are_named_by_row_and_column(self, loss, value, message):
        """Sparse and dense, in fit, partial_fit and transform."""
        rows = SMALL.copy()
        nonzero = rows.indptr[7] + 2
        rows.data[nonzero] = value
        match = message.format(rows.indices[nonzero])
        model = NMF(4, loss=loss).fit(SMALL)
        for refuse in (NMF(4, loss=loss).fit, NMF(4, loss=loss).partial_fit, model.transform):
            for given in (rows, rows.toarray()):
                with pytest.raises(InputError, match=match):
                    refuse(given)

    def test_values_that_are_too_large(self, loss):
        """Their squares would be infinite."""
        with pytest.raises(InputError, match="largest value"):
            NMF(2, loss=loss).fit(SMALL * 1e200)

    def test_rows_and_terms_without_weights(self, loss):
        """They get zeros, and change nothing for the others."""
        rows = sp.vstack([SMALL[:30], sp.csr_matrix((2, 90)), SMALL[30:]]).tocsr()
        rows = sp.hstack([rows, sp.csr_matrix((202, 3))]).tocsr()
        model = NMF(4, loss=loss)
        weights = model.fit_transform(rows)
        assert weights[30:32].sum() == 0
        assert model.components_[:, 90:].sum() == 0
        assert np.isfinite(weights).all()
        assert model.transform(rows)[30:32].sum() == 0

    def test_rows_of_zeros_only(self, loss):
        """Both factors are 0; a first batch needs weights."""
        model = NMF(3, loss=loss)
        assert model.fit_transform(sp.csr_matrix((5, 4))).sum() == 0
        assert model.reconstruction_error_ == 0
        with pytest.raises(InputError, match="first batch"):
            NMF(3, loss=loss).partial_fit(np.zeros((1, 4)))

    def test_terms_that_no_topic_contains(self, loss):
        """A new row of only such terms has no weights; next to others they are ignored."""
        rows = sp.hstack([SMALL, sp.csr_matrix((200, 1))]).tocsr()
        model = NMF(4, loss=loss).fit(rows)
        unknown = np.zeros((2, 91))
        unknown[:, 90] = 3.0
        unknown[1, :90] = SMALL[[0]].toarray()
        weights = model.transform(unknown)
        assert weights[0].sum() == 0
        np.testing.assert_allclose(weights[1], model.transform(rows[[0]])[0], rtol=1e-5)

    @pytest.mark.parametrize("shape", [(1, 7), (7, 1), (1, 1), (3, 5)])
    def test_one_row_one_term_more_topics_than_the_rank(self, loss, shape):
        """The factors are finite and rebuild the rows."""
        rows = np.arange(1.0, 1 + np.prod(shape)).reshape(shape)
        model = NMF(n_topics=6, loss=loss, tolerance=1e-6)
        weights = model.fit_transform(rows)
        assert np.isfinite(weights).all()
        assert np.isfinite(model.components_).all()
        np.testing.assert_allclose(model.inverse_transform(weights), rows, rtol=0.04)

    def test_more_topics_than_the_rank_of_many_rows(self, loss):
        """Twelve topics for rank five."""
        rows, *_ = planted_factors()
        model = NMF(12, loss=loss)
        weights = model.fit_transform(rows)
        error = np.abs(model.inverse_transform(weights) - rows).max()
        assert error < 0.05 * rows.max()

    def test_subnormal_values(self, loss):
        """Alone they are scaled; next to normal values they are 0."""
        expected = NMF(4, loss=loss).fit(SMALL).components_
        tiny = NMF(4, loss=loss).fit(SMALL * 2.0**-1050).components_
        np.testing.assert_array_equal(tiny, expected)
        mixed = SMALL.copy()
        mixed.data[::3] = 1e-310
        without = SMALL.copy()
        without.data[::3] = 0
        first, second = (NMF(4, loss=loss).fit(rows).components_ for rows in (mixed, without))
        np.testing.assert_array_equal(first, second)

    def test_non_canonical_rows(self, loss):
        """Duplicates, unsorted columns, stored zeros and 64-bit indices change nothing."""
        rows = messy(SMALL)
        before = rows.data.copy()
        expected = NMF(4, loss=loss).fit(SMALL).components_
        np.testing.assert_array_equal(NMF(4, loss=loss).fit(rows).components_, expected)
        np.testing.assert_array_equal(rows.data, before)

    @pytest.mark.parametrize(
        "options",
        [
            {"n_topics": 0}, {"n_topics": 2.5}, {"max_sweeps": 0}, {"tolerance": -1},
            {"tolerance": np.nan}, {"random_state": -1}, {"random_state": None},
            {"init": "svd"}, {"init": np.ones((4, 3))}, {"init": -np.ones((4, 90))},
            {"init": np.full((4, 90), 1e39)},
            {"init": (np.ones((3, 4)), np.ones((4, 90)))}, {"init": (1, 2, 3)},
            {"l1_ratio": 1.5}, {"document_topic_penalty": -1}, {"topic_term_penalty": "much"},
            {"topic_term_prior": np.ones((4, 3))}, {"topic_term_prior": 0.1},
            {"prior_weight": -1}, {"n_threads": 0},
        ],
    )  # fmt: skip
    def test_options_out_of_range(self, loss, options):
        """The error names the option, and the estimator stays as it was."""
        model = NMF(**{"n_topics": 4, "loss": loss, **options})
        with pytest.raises(OptionError, match=next(iter(options))):
            model.fit(SMALL)
        assert not hasattr(model, "components_")
        assert not hasattr(model, "n_features_in_")

    def test_interrupt_leaves_the_estimator_as_it_was(self, loss):
        """Before a first fit and after one."""

        def stop(stage, done, total):
            if stage == "fit" and done == 2:
                raise KeyboardInterrupt

        model = NMF(4, loss=loss, progress=stop)
        unfitted = dict(vars(model))
        with pytest.raises(KeyboardInterrupt):
            model.fit(SMALL)
        assert vars(model) == unfitted
        model.set_params(progress=None).fit(SMALL)
        fitted = {name: id(value) for name, value in vars(model).items() if name != "progress"}
        model.set_params(progress=stop)
        for again in (model.fit, model.partial_fit):
            with pytest.raises(KeyboardInterrupt):
                again(SMALL)
        now = {name: id(value) for name, value in vars(model).items() if name != "progress"}
        assert now == fitted


def test_unknown_loss():
    """The error lists the losses."""
    with pytest.raises(OptionError, match="frobenius, kullback-leibler"):
        NMF(2, loss="itakura-saito").fit(SMALL)

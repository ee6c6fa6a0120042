"""Rows in a valid but unusual form; results should not depend on the form."""

import numpy as np
import scipy.sparse as sp


def messy(rows):
    """The same rows with duplicates, unsorted columns, stored zeros and 64-bit indices."""
    coo = rows.tocoo()
    order = np.random.default_rng(0).permutation(2 * coo.nnz)
    row, column = (np.concatenate([a, a])[order] for a in (coo.row, coo.col))
    data = np.concatenate([coo.data - 1, np.ones_like(coo.data)])[order]
    by_row = np.argsort(row, kind="stable")
    indptr = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=rows.shape[0]))])
    result = sp.csr_matrix((data[by_row], column[by_row], indptr), shape=rows.shape)
    result.indices, result.indptr = result.indices.astype(np.int64), indptr.astype(np.int64)
    return result

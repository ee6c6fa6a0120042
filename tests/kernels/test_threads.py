"""Threads: of NumPy's products, inside a block and after it."""

from __future__ import annotations

from threadpoolctl import threadpool_info, threadpool_limits

from topics.kernels.threads import one_blas_thread


def blas_threads():
    """The numbers of threads of the libraries of BLAS that are loaded."""
    return {each["num_threads"] for each in threadpool_info() if each["user_api"] == "blas"}


def test_products_have_one_thread_inside_the_block_only():
    """Also in a block within a block."""
    with threadpool_limits(2, user_api="blas"):
        before = blas_threads()
        with one_blas_thread():
            assert blas_threads() == {1}
            with one_blas_thread():
                assert blas_threads() == {1}
            assert blas_threads() == {1}
        assert blas_threads() == before

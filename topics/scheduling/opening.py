"""Which workers a caller asked for, opened for as long as they are needed."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from topics.checks import check_whole
from topics.errors import MissingExtraError, OptionError, WorkerError
from topics.scheduling.contract import Scheduler
from topics.scheduling.this_process import ThisProcess

TIMEOUT = "10s"
"""How long a scheduler may take to answer."""


@dataclass(frozen=True)
class Workers:
    """Who fits partitions of the rows, and where their files are.

    Attributes
    ----------
    client : int, str, distributed.Client or None
        Start this many processes on this machine, of one thread each; or use the workers of the
        scheduler at this address, or of this client, which is left open.
    folder : Path or None
        An existing folder for files that all workers see; None for a temporary one.

    Examples
    --------
    >>> Workers(2).are_asked_for, Workers().are_asked_for
    (True, False)
    """

    client: Any = None
    folder: Path | None = None

    @property
    def are_asked_for(self) -> bool:
        """Whether other processes take part."""
        return self.client is not None

    def check(self) -> None:
        """Raise an error before anything is read.

        Raises
        ------
        OptionError
            What is asked for is no client, no address and no whole number of at least 1.
        MissingExtraError
            Workers are asked for, but Dask is not installed.
        """
        if not self.are_asked_for:
            return
        distributed = _distributed()
        if isinstance(self.client, int | float):
            check_whole("client", self.client, 1)
        elif not isinstance(self.client, str | distributed.Client):
            raise OptionError(
                f"client is {self.client!r:.80}, expected a distributed.Client, the address of a "
                "Dask scheduler, or a number of processes"
            )

    @contextmanager
    def opened(self) -> Iterator[Scheduler]:
        """The scheduler; workers that are started here are stopped at the end.

        Raises
        ------
        OptionError, MissingExtraError
            As `check`.
        WorkerError
            The scheduler does not answer, has no workers, or they have other versions.
        """
        self.check()
        if not self.are_asked_for:
            yield ThisProcess()
            return
        from topics.scheduling.dask_cluster import DaskWorkers

        with ExitStack() as opened:
            yield DaskWorkers(self._opened_client(opened))

    def _opened_client(self, opened: ExitStack) -> Any:
        distributed = _distributed()
        if isinstance(self.client, str):
            opened.enter_context(_quiet_client())
            try:
                client = distributed.Client(self.client, timeout=TIMEOUT)
            except TypeError as error:  # it does not know what this version of Dask asks for
                raise WorkerError(
                    f"the Dask scheduler at {self.client!r:.200} is of another version than "
                    f"distributed {distributed.__version__} here ({_first_line(error)}); install "
                    "the same version in both places"
                ) from error
            except (OSError, ValueError) as error:
                raise WorkerError(
                    f"no Dask scheduler answers at {self.client!r:.200} ({_first_line(error)}); "
                    "start one with dask scheduler, and check its address"
                ) from error
            return opened.enter_context(client)
        if isinstance(self.client, distributed.Client):
            return self.client
        cluster = distributed.LocalCluster(
            n_workers=int(self.client),
            threads_per_worker=1,
            memory_limit=0,
            dashboard_address=":0",
            silence_logs="CRITICAL",
        )
        return opened.enter_context(distributed.Client(opened.enter_context(cluster)))

    @contextmanager
    def kept_open(self) -> Iterator[Workers]:
        """The same workers, opened once for several stages that each open them.

        Errors are those of `opened`.
        """
        self.check()
        if not self.are_asked_for:
            yield self
            return
        with ExitStack() as opened:
            yield replace(self, client=self._opened_client(opened))


NO_WORKERS = Workers()
"""This process does everything, in a temporary folder."""


def _distributed() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise MissingExtraError(
            "workers need distributed, which is not installed: pip install 'topics[dask]'"
        ) from error
    return distributed


@contextmanager
def _quiet_client() -> Iterator[None]:
    """Keep Dask from printing tracebacks of a scheduler that is gone, which an error names."""
    logger = logging.getLogger("distributed.client")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]

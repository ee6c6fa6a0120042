"""An interrupt that something swallows comes again."""

from __future__ import annotations

import os
import signal
import time

import pytest

from topics.cli.interrupts import insistent_interrupts

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timers")


@insistent_interrupts()
def swallowed(then):
    """Interrupt this process, drop what comes of it as a callback from C would, and go on."""
    try:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(1)
    except KeyboardInterrupt:
        pass
    then()


def broken():
    """What a library says that lost its thread."""
    raise RuntimeError("no compiled object yet")


def test_a_dropped_interrupt_is_raised_again():
    """The work that goes on is interrupted after all."""
    with pytest.raises(KeyboardInterrupt):
        swallowed(lambda: time.sleep(20))
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_an_error_after_a_dropped_interrupt_is_an_interrupt():
    """What breaks because of it is not told as an error."""
    with pytest.raises(KeyboardInterrupt):
        swallowed(broken)


def test_cleaning_up_is_left_in_peace():
    """While the interrupt is handled it does not come again."""
    cleaned = []

    @insistent_interrupts()
    def cleans_up():
        try:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(1)
        finally:
            time.sleep(0.7)
            cleaned.append(True)

    with pytest.raises(KeyboardInterrupt):
        cleans_up()
    assert cleaned


def test_other_errors_stay_and_handlers_come_back():
    """Nothing changes for code that is not interrupted."""
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(ValueError, match="tide"), insistent_interrupts():
        raise ValueError("tide")
    assert signal.getsignal(signal.SIGINT) is before

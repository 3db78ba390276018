"""How often something happened in the last minute, in memory or in a Redis that workers share."""

import time
from collections.abc import Callable

from limits import RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import SlidingWindowCounterRateLimiter

SWEEP_SECONDS = 10


class Meter:
    """Counts by key. A storage that fails raises, so that a limit fails closed."""

    def __init__(self, storage: str) -> None:
        counts = storage_from_string(storage)
        if timer := getattr(counts, "timer", None):
            counts.timer = _Sweeper(timer.function)  # type: ignore[union-attr]  # it is in memory
        self._limiter = SlidingWindowCounterRateLimiter(counts)

    def count(self, key: str, limit: int) -> bool:
        """Count one more of *key*; return whether that is within *limit* in a minute."""
        return self._limiter.hit(RateLimitItemPerMinute(limit), key)


class _Sweeper:
    """Forgets what is over now and then, where ``limits`` would start a thread at each count."""

    def __init__(self, sweep: Callable[[], None]) -> None:
        self._sweep, self._due = sweep, time.monotonic() + SWEEP_SECONDS

    def is_alive(self) -> bool:
        """Say that nothing has to be started."""
        if time.monotonic() > self._due:
            self._due = time.monotonic() + SWEEP_SECONDS
            self._sweep()
        return True

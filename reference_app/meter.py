"""How often something happened in the last minute, in memory or in a Redis that workers share."""

from limits import RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import SlidingWindowCounterRateLimiter


class Meter:
    """Counts by key. A storage that fails raises, so that a limit fails closed."""

    def __init__(self, storage: str) -> None:
        self._limiter = SlidingWindowCounterRateLimiter(storage_from_string(storage))

    def count(self, key: str, limit: int) -> bool:
        """Count one more of *key*; return whether that is within *limit* in a minute."""
        return self._limiter.hit(RateLimitItemPerMinute(limit), key)

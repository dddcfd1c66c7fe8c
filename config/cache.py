"""The cache on Redis, which goes on in this process's memory while Redis cannot be reached.

What is cached may be forgotten at any time; the limits on sign-in attempts then count per process. Without this
nobody could sign in while Redis is down, and sign-in needs Redis for nothing else.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)
TRY_AGAIN_AFTER = 15
"""Seconds in which a Redis that failed is left alone: each call to one that hangs costs its whole timeout."""
_left_alone_until = 0.0


def _or_in_memory(name: str) -> Callable[..., Any]:
    """The method of this name, on Redis if it answers."""

    def call(self: RedisOrMemoryCache, *args: Any, **options: Any) -> Any:
        global _left_alone_until
        if time.monotonic() >= _left_alone_until:
            try:
                return getattr(RedisCache, name)(self, *args, **options)
            except (RedisError, OSError) as problem:
                _left_alone_until = time.monotonic() + TRY_AGAIN_AFTER
                log.warning("cache.unreachable", reason=type(problem).__name__)
        return getattr(self.memory, name)(*args, **options)

    return call


class RedisOrMemoryCache(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.memory = LocMemCache("while-redis-is-away", {"TIMEOUT": params.get("TIMEOUT", 300)})

    add = _or_in_memory("add")
    get = _or_in_memory("get")
    set = _or_in_memory("set")
    touch = _or_in_memory("touch")
    delete = _or_in_memory("delete")
    get_many = _or_in_memory("get_many")
    has_key = _or_in_memory("has_key")
    incr = _or_in_memory("incr")
    set_many = _or_in_memory("set_many")
    delete_many = _or_in_memory("delete_many")
    clear = _or_in_memory("clear")

"""Redis may be away: people still sign in, and the limits on attempts still hold."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from apps.schools import actions
from apps.schools.events import SYSTEM
from config import cache as ours

EMAIL, PASSWORD = "head@oak-lane.example", "correct horse battery"


@pytest.fixture
def no_redis(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A Redis that refuses every call."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        closed = listener.getsockname()[1]
    monkeypatch.setattr(ours, "_left_alone_until", 0.0)
    settings.CACHES = {
        "default": {"BACKEND": "config.cache.RedisOrMemoryCache", "LOCATION": f"redis://127.0.0.1:{closed}/0"}
    }
    cache.clear()
    yield
    cache.clear()


@pytest.mark.usefixtures("no_redis")
class TestWithoutRedis:
    def test_the_cache_goes_on_in_memory(self) -> None:
        cache.set("a", 1)
        assert cache.get("a") == 1
        assert cache.incr("a") == 2
        assert cache.add("a", 5) is False
        assert cache.get_or_set("b", 7) == 7
        assert cache.get_many(["a", "b", "c"]) == {"a": 2, "b": 7}
        assert "b" in cache
        cache.delete_many(["a", "b"])
        assert cache.get("a", "gone") == "gone"

    def test_it_is_told_once_and_not_at_every_call(self, caplog: pytest.LogCaptureFixture) -> None:
        ours._left_alone_until = 0.0
        for _ in range(5):
            cache.get("a")
        assert caplog.text.count("cache.unreachable") == 1

    def test_people_sign_in(self, db: None, client: Client) -> None:
        user = actions.create_user(EMAIL, PASSWORD, name="Head", by=SYSTEM)
        answer = client.post("/account/login/", {"login": EMAIL, "password": PASSWORD})
        assert (answer.status_code, client.session["_auth_user_id"]) == (302, str(user.pk))

    def test_a_password_may_still_be_tried_only_five_times(self, db: None, client: Client) -> None:
        actions.create_user(EMAIL, PASSWORD, name="Head", by=SYSTEM)
        for _ in range(5):
            client.post("/account/login/", {"login": EMAIL, "password": "wrong"})
        client.post("/account/login/", {"login": EMAIL, "password": PASSWORD})
        assert "_auth_user_id" not in client.session

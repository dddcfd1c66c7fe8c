"""Settings from environment variables: what is read, and how a mistake is told to an operator."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment

NAMES = (
    "SITE_URL", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "FILES_URL", "EMAIL_URL", "DEBUG", "TRUSTED_PROXIES",
)  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def told(tmp_path: Path, variable: str) -> str:
    """What the operator reads when this variable is wrong."""
    readers = {
        "SITE_URL": lambda: environment.site_url("http://localhost:8000"),
        "DATABASE_URL": lambda: environment.database(tmp_path),
        "REDIS_URL": environment.redis_url,
        "SECRET_KEY": lambda: environment.secret_key(tmp_path, several_machines=True),
        "FILES_URL": lambda: environment.files(tmp_path),
        "EMAIL_URL": lambda: environment.email(tmp_path),
        "DEBUG": lambda: environment.yes_no("DEBUG"),
        "TRUSTED_PROXIES": lambda: environment.number("TRUSTED_PROXIES", 0),
    }
    with pytest.raises(ImproperlyConfigured) as mistake:
        readers[variable]()
    return str(mistake.value)


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("SITE_URL", "policies.example.org", "SITE_URL=policies.example.org: write the address of the site alone, such"
         " as https://policies.example.org."),
        ("SITE_URL", "https://a.example/policies", "SITE_URL=https://a.example/policies: write the address of the site"
         " alone, such as https://policies.example.org."),
        ("DATABASE_URL", "mysql://u:pass@h/n", "DATABASE_URL=mysql://u:(hidden)@h/n: write"
         " postgres://USER:PASSWORD@HOST:PORT/NAME, or leave it out."),
        ("DATABASE_URL", "postgres://u:pass@h", "DATABASE_URL=postgres://u:(hidden)@h: the name of the database is"
         " missing at the end."),
        ("REDIS_URL", "localhost:6379", "REDIS_URL=localhost:6379: write redis://HOST:PORT/0, or leave it out."),
        ("SECRET_KEY", "", "SECRET_KEY=(nothing): set 50 random characters, the same on every machine."),
        ("SECRET_KEY", "hunter2", "SECRET_KEY=(hidden): it is too short; use 50 random characters."),
        ("FILES_URL", "https://u:pass@h/b", "FILES_URL=https://u:(hidden)@h/b: write"
         " s3://KEY:SECRET@BUCKET?endpoint=https://HOST&region=NAME, or leave it out."),
        ("FILES_URL", "s3://bucket?acl=public", "FILES_URL=s3://bucket?acl=public: write"
         " s3://KEY:SECRET@BUCKET?endpoint=https://HOST&region=NAME, or leave it out."),
        ("EMAIL_URL", "mail.example.org", "EMAIL_URL=mail.example.org: write smtp+tls://USER:PASSWORD@HOST:587, or"
         " leave it out."),
        ("DEBUG", "maybe", "DEBUG=maybe: write yes or no."),
        ("TRUSTED_PROXIES", "one", "TRUSTED_PROXIES=one: write a whole number, 0 or more."),
    ],
)  # fmt: skip
def test_a_mistake_is_told_as_variable_value_and_fix(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str, value: str, expected: str
) -> None:
    monkeypatch.setenv(variable, value)
    assert told(tmp_path, variable) == expected


def test_a_password_with_odd_characters_stays_hidden(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p%40ss:w@h")
    assert "p%40ss" not in told(tmp_path, "DATABASE_URL")


class TestDatabase:
    def test_is_an_sqlite_file_that_web_and_worker_share(self, tmp_path: Path) -> None:
        assert environment.database(tmp_path / "var") == {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": tmp_path / "var" / "policywright.sqlite3",
            "OPTIONS": {
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
            },
        }
        assert (tmp_path / "var").is_dir()

    def test_may_be_another_sqlite_file(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/other.sqlite3")
        assert environment.database(tmp_path)["NAME"] == tmp_path / "other.sqlite3"

    def test_may_be_postgresql(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("DATABASE_URL", "postgres://ann:p%40ss@db.example:5433/policies")
        found = environment.database(tmp_path)
        assert {name: found[name] for name in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "policies",
            "USER": "ann",
            "PASSWORD": "p@ss",
            "HOST": "db.example",
            "PORT": 5433,
        }
        assert found["CONN_HEALTH_CHECKS"] is True


class TestFiles:
    def test_are_in_a_folder(self, tmp_path: Path) -> None:
        found = environment.files(tmp_path)
        assert found["OPTIONS"] == {"location": tmp_path / "files"}

    def test_are_on_s3_by_one_setting(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        url = "s3://key:se%2Fcret@bucket/policies?endpoint=https://s3.example:9000&region=eu-west-2"
        monkeypatch.setenv("FILES_URL", url)
        assert environment.files(tmp_path)["OPTIONS"] == {
            "bucket_name": "bucket",
            "location": "policies",
            "access_key": "key",
            "secret_key": "se/cret",
            "endpoint_url": "https://s3.example:9000",
            "region_name": "eu-west-2",
            "default_acl": None,
            "querystring_auth": True,
            "file_overwrite": True,
        }


class TestEmail:
    def test_becomes_files(self, tmp_path: Path) -> None:
        assert environment.email(tmp_path) == {
            "EMAIL_DELIVERY": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(tmp_path / "mail"),
        }

    def test_is_sent_by_a_server(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("EMAIL_URL", "smtp+tls://ann:word@mail.example:587")
        found = environment.email(tmp_path)
        names = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS")
        assert [found[name] for name in names] == ["mail.example", 587, "ann", "word", True]


class TestKeptSecret:
    def test_is_made_once_and_only_its_owner_reads_it(self, tmp_path: Path) -> None:
        path = tmp_path / "var" / "secret-key"
        made = environment.kept_secret(path)
        assert len(made) >= 50
        assert environment.kept_secret(path) == made
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert [each.name for each in path.parent.iterdir()] == ["secret-key"]

    def test_is_one_for_all_who_ask_at_once(self, tmp_path: Path) -> None:
        with ThreadPoolExecutor(8) as together:
            made = list(together.map(lambda _: environment.kept_secret(tmp_path / "secret-key"), range(16)))
        assert len(set(made)) == 1

    def test_needs_a_folder_that_can_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "var").touch()
        with pytest.raises(ImproperlyConfigured) as mistake:
            environment.kept_secret(tmp_path / "var" / "secret-key")
        assert str(mistake.value) == (
            f"SECRET_KEY=(nothing): set 50 random characters, or make {tmp_path}/var/secret-key writable (File exists)."
        )

    def test_a_given_key_leaves_no_file(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("SECRET_KEY", "k" * 50)
        assert environment.secret_key(tmp_path, several_machines=False) == "k" * 50
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [("", False), ("no", False), ("0", False), ("OFF", False), ("yes", True), ("1", True), (" True ", True)],
)
def test_yes_and_no(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool) -> None:
    monkeypatch.setenv("DEBUG", value)
    assert environment.yes_no("DEBUG") is expected


def test_a_list_has_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example, b.example,")
    assert environment.words("ALLOWED_HOSTS") == ["a.example", "b.example"]
    monkeypatch.delenv("ALLOWED_HOSTS")
    assert environment.words("ALLOWED_HOSTS", ("c.example",)) == ["c.example"]

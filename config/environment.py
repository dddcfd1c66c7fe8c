"""Reads the settings that an operator gives in environment variables, and tells mistakes as variable, value, fix."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import parse_qs, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

_read = environ.Env()
YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"0", "false", "no", "off", ""})


def mistake(variable: str, value: str, fix: str) -> NoReturn:
    raise ImproperlyConfigured(f"{variable}={value}: {fix}")


def text(variable: str, default: str = "") -> str:
    return os.environ.get(variable, "").strip() or default


def yes_no(variable: str, default: bool = False) -> bool:
    value = text(variable, "yes" if default else "no").lower()
    if value in YES:
        return True
    if value in NO:
        return False
    mistake(variable, value, "write yes or no.")


def number(variable: str, default: int, least: int = 0) -> int:
    value = text(variable, str(default))
    if not value.isdecimal() or int(value) < least:
        mistake(variable, value, f"write a whole number, {least} or more.")
    return int(value)


def words(variable: str, default: tuple[str, ...] = ()) -> list[str]:
    """A list with commas between its entries."""
    return [word.strip() for word in text(variable).split(",") if word.strip()] or list(default)


def site_url(default: str) -> str:
    """SITE_URL without a slash at its end: the address that people type, and that links in e-mails start with."""
    value = text("SITE_URL", default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query or parts.username:
        mistake("SITE_URL", value, "write the address of the site alone, such as https://policies.example.org.")
    return value


def database(var: Path) -> dict[str, Any]:
    """The database of DATABASE_URL, or an SQLite file in `var`, tuned so that web and worker can write side by side."""
    url = text("DATABASE_URL")
    if not url:
        return _sqlite(var / "policywright.sqlite3")
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        name = _read.db_url_config(url)["NAME"]
        return _sqlite(Path(name))
    if scheme not in {"postgres", "postgresql"}:
        mistake(
            "DATABASE_URL", _without_password(url), "write postgres://USER:PASSWORD@HOST:PORT/NAME, or leave it out."
        )
    settings: dict[str, Any] = dict(_read.db_url_config(url))
    if not settings.get("NAME"):
        mistake("DATABASE_URL", _without_password(url), "the name of the database is missing at the end.")
    # Idle connections are checked before they are used again, so that a restarted database costs nobody a page.
    return {**settings, "ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def _sqlite(path: Path) -> dict[str, Any]:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        },
    }


def redis_url() -> str:
    url = text("REDIS_URL")
    if url and (urlsplit(url).scheme not in {"redis", "rediss"} or not urlsplit(url).hostname):
        mistake("REDIS_URL", _without_password(url), "write redis://HOST:PORT/0, or leave it out.")
    return url


def files(var: Path) -> dict[str, Any]:
    """Where finished files are kept: a folder, or S3 and the like: s3://KEY:SECRET@BUCKET?endpoint=https://HOST.

    Without KEY and SECRET they come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or from the machine's role.
    """
    url = text("FILES_URL")
    if not url:
        folder = {"location": var / "files"}
        return {"BACKEND": "apps.exports.storage.AtomicFileSystemStorage", "OPTIONS": folder}
    parts = urlsplit(url)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    if parts.scheme != "s3" or not parts.hostname or set(query) - {"endpoint", "region"}:
        fix = "write s3://KEY:SECRET@BUCKET?endpoint=https://HOST&region=NAME, or leave it out."
        mistake("FILES_URL", _without_password(url), fix)
    options = {
        "bucket_name": parts.hostname,
        "location": parts.path.strip("/"),
        "access_key": unquote(parts.username) if parts.username else None,
        "secret_key": unquote(parts.password) if parts.password else None,
        "endpoint_url": query.get("endpoint"),
        "region_name": query.get("region"),
        "default_acl": None,
        "querystring_auth": True,
        "file_overwrite": True,
    }
    return {"BACKEND": "apps.exports.object_storage.ObjectStorage", "OPTIONS": options}


def email(var: Path) -> dict[str, Any]:
    """Django's e-mail settings from EMAIL_URL; without one every e-mail becomes a file in var/mail.

    EMAIL_DELIVERY is ours: the backend behind config.mail.
    """
    url = text("EMAIL_URL")
    if not url:
        return {
            "EMAIL_DELIVERY": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(var / "mail"),
        }
    if urlsplit(url).scheme not in {"smtp", "smtp+tls", "smtp+ssl", "smtps", "consolemail"}:
        mistake("EMAIL_URL", _without_password(url), "write smtp+tls://USER:PASSWORD@HOST:587, or leave it out.")
    found = dict(_read.email_url_config(url))
    delivery = found.pop("EMAIL_BACKEND")
    return {**found, "EMAIL_DELIVERY": delivery}


def secret_key(var: Path, *, several_machines: bool) -> str:
    """SECRET_KEY, or one made once and kept in var/secret-key for a single machine."""
    given = text("SECRET_KEY")
    if given:
        if len(given) < 40:
            mistake("SECRET_KEY", "(hidden)", "it is too short; use 50 random characters.")
        return given
    if several_machines:
        mistake("SECRET_KEY", "(nothing)", "set 50 random characters, the same on every machine.")
    return kept_secret(var / "secret-key")


def kept_secret(path: Path) -> str:
    """The secret in the file, made on first use; only its owner can read it, and two processes make only one."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        if not path.exists():
            made.touch(mode=0o600)
            made.write_text(secrets.token_urlsafe(50), encoding="ascii")
            with contextlib.suppress(FileExistsError):
                os.link(made, path)
            made.unlink()
        return path.read_text(encoding="ascii")
    except OSError as problem:
        mistake("SECRET_KEY", "(nothing)", f"set 50 random characters, or make {path} writable ({problem.strerror}).")


def _without_password(url: str) -> str:
    password = urlsplit(url).password
    return url.replace(f":{password}@", ":(hidden)@") if password else url

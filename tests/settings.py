"""The settings that tests run with: those of config.settings, with what only costs time or touches var/ replaced."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "VAR_FOLDER" not in os.environ:
    os.environ["VAR_FOLDER"] = tempfile.mkdtemp(prefix="policywright-tests-")
    atexit.register(shutil.rmtree, os.environ["VAR_FOLDER"], ignore_errors=True)
# Each process of pytest-xdist ("gw0") keeps its own files, and has its own queues on the one Redis.
worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
if not os.environ["VAR_FOLDER"].endswith(f"/{worker}"):
    os.environ["VAR_FOLDER"] = str(Path(os.environ["VAR_FOLDER"]) / worker)
os.environ["DEPLOYMENT"] = f"test-{worker}"
# On PostgreSQL the settings insist on a key: several machines must share it.
os.environ.setdefault("SECRET_KEY", "not a secret " * 4)

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASE_IS_SHARED, DATABASES, STORAGES, VAR  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Pages must render before anybody has run collectstatic.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if not DATABASE_IS_SHARED:
    # A real file, not memory: a worker process of a test opens it too.
    DATABASES["default"]["TEST"] = {"NAME": VAR / "test.sqlite3"}

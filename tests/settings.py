"""The settings that tests run with: those of config.settings, with what only costs time or touches var/ replaced."""

import os
import tempfile

os.environ.setdefault("VAR_FOLDER", tempfile.mkdtemp(prefix="policywright-tests-"))

from config.settings import *  # noqa: F403
from config.settings import DATABASE_IS_SHARED, DATABASES, STORAGES, VAR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Pages must render before anybody has run collectstatic.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = VAR / "static-of-tests"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if not DATABASE_IS_SHARED:
    # A real file, not memory: a worker process of a test opens it too.
    DATABASES["default"]["TEST"] = {"NAME": VAR / "test.sqlite3"}

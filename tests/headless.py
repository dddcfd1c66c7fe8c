"""Runs a command as a person would, in its own process, with a database that nobody can reach."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def manage(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """What `manage.py` with these words answers, on a machine without settings and without a database."""
    surroundings = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    surroundings |= {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nowhere", "REDIS_URL": "redis://127.0.0.1:1/0"}
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *words],
        env=surroundings,
        cwd="/",
        capture_output=True,
        text=True,
        timeout=60,
    )

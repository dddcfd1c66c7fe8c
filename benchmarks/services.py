"""What benchmarks share: private PostgreSQL and Redis as bin/test starts them, and documents to make files of."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "mobile-and-smart-technology@2026-27"
ANSWERS = ROOT / "examples" / "hazel-bank.answers.json"
SET_BY_US = frozenset({"DATABASE_URL", "REDIS_URL", "FILES_URL", "VAR_FOLDER", "DEPLOYMENT", "DJANGO_SETTINGS_MODULE"})


def start_servers(stack: ExitStack, folder: Path) -> dict[str, str]:
    """DATABASE_URL and REDIS_URL of servers that end with the stack."""
    sys.path.insert(0, str(ROOT / "bin"))
    loader = SourceFileLoader("bin_test", str(ROOT / "bin" / "test"))
    bin_test = ModuleType(loader.name)
    loader.exec_module(bin_test)
    folder.chmod(0o711)  # the user postgres must reach its own folder inside
    found: dict[str, str] = bin_test.start_servers(stack, folder)
    return found


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """Ours, without what somebody set for their own site."""
    kept = {name: value for name, value in os.environ.items() if name not in SET_BY_US}
    programs = f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"
    mine = {"VAR_FOLDER": str(folder), "PATH": programs, "PYTHONPATH": str(ROOT), "SECRET_KEY": "benchmark " * 5}
    return {**kept, **mine, **settings}


def documents() -> Iterator[dict[str, Any]]:
    """The example policy again and again, each time with another title, so that no file is made already."""
    from apps.policies.answer_file import read_file
    from apps.policydoc.compose import compose
    from apps.policydoc.document import to_json
    from apps.templates_lib import library

    file, bundle = read_file(ANSWERS), library.bundle_at(TEMPLATE)
    composed = compose(
        bundle,
        file.answers,
        school=file.school,
        guidance=library.guidance_register(),
        as_of=file.as_of,
        standing=replace(file.standing, status="draft"),
    ).document
    for number in itertools.count(1):
        yield to_json(replace(composed, body=replace(composed.body, title=f"{composed.body.title} {number}")))

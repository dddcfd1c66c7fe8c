"""Brings the database to where people can sign in: tables, library, demo. bin/run runs it inside .venv.

One process for all three: each start of Django costs a second. Prints the demo's sign-ins.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as nowhere:
        call_command("publish_library", "--drafts", stdout=nowhere)
    from apps.schools.demo import may_be_made_at  # models are there only after setup

    if may_be_made_at(settings.SITE_URL):
        call_command("demo")
    else:
        print("(No demo accounts: this site is not on localhost.)")


if __name__ == "__main__":
    try:
        main()
    except (CommandError, ImproperlyConfigured) as mistake:
        sys.exit(str(mistake))

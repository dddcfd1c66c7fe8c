#!/usr/bin/env python3
"""Runs one of the program's commands: `manage.py help` lists them."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

HEADLESS = {"render_policy", "describe_template", "describe_library", "check_template"}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if len(sys.argv) > 1 and sys.argv[1] in HEADLESS:
        os.environ["HEADLESS"] = "yes"
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as mistake:
        sys.exit(f"Settings: {mistake}")

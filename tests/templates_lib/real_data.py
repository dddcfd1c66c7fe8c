"""Where the collected decisions and facts are at hand: they are no part of this repository."""

from __future__ import annotations

import os

import pytest

REAL_DATA = os.environ.get("POLICYWRIGHT_REAL_DATA", "")
needs_real_data = pytest.mark.skipif(not REAL_DATA, reason="POLICYWRIGHT_REAL_DATA names no folder")

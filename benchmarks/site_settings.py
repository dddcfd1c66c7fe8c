"""The settings of the site that under_load.py measures: the real ones, and two bare pages to compare with."""

from config.settings import *  # noqa: F403
from config.settings import ROOT, TEMPLATES

ROOT_URLCONF = "benchmarks.site_urls"
TEMPLATES[0]["DIRS"] = [ROOT / "benchmarks" / "templates", *TEMPLATES[0]["DIRS"]]

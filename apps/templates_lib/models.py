"""Families of templates and their editions: which files a policy was composed from, kept for ever."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

SHA256_LENGTH = 64


class SourceFile(models.Model):
    """The text of one `*.policy.md` file under its own digest: several editions share one school file."""

    digest = models.CharField(primary_key=True, max_length=SHA256_LENGTH)
    text = models.TextField()

    def __str__(self) -> str:
        return self.digest


class Family(models.Model):
    """What stays the same from one edition to the next: the template's name."""

    name = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=300)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "families"

    def __str__(self) -> str:
        return self.name


class Edition(models.Model):
    """One text of a family, with the whole bundle that it composes with.

    `files` is family -> SHA-256 of the source for every file of the bundle, its own included; `bundle_digest` is the
    digest of `files`. A published edition never changes (triggers hold it, see `protection`). An edition without
    `published_at` is a draft under development: `publish_library --drafts` may replace its text in place.
    """

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="editions")
    name = models.CharField(max_length=50)
    title = models.CharField(max_length=300, help_text="As typed in the header: it may hold tokens.")
    files = models.JSONField()
    bundle_digest = models.CharField(max_length=SHA256_LENGTH)
    startable = models.BooleanField(help_text="A policy can be started from it; the school and shared files cannot.")
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["family__name", "-published_at", "-id"]
        constraints = [
            models.UniqueConstraint("family", "name", name="edition_name_once_per_family"),
            models.CheckConstraint(condition=Q(bundle_digest__regex=r"^[0-9a-f]{64}$"), name="edition_has_a_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.family.name}@{self.name}"

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

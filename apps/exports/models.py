"""One row per file to be made: the truth about an export; messages to workers are only hints."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.exports import registry


class ExportInput(models.Model):
    """What files are made from, stored once: the Word and the PDF of one policy share it."""

    digest = models.CharField(primary_key=True, max_length=64, help_text="SHA-256 of the content")
    content = models.TextField(help_text="canonical JSON")

    def __str__(self) -> str:
        return self.digest


class Export(models.Model):
    """One file of one kind, from one input, by one version of the renderer."""

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    class Stage(models.TextChoices):
        WAITING = "waiting", "Waiting"
        MAKING = "making", "Making the file"
        CHECKING = "checking", "Checking the file against the policy"
        DONE = "done", "Done"

    PERCENT = {Stage.WAITING: 0, Stage.MAKING: 20, Stage.CHECKING: 80, Stage.DONE: 100}

    kind = models.CharField(max_length=40)
    input = models.ForeignKey(ExportInput, on_delete=models.PROTECT, related_name="exports", db_column="input_digest")
    renderer_version = models.CharField(max_length=64)

    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True, help_text="not before; empty means at once")
    sent_at = models.DateTimeField(null=True, blank=True, help_text="when a worker was last told of this row")
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="why the last attempt failed, for the person who asked")

    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(null=True, blank=True, help_text="bytes")

    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    requested_at = models.DateTimeField(default=timezone.now, help_text="when somebody last asked for this file")
    finished_at = models.DateTimeField(null=True, blank=True)
    keep = models.BooleanField(default=False, help_text="a ratified version rests on this file: never deleted")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "input", "renderer_version"], name="one_export_per_input"),
            models.CheckConstraint(
                name="lease_only_while_running",
                condition=Q(state="running", lease_until__isnull=False, lease_token__isnull=False)
                | (~Q(state="running") & Q(lease_until__isnull=True, lease_token__isnull=True)),
            ),
            models.CheckConstraint(
                name="file_only_when_done",
                condition=Q(state="done", size__isnull=False, finished_at__isnull=False) & ~Q(sha256="")
                | (~Q(state="done") & Q(sha256="", size__isnull=True)),
            ),
            models.CheckConstraint(
                name="failed_with_reason",
                condition=~Q(state="failed") | (~Q(reason="") & Q(finished_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["sent_at"], name="export_queued", condition=Q(state="queued")),
            models.Index(fields=["lease_until"], name="export_running", condition=Q(state="running")),
            models.Index(fields=["sha256"], name="export_file"),
            models.Index(fields=["requested_at"], name="export_requested"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.input_id[:12]}: {self.state}"

    @property
    def renderer(self) -> registry.Renderer:
        return registry.KINDS[self.kind]

    @property
    def is_finished(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)

    @property
    def progress_words(self) -> str:
        return "Failed" if self.state == self.State.FAILED else self.Stage(self.stage).label

    @property
    def percent(self) -> int:
        return self.PERCENT[self.Stage(self.stage)]


class WorkerSeen(models.Model):
    """When a machine's workers were last seen at work; without a recent one, exports wait in vain."""

    name = models.CharField(primary_key=True, max_length=255)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

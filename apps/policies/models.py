"""A school's policies: each has versions, a version has answers, and what was ratified never changes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.exports.models import Export
from apps.schools.models import School
from apps.templates_lib.models import SHA256_LENGTH, Edition, Family

from . import states

DIGEST = rf"^[0-9a-f]{{{SHA256_LENGTH}}}$"


class Policy(models.Model):
    """One policy of a school, over all its versions; a policy that is not live is out of the school's list."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="policies")
    slug = models.SlugField(max_length=120)
    title = models.CharField(max_length=300)
    family = models.ForeignKey(Family, null=True, blank=True, on_delete=models.PROTECT, related_name="policies")
    is_live = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["title", "id"]
        verbose_name_plural = "policies"
        constraints = [
            models.UniqueConstraint("school", "slug", name="policy_address_once_per_school"),
            models.UniqueConstraint(
                "school", "family", condition=Q(is_live=True), name="one_live_policy_per_family_and_school"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def draft(self) -> Version | None:
        """The version that is still open: in draft, or with the governors."""
        return self.versions.filter(state__in=states.OPEN).first()


class Version(models.Model):
    """One text of a policy on its way from draft to ratified, made from an edition or kept as a stored file.

    `frozen` is the canonical JSON of everything at submission, the school's and the trust's values included;
    `body_digest` is what governors approve. `withdrawn_from` is the first day without this version.
    """

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="versions")
    stored_file = models.CharField(max_length=SHA256_LENGTH, blank=True)
    state = models.CharField(max_length=10, choices=list(states.LABELS.items()), default=states.DRAFT)
    frozen = models.TextField(blank=True)
    body_digest = models.CharField(max_length=SHA256_LENGTH, blank=True)
    in_force_from = models.DateField(null=True, blank=True)
    withdrawn_from = models.DateField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    ratified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["policy_id", "-number"]
        constraints = [
            models.UniqueConstraint("policy", "number", name="version_number_once_per_policy"),
            models.UniqueConstraint("policy", condition=Q(state__in=states.OPEN), name="one_open_version_per_policy"),
            models.UniqueConstraint(
                "policy",
                "in_force_from",
                condition=~Q(state=states.WITHDRAWN),
                name="one_version_starts_a_day",
            ),
            models.CheckConstraint(condition=Q(state__in=states.STATES), name="version_state_is_known"),
            models.CheckConstraint(
                condition=Q(edition__isnull=False, stored_file="") | Q(edition__isnull=True, stored_file__regex=DIGEST),
                name="version_has_an_edition_or_a_file",
            ),
            models.CheckConstraint(
                condition=Q(state=states.DRAFT, frozen="", body_digest="", submitted_at__isnull=True)
                | Q(~Q(state=states.DRAFT), ~Q(frozen=""), body_digest__regex=DIGEST, submitted_at__isnull=False),
                name="version_is_frozen_from_submission_on",
            ),
            models.CheckConstraint(
                condition=Q(state__in=states.OPEN, in_force_from__isnull=True, ratified_at__isnull=True)
                | Q(state__in=states.DECIDED, in_force_from__isnull=False, ratified_at__isnull=False),
                name="version_has_dates_once_ratified",
            ),
            models.CheckConstraint(
                condition=Q(state=states.WITHDRAWN, withdrawn_from__isnull=False)
                | Q(~Q(state=states.WITHDRAWN), withdrawn_from__isnull=True),
                name="withdrawn_version_says_from_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy.title}, version {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.state == states.DRAFT


class Answer(models.Model):
    """One thing a school has said: a value, or what it did with a node, under its key.

    Exactly one owner. `value` is empty when the answer was cleared: the row stays, so that its revision never starts
    again. `recorded_at` is the time of the last Event about this row (autosaves by one person fold into one).
    """

    class Kind(models.TextChoices):
        VALUE = "value"
        CONTROL = "control"
        LEFT_OUT = "left-out"
        KEPT = "kept"
        ACCEPTED = "accepted"
        REWORDED = "reworded"
        ADDED = "added"
        ORDER = "order"
        REASON = "reason"
        UNDECIDED = "undecided"

    version = models.ForeignKey(Version, null=True, blank=True, on_delete=models.CASCADE, related_name="answers")
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.CASCADE, related_name="answers")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    key = models.CharField(max_length=300, blank=True)
    value = models.JSONField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        # A third owner, trust_policy, joins these two when roll-outs come.
        constraints = [
            models.CheckConstraint(
                condition=Q(version__isnull=False, school__isnull=True) | Q(version__isnull=True, school__isnull=False),
                name="answer_has_one_owner",
            ),
            models.UniqueConstraint("version", "kind", "key", name="answer_once_per_version"),
            models.UniqueConstraint("school", "kind", "key", name="answer_once_per_school"),
            models.CheckConstraint(
                condition=Q(kind__in=["value", "control", "left-out", "kept", "accepted", "reworded", "added", "order",
                                      "reason", "undecided"]),
                name="answer_kind_is_known",
            ),
            models.CheckConstraint(condition=Q(revision__gte=1), name="answer_revision_counts_from_one"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Ratification(models.Model):
    """One attempt to ratify a version: while it is pending, nothing else moves.

    Who approved, where and in which minutes joins it with the governors' pages.
    """

    class State(models.TextChoices):
        PENDING = "PENDING"
        DONE = "DONE"
        FAILED = "FAILED"

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="ratifications")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    body_digest = models.CharField(max_length=SHA256_LENGTH)
    reason = models.CharField(max_length=300, blank=True, help_text="Why it failed, in plain words.")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "version", condition=Q(state__in=["PENDING", "DONE"]), name="one_ratification_per_version"
            ),
            models.CheckConstraint(condition=Q(body_digest__regex=DIGEST), name="ratification_names_a_text"),
            models.CheckConstraint(
                condition=Q(state="PENDING", ended_at__isnull=True) | Q(~Q(state="PENDING"), ended_at__isnull=False),
                name="ratification_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(state="FAILED") & ~Q(reason="") | ~Q(state="FAILED") & Q(reason=""),
                name="failed_ratification_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.state}"


class VersionFile(models.Model):
    """An export that was asked for through a version: the only way by which its file can be downloaded."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=30)
    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [models.UniqueConstraint("version", "export", name="export_once_per_version")]

    def __str__(self) -> str:
        return f"{self.version}: {self.kind}"

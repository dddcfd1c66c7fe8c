"""One establishment of the public register of schools in England, as far as this program uses what it says."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class RegisterEntry(models.Model):
    """A row of the register's file of establishments; closed ones and those outside England stand here too.

    They do so that a look-up can say why a number is of no use; `facts.refusal` says it. Codes are the register's own,
    null where it has none; a yes or no is null where the register does not say. Who leads the school is kept, of open
    establishments only, to offer the name when a school is added and its head invited: it is public register data, and
    nothing else uses it. Which establishment succeeded which stands in another of the register's files, not here.
    `missing_since` is the day of the load whose file no longer held the row.
    """

    urn = models.PositiveIntegerField(unique=True)
    ukprn = models.CharField(max_length=8, blank=True)
    local_authority_code = models.PositiveSmallIntegerField(null=True)
    local_authority = models.CharField(max_length=100, blank=True)
    establishment_number = models.PositiveSmallIntegerField(null=True)
    name = models.CharField(max_length=200)
    type_code = models.PositiveSmallIntegerField(null=True)
    type_name = models.CharField(max_length=100, blank=True)
    status_code = models.PositiveSmallIntegerField(null=True)
    status_name = models.CharField(max_length=60, blank=True)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    phase_name = models.CharField(max_length=60, blank=True)
    low_age = models.PositiveSmallIntegerField(null=True)
    high_age = models.PositiveSmallIntegerField(null=True)
    has_nursery = models.BooleanField(null=True)
    has_sixth_form = models.BooleanField(null=True)
    has_boarders = models.BooleanField(null=True)
    religious_character = models.CharField(max_length=100, blank=True)
    trust_name = models.CharField(max_length=200, blank=True)
    street = models.CharField(max_length=120, blank=True)
    locality = models.CharField(max_length=120, blank=True)
    address3 = models.CharField(max_length=120, blank=True)
    town = models.CharField(max_length=100, blank=True)
    county = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    website = models.CharField(max_length=200, blank=True)
    head_title = models.CharField(max_length=30, blank=True)
    head_first_name = models.CharField(max_length=80, blank=True)
    head_last_name = models.CharField(max_length=80, blank=True)
    head_job_title = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=60, blank=True)
    missing_since = models.DateField(null=True)
    # What look-ups compare: register.words makes both from the name and the postcode.
    name_words = models.CharField(max_length=260)
    postcode_key = models.CharField(max_length=12, blank=True)

    class Meta:
        verbose_name_plural = "register entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(urn__range=(100_000, 999_999)), name="register_entry_urn_has_six_digits"
            ),
        ]
        indexes = [
            models.Index("local_authority_code", "local_authority", name="register_entry_by_council"),
            models.Index("local_authority_code", "postcode_key", name="register_entry_by_place"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.urn})"

    @property
    def address_lines(self) -> tuple[str, ...]:
        """As on a letter, without the postcode; a part that the register repeats stands once."""
        parts = (self.street, self.locality, self.address3, self.town, self.county)
        return tuple(dict.fromkeys(part for part in parts if part))

    @property
    def establishment_key(self) -> str:
        """Council code and establishment number: 991/2001; "" unless both are known."""
        if self.local_authority_code is None or self.establishment_number is None:
            return ""
        return f"{self.local_authority_code:03}/{self.establishment_number:04}"

    @property
    def head_name(self) -> str:
        return " ".join(filter(None, (self.head_first_name, self.head_last_name)))

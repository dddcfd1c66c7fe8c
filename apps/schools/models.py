"""Who: users, schools and trusts, the people named in policies, who may do what, and what happened."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar, Never

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from apps.schools.register.entry import RegisterEntry

__all__ = [
    "Chain",
    "Event",
    "Identifier",
    "Membership",
    "Person",
    "Phase",
    "RegisterEntry",
    "Role",
    "School",
    "Trust",
    "User",
    "new_salt",
]

slug_is_plain = RegexValidator(r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", "Use lower-case letters, numbers and hyphens.")
is_sha256 = RegexValidator(r"\A[0-9a-f]{64}\Z", "Give the SHA-256 as 64 lower-case hexadecimal digits.")


class Users(BaseUserManager["User"]):
    """Finds and makes users; an e-mail address is kept in lower case, so that it means one person however typed."""

    def create_user(self, email: str, password: str | None = None, *, name: str = "") -> User:
        user = self.model(email=email.strip().lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in, with an e-mail address."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Users] = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_is_lower_case"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name


class Trust(models.Model):
    """A proprietor of several schools. Its own pages come later; its name already stands in its schools' policies."""

    slug = models.CharField(max_length=60, unique=True, validators=[slug_is_plain])
    legal_name = models.CharField(max_length=200)
    display_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.display_name


class Phase(models.TextChoices):
    """Phase of education, as the school register words it."""

    NURSERY = "nursery", "Nursery"
    PRIMARY = "primary", "Primary"
    MIDDLE_DEEMED_PRIMARY = "middle-deemed-primary", "Middle deemed primary"
    MIDDLE_DEEMED_SECONDARY = "middle-deemed-secondary", "Middle deemed secondary"
    SECONDARY = "secondary", "Secondary"
    ALL_THROUGH = "all-through", "All-through"
    SIXTEEN_PLUS = "16-plus", "16 plus"
    NOT_APPLICABLE = "not-applicable", "Not applicable"


class School(models.Model):
    """A school. Its slug stands in addresses and never changes; what the register may not know is null or empty.

    `legal_name` is the register's, `display_name` stands on covers, `short_name` in running text. `type_code` is the
    register's code of the type of establishment. `logo_sha256` names the stored picture of the logo, and `logo_alt`
    says in words what it shows.
    """

    slug = models.CharField(max_length=60, unique=True, validators=[slug_is_plain])
    legal_name = models.CharField(max_length=200)
    display_name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=200, blank=True)
    trust = models.ForeignKey(Trust, null=True, blank=True, on_delete=models.PROTECT, related_name="schools")
    type_code = models.PositiveSmallIntegerField(null=True, blank=True)
    phase = models.CharField(max_length=30, choices=Phase, blank=True)
    low_age = models.PositiveSmallIntegerField(null=True, blank=True)
    high_age = models.PositiveSmallIntegerField(null=True, blank=True)
    has_nursery = models.BooleanField(null=True, blank=True)
    has_sixth_form = models.BooleanField(null=True, blank=True)
    has_boarders = models.BooleanField(null=True, blank=True)
    religious_character = models.CharField(max_length=100, blank=True)
    local_authority = models.CharField(max_length=100, blank=True)
    address = models.TextField(max_length=500, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    website = models.URLField(blank=True)
    logo_sha256 = models.CharField(max_length=64, blank=True, validators=[is_sha256])
    logo_alt = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(logo_sha256="") | ~Q(logo_alt=""), name="school_logo_is_said_in_words"),
            models.CheckConstraint(
                condition=Q(low_age__isnull=True) | Q(high_age__isnull=True) | Q(low_age__lte=models.F("high_age")),
                name="school_ages_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name


class Identifier(models.Model):
    """A number that a register gave a school for a time: the URN changes when a school becomes an academy.

    A URN names one school for ever. The other numbers do not: an academy often keeps those of the school before it.
    """

    class Kind(models.TextChoices):
        URN = "urn", "URN"
        UKPRN = "ukprn", "UKPRN"
        ESTABLISHMENT = "establishment", "council code and establishment number"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=20, choices=Kind)
    value = models.CharField(max_length=20, validators=[RegexValidator(r"\A[0-9/]+\Z")])
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "value",
                condition=Q(kind="urn"),
                name="identifier_names_one_school",
                violation_error_message="Another school here has or had this number.",
            ),
            models.UniqueConstraint(
                "school", "kind", condition=Q(valid_to__isnull=True), name="identifier_one_now_of_each_kind"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_from__lte=models.F("valid_to")),
                name="identifier_dates_in_order",
            ),
        ]
        indexes = [models.Index("kind", "value", name="identifier_by_value")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"


class Person(models.Model):
    """Somebody named in a school's policies; `user` is set when they also sign in."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="people")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="persons")
    title = models.CharField(max_length=30, blank=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=200, blank=True)
    email = models.EmailField("e-mail address", blank=True)

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint("school", "user", condition=Q(user__isnull=False), name="person_once_per_school"),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.title, self.name)))


class Role(models.TextChoices):
    """What somebody is at a school; doors.ROLES says what each may do."""

    HEAD = "head", "Headteacher"
    EDITOR = "editor", "Editor"
    DSL = "dsl", "Designated safeguarding lead"
    CLERK = "clerk", "Clerk to the governors"
    CHAIR = "chair", "Chair of governors"
    GOVERNOR = "governor", "Governor"
    STAFF_READER = "staff-reader", "Member of staff"


class Membership(models.Model):
    """One role of one user at one school; somebody with two roles (a teacher who is a governor) has two rows."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint("school", "user", "role", name="membership_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} at {self.school}"


class Chain(models.Model):
    """The row that one chain of events is written behind: one for each school, each trust and the installation.

    `length` is the number of its events and `head_hash` the hash of the newest one. Both change in the transaction
    that adds an event, which makes two writers wait for each other.
    """

    school = models.OneToOneField(School, null=True, blank=True, on_delete=models.PROTECT, related_name="chain")
    trust = models.OneToOneField(Trust, null=True, blank=True, on_delete=models.PROTECT, related_name="chain")
    length = models.PositiveBigIntegerField(default=0)
    head_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(school__isnull=True) | Q(trust__isnull=True), name="chain_has_one_owner"
            ),
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(school__isnull=True, trust__isnull=True),
                name="chain_one_for_the_installation",
            ),
        ]

    def __str__(self) -> str:
        return f"Events of {self.school or self.trust or 'the installation'}"


def new_salt() -> str:
    return secrets.token_hex(16)


class Event(models.Model):
    """Something that happened: added by events.record_event, never changed, never removed.

    The chain covers hashes, so a payload that must go (personal data) can be blanked and the chain still verifies;
    the salt keeps a blanked payload from being guessed. `actor` is null where the system acted. `subject` names what
    it happened to, in the words of the room that recorded it ("policy/12/answer/pupils-phones").
    """

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveBigIntegerField(validators=[MinValueValidator(1)])
    at = models.DateTimeField()
    actor = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=200, blank=True)
    payload = models.JSONField(null=True, blank=True)
    salt = models.CharField(max_length=32, default=new_salt)
    payload_hash = models.CharField(max_length=64)
    prev_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("chain", "seq", name="event_place_in_chain")]
        indexes = [models.Index("chain", "subject", "seq", name="event_by_subject")]

    def __str__(self) -> str:
        return f"{self.chain_id}/{self.seq} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("An event is never changed; events.blank_payload removes what it says.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        raise TypeError("An event is never removed; events.blank_payload removes what it says.")

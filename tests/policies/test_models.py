"""What the database itself refuses, whatever the program does."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.db import Error, IntegrityError, transaction
from django.utils import timezone

from apps.policies import states
from apps.policies.models import Answer, Policy, Ratification, Version
from apps.schools.models import School
from apps.templates_lib.models import Edition

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=timezone.get_default_timezone())
DIGEST = "a" * 64
FROZEN = {"frozen": "{}", "body_digest": DIGEST, "submitted_at": NOW}
IN_FORCE = FROZEN | {"state": states.RATIFIED, "ratified_at": NOW, "in_force_from": date(2026, 12, 1)}


def refused(constraint: str) -> Any:
    """The block breaks this constraint. SQLite names the columns of a plain unique constraint instead of it."""
    return pytest.raises(IntegrityError, match=constraint)


def change(version: Version, **values: Any) -> None:
    with transaction.atomic():
        Version.objects.filter(pk=version.pk).update(**values)


def new_version(policy: Policy, edition: Edition | None, number: int, **values: Any) -> Version:
    with transaction.atomic():
        return Version.objects.create(policy=policy, edition=edition, number=number, created_at=NOW, **values)


def answer(**values: Any) -> Answer:
    with transaction.atomic():
        return Answer.objects.create(
            **{"kind": "value", "key": "plants", "value": ["beans"], "changed_at": NOW, "recorded_at": NOW} | values
        )


class TestPolicy:
    def test_one_address_per_school(self, policy: Policy, other_school: School) -> None:
        Policy.objects.create(school=other_school, slug=policy.slug, title="Theirs", created_at=NOW)
        with refused("policy_address_once_per_school|UNIQUE"):
            Policy.objects.create(school=policy.school, slug=policy.slug, title="Again", created_at=NOW)

    def test_one_live_policy_of_a_family(self, policy: Policy) -> None:
        again = {"school": policy.school, "family": policy.family, "title": "Again", "created_at": NOW}
        Policy.objects.create(slug="old", is_live=False, **again)
        Policy.objects.create(slug="older", is_live=False, **again)
        with refused("one_live_policy_per_family_and_school|UNIQUE"):
            Policy.objects.create(slug="twin", **again)

    def test_several_policies_without_a_family(self, school: School) -> None:
        for number in (1, 2):
            Policy.objects.create(school=school, slug=f"own-{number}", title="Our own", created_at=NOW)
        assert school.policies.count() == 2


class TestVersion:
    def test_one_open_version_per_policy(self, version: Version, edition: Edition) -> None:
        with refused("one_open_version_per_policy|UNIQUE"):
            new_version(version.policy, edition, 2)
        change(version, state=states.SUBMITTED, **FROZEN)
        with refused("one_open_version_per_policy|UNIQUE"):
            new_version(version.policy, edition, 2)
        change(version, **IN_FORCE)
        assert new_version(version.policy, edition, 2) == version.policy.draft

    def test_a_number_is_given_once(self, version: Version, edition: Edition) -> None:
        change(version, **IN_FORCE)
        with refused("version_number_once_per_policy|UNIQUE"):
            new_version(version.policy, edition, 1)

    def test_one_version_comes_into_force_a_day_unless_it_was_withdrawn(
        self, version: Version, edition: Edition
    ) -> None:
        change(version, **IN_FORCE)
        with refused("one_version_starts_a_day|UNIQUE"):
            new_version(version.policy, edition, 2, **IN_FORCE)
        change(version, state=states.WITHDRAWN, withdrawn_from=date(2026, 12, 5))
        assert new_version(version.policy, edition, 2, **IN_FORCE).in_force_from == version_day()

    def test_an_edition_or_a_stored_file(self, version: Version) -> None:
        with refused("version_has_an_edition_or_a_file"):
            change(version, stored_file=DIGEST)
        with refused("version_has_an_edition_or_a_file"):
            change(version, edition=None)
        with refused("version_has_an_edition_or_a_file"):
            change(version, edition=None, stored_file="no digest")
        change(version, edition=None, stored_file=DIGEST)

    @pytest.mark.parametrize(
        ("values", "constraint"),
        [
            ({"state": "LOST"}, "version_"),
            ({"state": states.SUBMITTED}, "version_is_frozen_from_submission_on"),
            ({"state": states.SUBMITTED, **FROZEN, "body_digest": "A" * 64}, "version_is_frozen_from_submission_on"),
            (FROZEN, "version_is_frozen_from_submission_on"),
            ({"in_force_from": date(2026, 12, 1)}, "version_has_dates_once_ratified"),
            (IN_FORCE | {"in_force_from": None}, "version_has_dates_once_ratified"),
            (IN_FORCE | {"ratified_at": None}, "version_has_dates_once_ratified"),
            (IN_FORCE | {"state": states.WITHDRAWN}, "withdrawn_version_says_from_when"),
            (IN_FORCE | {"withdrawn_from": date(2026, 12, 5)}, "withdrawn_version_says_from_when"),
        ],
    )
    def test_columns_that_belong_together(self, version: Version, values: dict[str, Any], constraint: str) -> None:
        with refused(constraint):
            change(version, **values)


def version_day() -> date:
    return IN_FORCE["in_force_from"]


class TestAnswer:
    def test_exactly_one_owner(self, version: Version, school: School) -> None:
        with refused("answer_has_one_owner"):
            answer()
        with refused("answer_has_one_owner"):
            answer(version=version, school=school)

    def test_once_per_owner_kind_and_key(self, version: Version, school: School, other_school: School) -> None:
        for owner in ({"version": version}, {"school": school}, {"school": other_school}):
            answer(**owner)
            answer(**owner, kind="reason")
        with refused("answer_once_per_version|UNIQUE"):
            answer(version=version)
        with refused("answer_once_per_school|UNIQUE"):
            answer(school=school)

    def test_known_kinds_only(self, version: Version) -> None:
        with refused("answer_kind_is_known"):
            answer(version=version, kind="comment")

    def test_the_constraint_names_every_kind_of_the_class(self, version: Version) -> None:
        for kind in Answer.Kind.values:
            answer(version=version, kind=kind)
        assert version.answers.count() == len(Answer.Kind)

    def test_revisions_count_from_one(self, version: Version) -> None:
        with refused("answer_revision_counts_from_one"):
            answer(version=version, revision=0)


class TestRatification:
    def test_one_at_a_time_and_a_failed_one_makes_room(self, version: Version) -> None:
        failed = {"state": "FAILED", "reason": "The file could not be made.", "ended_at": NOW}
        for values in (failed, failed, {}):
            Ratification.objects.create(version=version, body_digest=DIGEST, asked_at=NOW, **values)
        with refused("one_ratification_per_version|UNIQUE"), transaction.atomic():
            Ratification.objects.create(version=version, body_digest=DIGEST, asked_at=NOW)

    @pytest.mark.parametrize(
        ("values", "constraint"),
        [
            ({"body_digest": ""}, "ratification_names_a_text"),
            ({"state": "DONE"}, "ratification_has_an_end"),
            ({"ended_at": NOW}, "ratification_has_an_end"),
            ({"state": "FAILED", "ended_at": NOW}, "failed_ratification_says_why"),
        ],
    )
    def test_columns_that_belong_together(self, version: Version, values: dict[str, Any], constraint: str) -> None:
        with refused(constraint):
            Ratification.objects.create(
                **{"version": version, "body_digest": DIGEST, "asked_at": NOW} | values
            )  # fmt: skip


class TestRatifiedContent:
    """Triggers hold what governors approved."""

    @pytest.fixture
    def ratified(self, version: Version) -> Version:
        change(version, **IN_FORCE)
        return version

    @pytest.mark.parametrize(
        "values",
        [
            {"frozen": '{"changed": true}'},
            {"body_digest": "b" * 64},
            {"in_force_from": date(2027, 1, 1)},
            {"number": 7},
            {"edition": None, "stored_file": DIGEST},
            {"state": states.DRAFT, "frozen": "", "body_digest": "", "submitted_at": None, "in_force_from": None,
             "ratified_at": None},
            {"state": states.SUBMITTED, "in_force_from": None, "ratified_at": None},
        ],
    )  # fmt: skip
    def test_is_never_changed(self, ratified: Version, values: dict[str, Any]) -> None:
        before = Version.objects.filter(pk=ratified.pk).values().get()
        with pytest.raises(Error, match="a ratified version keeps its content"):
            change(ratified, **values)
        assert Version.objects.filter(pk=ratified.pk).values().get() == before

    def test_is_never_deleted(self, ratified: Version) -> None:
        with pytest.raises(Error, match="a ratified version keeps its content"), transaction.atomic():
            ratified.delete()
        assert Version.objects.filter(pk=ratified.pk).exists()

    def test_is_withdrawn_once(self, ratified: Version) -> None:
        change(ratified, state=states.WITHDRAWN, withdrawn_from=date(2027, 1, 1))
        with pytest.raises(Error, match="can only be withdrawn, once"):
            change(ratified, withdrawn_from=date(2027, 2, 1))
        with pytest.raises(Error, match="can only be withdrawn, once"):
            change(ratified, state=states.RATIFIED, withdrawn_from=None)

    def test_a_draft_is_free(self, version: Version) -> None:
        change(version, number=3)
        version.delete()
        assert Version.objects.count() == 0

    def test_a_ratification_that_is_done_stays(self, version: Version) -> None:
        done = Ratification.objects.create(
            version=version, body_digest=DIGEST, asked_at=NOW, state="DONE", ended_at=NOW
        )
        with pytest.raises(Error, match="that is done never changes"), transaction.atomic():
            Ratification.objects.filter(pk=done.pk).update(body_digest="b" * 64)
        with pytest.raises(Error, match="that is done never changes"), transaction.atomic():
            done.delete()

"""An edition that is invented for these tests, and a draft made from it."""

from __future__ import annotations

import pytest

from apps.policies import actions
from apps.policies.models import Policy, Version
from apps.schools.models import School, User
from apps.templates_lib.models import Edition
from tests.policies.texts import COMBINED, FILES, publish


@pytest.fixture
def editions(db: None) -> dict[str, Edition]:
    return publish(FILES | {"outside": COMBINED})


@pytest.fixture
def edition(editions: dict[str, Edition]) -> Edition:
    return editions["garden"]


@pytest.fixture
def policy(school: School, edition: Edition) -> Policy:
    return Policy.objects.create(
        school=school, slug="garden", title="School garden", family=edition.family, created_at=edition.changed_at
    )


@pytest.fixture
def version(policy: Policy, edition: Edition) -> Version:
    return Version.objects.create(policy=policy, number=1, edition=edition, created_at=edition.changed_at)


@pytest.fixture
def draft(school: School, edition: Edition, head: User) -> Version:
    """The garden policy of the school, as its head has just started it."""
    return actions.start_policy(school, edition, by=head)

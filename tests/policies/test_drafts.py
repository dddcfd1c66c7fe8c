"""A version as it stands: which answers count, how it composes, which files it has, and how few queries that takes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from apps.exports.actions import request_export
from apps.exports.models import Export, ExportInput
from apps.policies import actions, downloads, drafts
from apps.policies.actions import Change
from apps.policies.models import Answer, Version, VersionFile
from apps.policies.shape import as_answers, read_answers
from apps.policies.states import RATIFIED, SUBMITTED
from apps.policydoc.canonical import canonical, digest
from apps.policydoc.document import plain, to_json
from apps.policydoc.text import to_text
from apps.schools.events import SYSTEM
from apps.schools.models import School, User
from apps.templates_lib.models import Edition
from tests.policies.test_models import NOW

ALL = [
    Change("value", "garden-open", "always"),
    Change("reason", "garden-open", {"reason": "The fence is high.", "risk": "Nettles."}),
    Change("value", "with-adult", True),
    Change("value", "plants", ["beans", {"option": "other", "own": "figs", "id": "r-figs"}]),
    Change("value", "shed-key", "the caretaker"),
    Change("value", "school.gardener", "Ms Fern"),
    Change("value", "school.learner-term", "children"),
    Change("value", "school.tools", [{"id": "r-spade", "name": "spade", "place": "the shed"}]),
    Change("left-out", "eating", True),
    Change("kept", "bees", True),
    Change("reworded", "adult", "A grown-up comes along."),
    Change("added", "a-moles", {"after": "what-grows", "text": "Moles are left alone."}),
    Change("order", "tools", ["key", "counting"]),
]


@pytest.fixture
def answered(draft: Version, head: User) -> Version:
    assert actions.save_answers(draft, ALL, by=head).clashes == ()
    return draft


def sentences(version: Version) -> list[str]:
    document = drafts.compose_version(version).document
    return [plain(block.inline) for block in document.walk() if block.kind == "statement"]


class TestCompose:
    def test_every_kind_of_answer_counts(self, answered: Version) -> None:
        assert sentences(answered) == [
            "The garden is open to children at any time.",
            "A grown-up comes along.",
            "You find there beans and figs.",
            "Moles are left alone.",
            "Bees have a corner of their own.",
            "The key is with the caretaker.",
            "spade",
            "Ms Fern counts the tools each evening.",
        ]

    def test_nothing_is_open_and_it_is_a_draft_all_the_same(self, answered: Version) -> None:
        composed = drafts.compose_version(answered)
        assert composed.open == ()
        assert (composed.document.control.status, composed.document.control.version) == ("draft", "1")
        assert composed.document.body.front.display_name == "Oak Lane Primary School"

    def test_a_draft_without_answers_composes_with_gaps(self, draft: Version) -> None:
        composed = drafts.compose_version(draft)
        assert {item.id for item in composed.open} == {
            "garden-open", "with-adult", "plants", "eating", "shed-key", "school.gardener", "school.tools",
            "school.learner-term",
        }  # fmt: skip
        assert "[to decide: Who has the key of the shed?]" in to_text(composed.document)

    def test_rows_read_as_the_answers_they_were_saved_from(self, answered: Version) -> None:
        assert drafts.load(answered).answers.to_json() == {
            "values": {change.key: change.value for change in ALL if change.kind == "value"},
            "reasons": {"garden-open": {"reason": "The fence is high.", "risk": "Nettles."}},
            "left_out": ["eating"],
            "kept": ["bees"],
            "reworded": {"adult": "A grown-up comes along."},
            "added": [{"after": "what-grows", "id": "a-moles", "text": "Moles are left alone."}],
            "order": {"tools": ["key", "counting"]},
        }

    def test_stored_rows_are_not_cleaned_again_and_are_the_same_all_the_same(self, answered: Version) -> None:
        rows = drafts.stored_answers(answered)
        assert as_answers(rows) == read_answers(rows)

    def test_another_school_sees_none_of_it(
        self, answered: Version, other_school: School, edition: Edition, outsider: User
    ) -> None:
        theirs = actions.start_policy(other_school, edition, by=outsider)
        assert drafts.load(theirs).answers.to_json() == {}
        actions.save_answers(theirs, [Change("value", "school.gardener", "Mr Moss")], by=outsider)
        assert drafts.load(answered).answers.values["school.gardener"] == "Ms Fern"


class TestFrozen:
    @pytest.fixture
    def submitted(self, answered: Version) -> Version:
        draft = drafts.load(answered)
        body_digest = digest(to_json(draft.composed.document)["body"])
        values = {"frozen": drafts.freeze(draft), "body_digest": body_digest, "submitted_at": NOW}
        Version.objects.filter(pk=answered.pk).update(state=SUBMITTED, **values)
        answered.refresh_from_db()
        return answered

    def test_it_composes_what_was_submitted_whatever_changes(
        self, submitted: Version, editions: dict[str, Edition], head: User
    ) -> None:
        pond = actions.start_policy(submitted.policy.school, editions["pond"], by=head)
        actions.save_answers(pond, [Change("value", "school.gardener", "Mr Moss", None)], by=head)
        School.objects.update(display_name="Another name", legal_name="Another name")
        Answer.objects.filter(version=submitted).delete()
        document = drafts.compose_version(submitted).document
        assert digest(to_json(document)["body"]) == submitted.body_digest
        assert "Ms Fern counts the tools each evening." in sentences(submitted)
        assert drafts.load(submitted).answers.values["school.gardener"] == "Ms Fern"
        assert document.control.status == "submitted"

    def test_its_file_is_made_from_that_too(self, submitted: Version, head: User) -> None:
        first = actions.export_version(submitted, "pdf", by=head)
        Answer.objects.all().delete()
        assert actions.export_version(submitted, "pdf", by=head) == first
        assert downloads.file_for(submitted.policy.school.slug, "garden", "pdf").name == "oak-lane-garden-v1.pdf"

    def test_a_ratified_version_prints_its_record_and_the_submitted_text(self, submitted: Version) -> None:
        values = {"state": RATIFIED, "in_force_from": date(2026, 12, 1), "ratified_at": NOW}
        Version.objects.filter(pk=submitted.pk).update(**values)
        document = drafts.compose_version(submitted).document
        assert (document.control.status, document.control.final) == ("ratified", True)
        assert document.control.values["in-force-from"] == "2026-12-01"
        assert digest(to_json(document)["body"]) == submitted.body_digest

    def test_another_schema_is_not_guessed_at(self, submitted: Version) -> None:
        content = json.loads(submitted.frozen) | {"schema": 2}
        Version.objects.filter(pk=submitted.pk).update(frozen=canonical(content).decode())
        with pytest.raises(ValueError, match="frozen with schema 2, which this release does not read"):
            drafts.load(submitted)

    def test_frozen_is_canonical(self, submitted: Version) -> None:
        assert canonical(json.loads(submitted.frozen)).decode() == submitted.frozen

    def test_no_form_of_it_can_be_saved(self, submitted: Version) -> None:
        assert drafts.load(submitted).seen("value", "shed-key") == "0."


class TestQueries:
    @pytest.mark.parametrize("policies", [1, 3])
    def test_a_draft_is_read_in_two(
        self, answered: Version, editions: dict[str, Edition], head: User, policies: int,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:  # fmt: skip
        for family in ("pond", "outside")[: policies - 1]:
            actions.start_policy(answered.policy.school, editions[family], by=head)
        drafts.load(answered)
        with django_assert_num_queries(2):
            drafts.compose_version(answered)

    def test_a_page_that_changes_nothing_writes_nothing(
        self, answered: Version, head: User, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_max_num_queries(5) as queries:  # savepoint, version, school, answers, release
            actions.save_answers(answered, ALL, by=head)
        assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE"))]

    def test_saving_costs_one_write_for_each_change(self, answered: Version, dsl: User) -> None:
        def writes(changes: list[Change]) -> int:
            with CaptureQueriesContext(connection) as queries:
                actions.save_answers(answered, changes, by=dsl)
            return len(queries)

        one = writes([Change("value", "shed-key", "the office", None)])
        three = writes([
            Change("value", "shed-key", "the head", None),
            Change("value", "garden-open", "breaks", None),
            Change("value", "plants", ["roses"], None),
        ])  # fmt: skip
        assert three - one <= 2


class TestFiles:
    def test_an_export_is_asked_for_through_the_version(self, answered: Version, head: User) -> None:
        export = actions.export_version(answered, "pdf", by=head)
        stored = ExportInput.objects.get()
        assert (export.kind, export.state, export.requested_by) == ("pdf", Export.State.QUEUED, head)
        assert stored.content == canonical(to_json(drafts.compose_version(answered).document)).decode()
        assert downloads.file_of(answered, "pdf") == export
        assert downloads.file_of(answered, "docx") is None

    def test_twice_is_one_file_until_the_text_changes(self, answered: Version, head: User, dsl: User) -> None:
        first = actions.export_version(answered, "pdf", by=head)
        assert actions.export_version(answered, "pdf", by=dsl) == first
        assert (Export.objects.count(), VersionFile.objects.count()) == (1, 1)
        assert downloads.current_inputs(answered, [first]) == {first.input_id}
        actions.save_answers(answered, [Change("value", "shed-key", "the office", None)], by=head)
        assert downloads.current_inputs(answered, [first]) == frozenset()
        second = actions.export_version(answered, "pdf", by=head)
        assert second != first
        assert downloads.file_of(answered, "pdf") == second

    def test_a_file_of_yesterday_is_current_while_nothing_was_changed(self, answered: Version, head: User) -> None:
        yesterday = replace(drafts.load(answered), as_of="2026-11-19").composed.document
        export = request_export("pdf", to_json(yesterday), by=head)
        assert downloads.current_inputs(answered, [export]) == {export.input_id}
        actions.save_answers(answered, [Change("value", "shed-key", "the office", None)], by=head)
        assert downloads.current_inputs(answered, [export]) == frozenset()

    def test_files_of_one_text_are_compared_with_it_once(
        self, answered: Version, head: User, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        made = [actions.export_version(answered, kind, by=head) for kind in ("pdf", "docx", "large-print")]
        exports = list(Export.objects.filter(pk__in=[export.pk for export in made]))
        with django_assert_num_queries(3):  # the version, its answers, the one input
            assert downloads.current_inputs(answered, exports) == {made[0].input_id}
        with django_assert_num_queries(0):
            assert downloads.current_inputs(answered, []) == frozenset()

    def test_back_to_an_older_text_is_its_older_file(self, answered: Version, head: User) -> None:
        first = actions.export_version(answered, "pdf", by=head)
        for keeper in ("the office", "the caretaker"):
            actions.save_answers(answered, [Change("value", "shed-key", keeper, None)], by=head)
            export = actions.export_version(answered, "pdf", by=head)
        assert export == first == downloads.file_of(answered, "pdf")

    def test_a_file_of_another_version_does_not_exist(
        self, answered: Version, other_school: School, edition: Edition, head: User, outsider: User
    ) -> None:
        actions.export_version(answered, "pdf", by=head)
        theirs = actions.start_policy(other_school, edition, by=outsider)
        assert downloads.file_of(theirs, "pdf") is None

    def test_an_unknown_kind_is_refused_and_nothing_is_kept(self, answered: Version) -> None:
        with pytest.raises(ValueError, match="there is no export kind 'exe'"):
            actions.export_version(answered, "exe", by=SYSTEM)
        assert (Export.objects.count(), VersionFile.objects.count()) == (0, 0)

    def test_names_are_made_by_us(self, answered: Version, head: User) -> None:
        actions.export_version(answered, "docx", by=head)
        answered.policy.title = "../../etc/passwd"
        answered.policy.save()
        assert downloads.file_for(answered.policy.school.slug, "garden", "docx").name == "oak-lane-garden-v1-draft.docx"


def test_reasons_and_notes_are_in_no_document(answered: Version, head: User) -> None:
    """A canary: what only governors see never reaches a file."""
    actions.set_undecided(answered, "shed-key", owner="Canary owner", note="Canary note", by=head)
    actions.save_answers(
        answered, [Change("reason", "garden-open", {"reason": "Canary", "risk": "Canary"}, None)], by=head
    )
    content = canonical(to_json(drafts.compose_version(answered).document)).decode()
    assert "Canary" not in content
    assert Answer.objects.filter(value__icontains="canary").count() == 2

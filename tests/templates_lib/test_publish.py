"""Shipped files become editions: safe to run twice, a published one never changes, a draft one follows its file."""

from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import Error, connection, transaction
from pytest_django import DjangoAssertNumQueries

from apps.schools.events import verify
from apps.schools.models import Event
from apps.templates_lib import editions, library
from apps.templates_lib.actions import NotPublished
from apps.templates_lib.editions import bundle_of, text_digest, to_start
from apps.templates_lib.models import Edition, Family, SourceFile
from apps.templates_lib.protection import PUBLISHED_EDITIONS, remove
from tests.policies.texts import COMBINED, FILES, GARDEN, POND, SCHOOL, publish

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, tzinfo=UTC)


def following(text: str, before: str, edition: str) -> str:
    """The edition after `before`, with the same ids."""
    header = f'edition = "{edition}"\n'
    return text.replace(f'edition = "{before}"\n', header).replace(
        "\n+++\n\n#", f'\n[changes]\nsince = "{before}"\n+++\n\n#'
    )


def edited(text: str) -> str:
    return text.replace("Nobody eats", "No one eats")


class TestPublish:
    def test_every_file_is_an_edition_with_its_bundle(self) -> None:
        rows = publish()
        assert sorted(map(str, rows.values())) == ["garden@2026", "pond@2026", "school@1"]
        assert rows["garden"].files == {"garden": text_digest(GARDEN), "school": text_digest(SCHOOL)}
        assert rows["school"].files == {"school": text_digest(SCHOOL)}
        assert {file.text for file in SourceFile.objects.all()} == {SCHOOL, GARDEN, POND}
        assert [(family.name, family.title) for family in Family.objects.all()] == [
            ("garden", "School garden"), ("pond", "School pond"), ("school", "About the school"),
        ]  # fmt: skip

    def test_a_bundle_names_the_files_of_its_parts(self) -> None:
        row = publish(FILES | {"outside": COMBINED})["outside"]
        assert sorted(row.files) == ["garden", "outside", "pond", "school"]
        assert [part.family for part in bundle_of(row).parts] == ["garden", "pond"]

    def test_twice_changes_nothing(self) -> None:
        first = publish()
        assert publish() == first
        assert [row.changed_at for row in publish().values()] == [row.changed_at for row in first.values()]
        assert Event.objects.values_list("verb", flat=True).get() == "library-published"
        assert verify(None) == []

    def test_a_policy_starts_from_the_newest_edition_but_never_from_the_school_file(self) -> None:
        publish()
        publish(FILES | {"garden": following(GARDEN, "2026", "2027")})
        assert [str(edition) for edition in to_start()] == ["garden@2027", "pond@2026"]

    def test_the_file_that_others_use_is_not_started(self) -> None:
        shared = POND.replace('"pond"', '"shared"')
        garden = GARDEN.replace("+++\n\n#", 'uses = ["shared"]\n+++\n\n#')
        publish(FILES | {"shared": shared, "garden": garden})
        assert [str(edition) for edition in to_start()] == ["garden@2026", "pond@2026"]

    def test_a_combined_policy_is_started_and_a_file_that_is_only_a_part_is_not(self) -> None:
        publish(FILES | {"outside": COMBINED, "pond": POND.replace("+++\n\n#", "only-as-part = true\n+++\n\n#")})
        assert [str(edition) for edition in to_start()] == ["outside@2026", "garden@2026"]


class TestPublishedNeverChanges:
    def test_another_text_under_its_name_is_refused_with_what_to_do(self) -> None:
        before = publish()["garden"]
        with pytest.raises(NotPublished) as refused:
            publish(FILES | {"garden": edited(GARDEN), "pond": edited(POND.replace("The pond", "Our pond"))})
        assert [problem.split(":")[0] for problem in refused.value.problems] == ["garden.policy.md", "pond.policy.md"]
        assert 'Give the changed file a new edition in its header, for example edition = "2026.1".' in str(
            refused.value
        )
        assert Edition.objects.get(pk=before.pk).files == before.files

    def test_not_even_as_a_draft(self) -> None:
        publish()
        with pytest.raises(NotPublished):
            publish(FILES | {"garden": edited(GARDEN)}, drafts=True)

    def test_it_keeps_the_school_file_that_it_was_published_with(self) -> None:
        garden = publish()["garden"]
        newer = following(SCHOOL, "1", "2").replace("Who looks after", "Who cares for")
        rows = publish(FILES | {"school": newer})
        assert rows["garden"].files == garden.files
        assert bundle_of(rows["garden"]).questions["school.gardener"].prompt == "Who looks after the garden?"
        pinned = publish(FILES | {"school": newer, "garden": following(GARDEN, "2026", "2027")})["garden"]
        assert bundle_of(pinned).questions["school.gardener"].prompt == "Who cares for the garden?"

    @pytest.mark.parametrize("values", [{"files": {}}, {"published_at": None}, {"title": "x"}, {"name": "x"}])
    def test_the_database_refuses_too(self, values: dict[str, object]) -> None:
        row = publish()["garden"]
        with pytest.raises(Error, match="a published edition never changes"), transaction.atomic():
            Edition.objects.filter(pk=row.pk).update(**values)
        with pytest.raises(Error, match="a published edition never changes"), transaction.atomic():
            row.delete()
        with pytest.raises(Error, match="a stored source file never changes"), transaction.atomic():
            SourceFile.objects.update(text="x")
        with pytest.raises(Error, match="a stored source file never changes"), transaction.atomic():
            SourceFile.objects.all().delete()


class TestSuccession:
    def test_an_id_that_is_gone_must_be_said_to_be_gone(self) -> None:
        publish()
        later = following(GARDEN, "2026", "2027").replace("{#bees", "{#honey-bees")
        with pytest.raises(NotPublished, match=r"garden\.policy\.md: .*“bees” is gone since 2026"):
            publish(FILES | {"garden": later})
        said = later.replace('since = "2026"\n', 'since = "2026"\nrenamed = { bees = "honey-bees" }\n')
        assert str(publish(FILES | {"garden": said})["garden"]) == "garden@2027"

    def test_of_two_files_in_the_folder(self) -> None:
        with pytest.raises(NotPublished, match=r"later\.policy\.md: .*since = \"2026\""):
            publish(FILES | {"later": GARDEN.replace('"2026"', '"2027"')})

    def test_a_draft_before_it_counts_for_nothing(self) -> None:
        publish(drafts=True)
        publish(FILES | {"garden": GARDEN.replace('"2026"', '"2027"').replace("{#bees", "{#honey-bees")}, drafts=True)


class TestDrafts:
    def test_a_draft_follows_its_file_and_the_school_file(self) -> None:
        first = publish(drafts=True)["garden"]
        assert first.is_draft
        second = publish(FILES | {"garden": edited(GARDEN)}, drafts=True)["garden"]
        assert (second.pk, second.files["garden"]) == (first.pk, text_digest(edited(GARDEN)))
        third = publish(FILES | {"school": SCHOOL.replace("Who looks", "Who now looks")}, drafts=True)["garden"]
        assert bundle_of(third).questions["school.gardener"].prompt == "Who now looks after the garden?"

    def test_publishing_ends_it(self) -> None:
        publish(drafts=True)
        row = publish(FILES | {"garden": edited(GARDEN)})["garden"]
        assert (row.is_draft, row.files["garden"]) == (False, text_digest(edited(GARDEN)))


class TestMistakes:
    def test_all_files_at_once_and_nothing_is_written(self) -> None:
        broken = FILES | {"garden": GARDEN.replace("{shed-key}", "{no-such}"), "pond": "no header", "x": "+++\n"}
        with pytest.raises(NotPublished) as refused:
            publish(broken)
        assert {problem.split(":")[0] for problem in refused.value.problems} == {
            "garden.policy.md", "pond.policy.md", "x.policy.md",
        }  # fmt: skip
        assert (Edition.objects.count(), Family.objects.count(), SourceFile.objects.count()) == (0, 0, 0)

    def test_a_missing_part_is_named(self) -> None:
        with pytest.raises(NotPublished, match=r"outside.policy.md.*pond"):
            publish({"school": SCHOOL, "garden": GARDEN, "outside": COMBINED})


class TestBundles:
    def test_read_once_in_a_process(self, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        publish()
        row = Edition.objects.select_related("family").get(family__name="garden")
        editions._bundles.clear()
        with django_assert_num_queries(1):
            first = bundle_of(row)
        with django_assert_num_queries(0):
            assert bundle_of(row) is first

    def test_a_replaced_draft_is_read_again(self) -> None:
        first = bundle_of(publish(drafts=True)["garden"])
        second = bundle_of(publish(FILES | {"garden": edited(GARDEN)}, drafts=True)["garden"])
        assert first.nodes["eating"].text != second.nodes["eating"].text

    def test_no_more_are_kept_than_a_process_needs(self) -> None:
        row = publish()["pond"]
        for number in range(editions.KEPT + 5):
            row.bundle_digest = f"{number:064}"
            bundle_of(row)
        assert len(editions._bundles) == editions.KEPT


class TestCommand:
    def test_the_shipped_library_is_published_and_up_to_date_afterwards(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        call_command("publish_library")
        shipped = library.shipped(library.LIBRARY)
        assert Edition.objects.count() == len(shipped) > 0
        assert sorted(capsys.readouterr().out.splitlines()) == sorted(
            f"{file.family}@{file.edition}: published" for file in shipped
        )
        call_command("publish_library")
        assert capsys.readouterr().out == "The library is up to date.\n"

    def test_the_policies_of_the_shipped_library_are_started_and_their_parts_are_not(self) -> None:
        call_command("publish_library", stdout=StringIO())
        assert {edition.family.name for edition in to_start()} == {
            "mobile-and-smart-technology", "mobile-and-social-media", "social-media", "staff-protocol",
        }  # fmt: skip
        assert all(bundle_of(edition).template.about for edition in to_start())

    def test_a_refusal_goes_to_standard_error(self, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("publish_library", "--drafts")
        remove(connection, [PUBLISHED_EDITIONS])
        Edition.objects.update(
            files={file.family: "0" * 64 for file in library.shipped(library.LIBRARY)}, published_at=NOW
        )
        with pytest.raises(SystemExit, match="1"):
            call_command("publish_library")
        lines = capsys.readouterr().err.splitlines()
        assert len(lines) == Edition.objects.count()
        assert all("was published with another text on 20 November 2026 and never changes" in line for line in lines)

"""Uploaded pictures: what is kept of them, and what is said about those that are not."""

from __future__ import annotations

import random
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile

from apps.policies.pictures import LARGEST, LARGEST_UPLOAD, PictureRefused, kept_picture, media_type, reading
from tests.policies import pictures
from tests.policies.pictures import drawn


def kept(upload: bytes) -> Image.Image:
    picture = Image.open(BytesIO(kept_picture(upload)), formats=("PNG", "JPEG"))
    picture.load()
    return picture


@pytest.mark.parametrize(("kind", "type_"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_a_picture_keeps_its_kind_and_its_size(kind: str, type_: str) -> None:
    picture = kept_picture(drawn(kind))
    assert media_type(picture) == type_
    assert (kept(drawn(kind)).format, kept(drawn(kind)).size, kept(drawn(kind)).mode) == (kind, (120, 60), "RGB")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_every_mode_of_a_png_becomes_rgb(mode: str) -> None:
    assert kept(drawn("PNG", mode)).mode == "RGB"  # nothing of it is transparent


def test_what_is_transparent_stays_so() -> None:
    picture = kept(pictures.with_a_clear_corner())
    assert (picture.mode, picture.getpixel((5, 5))[3], picture.getpixel((100, 50))) == ("RGBA", 0, (200, 30, 30, 255))


def test_sixteen_bits_become_eight_of_the_same_grey() -> None:
    assert kept(pictures.sixteen_bits()).getpixel((5, 5)) == (156, 156, 156)


def test_printing_colours_become_screen_colours() -> None:
    picture = kept(drawn("JPEG", "CMYK"))
    assert (picture.mode, near(picture.getpixel((100, 30)), pictures.RED)) == ("RGB", True)


def near(found: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return all(abs(one - other) < 12 for one, other in zip(found, wanted, strict=True))


def test_large_pictures_are_scaled_once_and_small_ones_never() -> None:
    assert kept(drawn("PNG", size=(5000, 1000))).size == (2000, 400)
    assert kept(drawn("JPEG", size=(1500, 3000))).size == (500, 1000)
    assert kept(drawn("PNG", size=LARGEST)).size == LARGEST


def test_a_picture_stands_upright() -> None:
    picture = kept(pictures.held_on_its_side())
    assert picture.size == (60, 120)
    assert near(picture.getpixel((30, 10)), (90, 10, 10))  # what was on the left is on top
    assert near(picture.getpixel((30, 110)), pictures.RED)


def test_nothing_but_the_pixels_is_kept() -> None:
    upload = pictures.with_a_place_in_it()
    assert (b"taken at home" in upload, b"<script>" in upload) == (True, True)
    picture = kept_picture(upload)
    assert (b"taken at home" in picture, b"<script>" in picture) == (False, False)
    assert not {"exif", "icc_profile"} & set(kept(pictures.with_a_profile()).info)


def test_a_profile_that_cannot_be_used_does_not_spoil_the_picture() -> None:
    assert kept(pictures.with_a_profile(b"no profile at all" * 20)).size == (120, 60)


def test_a_progressive_picture_of_an_ordinary_kind_is_kept() -> None:
    assert kept(drawn("JPEG", size=(2000, 1500), progressive=True)).size == (1333, 1000)
    assert kept(pictures.scan_bomb(20)).size == (120, 60)
    assert kept(pictures.many_segments(40)).size == (120, 60)
    assert kept(pictures.many_chunks(40)).size == (120, 60)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_full_of_grain_is_kept(kind: str) -> None:
    saved = BytesIO()
    grain = random.Random(1).randbytes(600 * 400 * 3)
    Image.frombytes("RGB", (600, 400), grain).save(saved, kind, quality=98)
    assert kept(saved.getvalue()).size == (600, 400)


def test_what_follows_a_picture_is_no_matter() -> None:
    assert kept(drawn("PNG") + bytes(200_000)).size == (120, 60)


def test_pictures_are_read_one_at_a_time_and_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.policies.pictures.SECONDS_TO_WAIT", 0.01)
    with reading, pytest.raises(PictureRefused, match="Try again in a minute"):
        kept_picture(drawn("PNG"))
    assert kept(drawn("PNG")).size == (120, 60)


def test_the_same_upload_is_the_same_picture() -> None:
    assert kept_picture(drawn("JPEG")) == kept_picture(drawn("JPEG"))


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (b"", "Choose a PNG or a JPEG picture."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Choose a PNG or a JPEG picture."),
        (drawn("GIF"), "Choose a PNG or a JPEG picture."),
        (drawn("TIFF"), "Choose a PNG or a JPEG picture."),
        (drawn("WEBP"), "Choose a PNG or a JPEG picture."),
        (b"%PDF-1.7 and the rest", "Choose a PNG or a JPEG picture."),
        (drawn("PNG")[:60], "damaged or not complete"),
        (drawn("JPEG")[:-400], "damaged or not complete"),
        (pictures.PNG_MAGIC, "damaged or not complete"),
        (b"\xff\xd8\xff", "damaged or not complete"),
        (pictures.wordy_bomb(), "damaged or not complete"),
        (pictures.bomb(200, 200), "damaged or not complete"),
        (pictures.bomb(60_000, 60_000), "60000 by 60000 pixels, which is too many"),
        (pictures.bomb(2**31 - 1, 2**31 - 1), "which is too many"),
        (pictures.scan_bomb(200), "damaged or not complete"),
        (pictures.many_chunks(6000), "damaged or not complete"),
        (pictures.many_segments(6000), "damaged or not complete"),
        (pictures.many_segments(6, b"\xff\xe5\x00\x02" + bytes(10)), "damaged or not complete"),
        (pictures.many_segments(6000, b"\xff"), "damaged or not complete"),
        (drawn("JPEG", size=(6000, 4000), progressive=True), "6000 by 4000 pixels, which is too many"),
        (drawn(size=(10, 10)), "only 10 by 10 pixels"),
        (drawn(size=(1200, 30)), "too long and narrow"),
        (pictures.moving(), "This picture moves."),
        (bytes(LARGEST_UPLOAD + 1), "larger than 10 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_is_no_logo_is_refused_in_words(upload: bytes, words: str) -> None:
    with pytest.raises(PictureRefused) as refused:
        kept_picture(upload)
    assert words in str(refused.value)


def test_half_a_picture_is_refused_beside_a_library_that_lets_it_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    for half in (drawn("PNG")[:60], drawn("JPEG")[:-400]):
        with pytest.raises(PictureRefused, match="damaged or not complete"):
            kept_picture(half)
    assert ImageFile.LOAD_TRUNCATED_IMAGES


@settings(max_examples=150)
@given(st.sampled_from([drawn("PNG"), drawn("JPEG"), pictures.held_on_its_side(), pictures.moving()]), st.data())
def test_damage_anywhere_gives_a_picture_or_a_refusal(picture: bytes, data: st.DataObject) -> None:
    place = data.draw(st.integers(8, len(picture) - 1))
    damaged = (
        picture[:place] + data.draw(st.binary(max_size=8)) + picture[data.draw(st.integers(place, len(picture))) :]
    )
    with suppress(PictureRefused):
        assert kept(damaged).mode in ("RGB", "RGBA")

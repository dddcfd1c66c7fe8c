"""Document -> tagged PDF that is PDF/A-3a and PDF/UA-1 at once, the same bytes each time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from importlib import resources
from io import BytesIO
from pathlib import Path
from string import Template
from typing import Any
from xml.etree.ElementTree import Element

from cssselect2 import ElementWrapper  # type: ignore[import-untyped]

from apps.exports import colour, design, fonts, furniture, pdf_tags
from apps.exports.print_tree import IMAGE_SCHEME, print_tree
from apps.exports.refusal import CannotRender
from apps.policydoc import captions, letterhead
from apps.policydoc.document import DETAILS, ControlValue, Document, Gap, body_digest, canonical, input_digest, plain

fonts.configuration()  # before WeasyPrint is imported: it warns when it starts without fonts

from weasyprint import CSS, HTML, Attachment  # noqa: E402
from weasyprint.css import ColorProfile  # noqa: E402
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: E402

STYLESHEET = Path(__file__).with_name("print.css")
MARK_STYLESHEET = Path(__file__).with_name("print-mark.css")
LARGE_STYLESHEET = Path(__file__).with_name("print-large.css")
LARGE_LONG_WORD = 16  # letters that fit the narrowest column in 18 point
COLOURS = "--srgb"
ATTACHMENT_NAME = "answers.json"


class FetchRefused(CannotRender):
    """Something in a document tried to load a file; nothing is ever fetched for a PDF."""


def to_pdf(document: Document, images: Mapping[str, bytes] | None = None, *, large: bool = False) -> bytes:
    """The finished file, in large print if asked for.

    `images` maps the SHA-256 of each image on the front to its PNG or JPEG bytes.
    """
    for image in document.body.front.images:
        furniture.picture(images or {}, image.sha256)
    tree = print_tree(document, LARGE_LONG_WORD) if large else print_tree(document)
    page = _PrintedPage(tree, ImagesOnly(images or {}))
    data = attached_answers(document)
    try:
        tagged = page.write_pdf(
            stylesheets=_stylesheets(document, large=large),
            font_config=fonts.configuration(),
            color_profiles={COLOURS: _colours()},
            output_intent=COLOURS,
            pdf_variant="pdf/a-3a",
            pdf_identifier=_identifier(document, large=large),
            attachments=[_attachment(data, document.control.as_of)],
        )
    except FatalURLFetchingError as refusal:
        raise FetchRefused(str(refusal)) from None
    return pdf_tags.finished(tagged)


def attached_answers(document: Document) -> bytes:
    """The data behind the text, as canonical JSON: what the document prints and nothing else about the school."""
    content: dict[str, Any] = {
        "schema": 1,
        "edition": document.control.template,
        "answers": dict(document.control.answers),
        "control": {"status": document.control.status, **_shown_control(document)},
        "digests": {"body": body_digest(document)},
    }
    return canonical(content)


def _shown_control(document: Document) -> dict[str, str]:
    """Approvals and dates as the front and the key details print them: as words, because data could hold more."""
    front = document.body.front
    rows = list(front.control)
    if document.control.values.get(DETAILS) is not False:
        rows += [detail for part in document.body.parts for detail in part.key_details]
    shown = [row.inline for row in rows] + list(front.statements)
    named = [item.name for inline in shown for item in inline if isinstance(item, ControlValue)]
    if any(line.place == "approved" for line in letterhead.signatures(document)):
        named.append(letterhead.APPROVED)
    printed = {name: document.control.printed.get(name, ()) for name in named}
    version = {"version": document.control.version} if document.control.version else {}
    decided = {name: words for name, words in printed.items() if not any(isinstance(item, Gap) for item in words)}
    return version | {name: plain(words) for name, words in decided.items() if words}


def warm() -> None:
    """Loads fonts and stylesheets with a tiny document, so that the first job does not pay for it."""
    from apps.policydoc.document import Body, Control

    to_pdf(Document(Body(title="Warm"), Control(as_of="2026-01-01")))


class ImagesOnly(URLFetcher):  # type: ignore[misc]
    """Answers the images of this document from memory and refuses every other address, whatever its scheme."""

    def __init__(self, images: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        self._images = images

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        image = self._images.get(url.removeprefix(IMAGE_SCHEME)) if url.startswith(IMAGE_SCHEME) else None
        if image is None:
            raise FatalURLFetchingError(f"a policy may not load {url[:60]}")
        return URLFetcherResponse(url, image)


class _PrintedPage(HTML):  # type: ignore[misc]
    """WeasyPrint's HTML made from a tree that we hold, so that nothing is serialised and parsed again."""

    def __init__(self, root: Element, fetcher: URLFetcher) -> None:
        self.base_url = None
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = root


def _identifier(document: Document, *, large: bool) -> bytes:
    """16 bytes that no other file has: the two prints of one document are two files."""
    found = bytes.fromhex(input_digest(document))
    return found[16:] if large else found[:16]


def _stylesheets(document: Document, *, large: bool = False) -> list[CSS]:
    """The print sheet first, then what changes it: each later one wins."""
    shape, contrast = (design.LARGE, colour.STRONG) if large else (design.PRINT, colour.READABLE)
    mark = captions.mark(document.control.status)
    names = [STYLESHEET, *([MARK_STYLESHEET] if mark else []), *([LARGE_STYLESHEET] if large else [])]
    style = (fonts.family(document.style.font), document.style.colour, contrast, mark)
    return [_stylesheet(name, shape, *style) for name in names]


@lru_cache(maxsize=16)
def _stylesheet(path: Path, shape: design.Design, family: str, chosen: str, contrast: float, mark: str) -> CSS:
    """`chosen` is the school's colour; `mark` stands at the head of each page, its first word along the margin."""
    panel, letters = colour.panel(chosen, contrast)
    names = {
        **shape.numbers(),
        "family": family,
        "accent": colour.accent(chosen, contrast),
        "panel": panel,
        "letters": letters,
        "tint": colour.tint(chosen),
        "ink": design.INK,
        "quiet": design.QUIET,
        "rule": design.LINE,
        "gap": design.GAP,
        "marked": design.MARK,
        "mark": mark,
        "short_mark": mark.partition(" ")[0].upper(),
    }
    source = Template(path.read_text("utf-8")).substitute(names)
    return CSS(string=source, url_fetcher=ImagesOnly({}), font_config=fonts.configuration())


def _colours() -> ColorProfile:
    """What our colours mean, which PDF/A wants said: sRGB. WeasyPrint's own way leaves the file open each time."""
    profile = (resources.files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
    return ColorProfile(BytesIO(profile), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


def _attachment(data: bytes, as_of: str) -> Attachment:
    day = datetime.fromisoformat(as_of).replace(tzinfo=UTC)
    return Attachment(
        file_obj=BytesIO(data),
        name=ATTACHMENT_NAME,
        description="The answers that this policy prints, as data",
        created=day,
        modified=day,
        relationship="Source",
    )

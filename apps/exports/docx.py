"""Document -> Word file with real headings, lists and fields, the same bytes each time."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

from lxml import etree

from apps.exports import furniture
from apps.exports.design import PRINT
from apps.exports.docx_body import write_body
from apps.exports.docx_styles import HEADINGS
from apps.exports.docx_template import LANGUAGE, template
from apps.exports.docx_words import RELATIONSHIPS, W, add_field, add_line_break, add_run, paragraph
from apps.exports.docx_written import Written
from apps.exports.print_tree import LONG_TITLE, LONGEST_TITLE
from apps.policydoc import captions, contents, letterhead
from apps.policydoc.document import Document

MOMENT = (1980, 1, 1, 0, 0, 0)  # the zip format's first day: no clock is read
PART_OF_THE_PAGE = "STYLEREF 1"  # the Heading 1 that the page stands under: Word finds it while it lays pages out
LONGEST_BESIDE_MARK = 72  # characters of the header in its small letters
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = f"{{{PACKAGE}/content-types}}"
CORE = f"{PACKAGE}/metadata/core-properties"
DUBLIN_CORE, TERMS = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"


def to_docx(document: Document, images: Mapping[str, bytes] | None = None) -> bytes:
    """The finished file. `images` maps the SHA-256 of each image on the front to its PNG or JPEG bytes."""
    first, mark = contents.section_level(document), captions.mark(document.control.status)
    size, running = _title_size(document.title), furniture.is_short(document)
    parts = dict(template(document.style.colour, first, size, running, bool(mark)))
    written = write_body(document, images or {})
    headings = {level - first: f"Heading{level}" for level in range(first, HEADINGS + 1)}
    parts["word/document.xml"] = _with_body(parts["word/document.xml"], written)
    parts["word/numbering.xml"] = written.numbering.xml(headings)
    parts["word/header1.xml"] = _header(parts["word/header1.xml"], document)
    if mark:
        parts["word/header2.xml"] = _first_header(parts["word/header2.xml"], mark)
    for footer in ("word/footer1.xml", "word/footer2.xml"):
        parts[footer] = _footer(parts[footer], document)
    parts["docProps/core.xml"] = _properties(document)
    parts.update(_media(written, images or {}))
    parts["word/_rels/document.xml.rels"] = _relationships(parts["word/_rels/document.xml.rels"], written, images or {})
    parts["[Content_Types].xml"] = _content_types(parts["[Content_Types].xml"])
    return _zipped(parts)


def _title_size(title: str) -> float:
    """Points: a long title is set smaller, so that the front stays one page."""
    return PRINT.heading if len(title) > LONGEST_TITLE else PRINT.part if len(title) > LONG_TITLE else PRINT.title


def _with_body(page: bytes, written: Written) -> bytes:
    root = etree.fromstring(page)
    [empty] = root.iter(f"{W}body")
    written.body.extend(empty.iter(f"{W}sectPr"))
    root.replace(empty, written.body)
    return _bytes(root)


def _header(part: bytes, document: Document) -> bytes:
    """Whose document this is, the part that the page stands under, and at the right the mark of what is not in force.

    Where the first is too long for the mark beside it, the mark and the part stand above.
    """
    root = _emptied(part)
    words, mark = furniture.header(document), captions.mark(document.control.status)
    line = paragraph(root, "Header")
    above = bool(mark) and len(words) > LONGEST_BESIDE_MARK
    if not above:
        add_run(line, words)
    elif contents.has_part_titles(document):
        add_field(line, PART_OF_THE_PAGE)
    if mark:
        add_run(line, "\t")
        add_run(line, mark, "DraftMark")
    if above:
        add_run(paragraph(root, "Header"), words)
    elif contents.has_part_titles(document):
        add_line_break(line)
        add_field(line, PART_OF_THE_PAGE)
    return _bytes(root)


def _first_header(part: bytes, mark: str) -> bytes:
    """The first page has its title instead of the header, and the mark of what is not in force."""
    root = _emptied(part)
    add_run(paragraph(root, "FirstHeader"), mark, "DraftMark")
    return _bytes(root)


def _footer(part: bytes, document: Document) -> bytes:
    root = _emptied(part)
    line = paragraph(root, "Footer")
    add_run(line, furniture.footer(document) + "\tPage ")
    add_field(line, "PAGE", "1")
    add_run(line, " of ")
    add_field(line, "NUMPAGES", "1")
    return _bytes(root)


def _emptied(part: bytes) -> etree._Element:
    root = etree.fromstring(part)
    for child in list(root):
        root.remove(child)
    return root


def _properties(document: Document) -> bytes:
    names = {"cp": CORE, "dc": DUBLIN_CORE, "dcterms": TERMS, "xsi": SCHEMA_INSTANCE}
    root = etree.Element(f"{{{CORE}}}coreProperties", nsmap=names)
    owner, moment = letterhead.owner(document), f"{document.control.as_of}T00:00:00Z"
    for name, text in (
        (f"{{{DUBLIN_CORE}}}title", document.title),
        (f"{{{DUBLIN_CORE}}}creator", owner),
        (f"{{{CORE}}}lastModifiedBy", owner),
        (f"{{{DUBLIN_CORE}}}language", document.body.language or LANGUAGE),
        (f"{{{CORE}}}version", furniture.version(document.control)),
        (f"{{{TERMS}}}created", moment),
        (f"{{{TERMS}}}modified", moment),
    ):
        if text:
            etree.SubElement(root, name).text = text
            if text is moment:
                root[-1].set(f"{{{SCHEMA_INSTANCE}}}type", "dcterms:W3CDTF")
    return _bytes(root)


# --- the package ------------------------------------------------------------------------------------------------------


def _media(written: Written, images: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"word/{_image_name(digest, images[digest])}": images[digest] for digest in written.images}


def _image_name(digest: str, data: bytes) -> str:
    kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
    return f"media/{digest[:16]}.{kind}"


def _relationships(part: bytes, written: Written, images: Mapping[str, bytes]) -> bytes:
    root = etree.fromstring(part)
    found = [(identifier, "hyperlink", url) for url, identifier in written.links.items()]
    found += [(key, "image", _image_name(digest, images[digest])) for digest, key in written.images.items()]
    for identifier, kind, target in found:
        element = etree.SubElement(root, f"{{{PACKAGE}/relationships}}Relationship")
        element.set("Id", identifier)
        element.set("Type", f"{RELATIONSHIPS}/{kind}")
        element.set("Target", target)
        if kind == "hyperlink":
            element.set("TargetMode", "External")
    return _bytes(root)


def _content_types(part: bytes) -> bytes:
    root = etree.fromstring(part)
    known = {element.get("Extension") for element in root.iter(f"{TYPES}Default")}
    for extension in ("png", "jpeg"):
        if extension not in known:
            root.insert(0, etree.Element(f"{TYPES}Default", Extension=extension, ContentType=f"image/{extension}"))
    return _bytes(root)


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    """The content types first, as Word writes them, and no timestamp but the format's first."""
    finished = BytesIO()
    with zipfile.ZipFile(finished, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", not name.startswith("_rels"), name)):
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, parts[name])
    return finished.getvalue()

"""Finishes WeasyPrint's tagged PDF: page furniture out of the tags, list numbers in place, PDF/UA in the metadata."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import pikepdf

UNIVERSAL_ACCESS = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>PDF/UA part\
</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
MARKED = re.compile(rb"/\w+\s*<</MCID (\d+)>>\s*BDC")
MOST_FILLING = 16
AMBIGUOUS_END = b"\r\nendstream"
# Behind a font's last table nothing is read; these two words leave the font's own checksum, their sum, as it is.
FONT_PADDING = b"\xff\xff\xff\xff\x00\x00\x00\x01"
FURNITURE = b"/Artifact <</Type /Pagination>> BDC"


def finished(tagged: bytes) -> bytes:
    """The same pages as PDF/A-3a and PDF/UA-1 at once; the same bytes for the same input."""
    with pikepdf.open(BytesIO(tagged)) as pdf:
        _say_universal_access(pdf)
        _name_attachments_once(pdf)
        streams, items = _found(pdf)
        _lift_labels(items)
        _join_tables(pdf.Root.StructTreeRoot.K[0])
        _set_furniture_apart(pdf)
        return _saved(pdf, streams)


def _found(pdf: pikepdf.Pdf) -> tuple[list[Any], list[Any]]:
    """The streams, and the list items of the tag tree, found in one walk: there are thousands of objects."""
    streams, items = [], []
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream):
            streams.append(item)
        elif isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/LI":
            items.append(item)
    return streams, items


def _saved(pdf: pikepdf.Pdf, streams: Iterable[Any]) -> bytes:
    """Saved so that no stream ends in a carriage return.

    Before `endstream` stands a line feed; after a carriage return the two look like one line end, and a reader who
    counts finds one byte less than the stream's length says: PDF/A forbids it. Compressed data ends with a checksum,
    so only other data helps. Fonts are padded. Files cannot be other: they are then written in hexadecimal, and
    nothing is packed. What pikepdf packs is packed differently.
    """
    if _write_in_hexadecimal(streams):
        return _bytes_of(pdf, packed=False)
    for filling in range(MOST_FILLING):
        saved = _bytes_of(pdf, packed=True)
        if AMBIGUOUS_END not in saved:
            return saved
        _shift_objects(pdf, filling)
    return _bytes_of(pdf, packed=False)


def _bytes_of(pdf: pikepdf.Pdf, *, packed: bool) -> bytes:
    saved = BytesIO()
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    pdf.save(
        saved,
        deterministic_id=True,
        object_stream_mode=mode,
        compress_streams=packed,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )
    return saved.getvalue()


def _write_in_hexadecimal(streams: Iterable[Any]) -> bool:
    """Whether there was a stream that had to be."""
    found = False
    for item in streams:
        if not item.read_raw_bytes().endswith(b"\r"):
            continue
        if "/Length1" in item and item.get("/Filter") == "/FlateDecode":
            _pad_font(item)
            continue
        filters = item.get("/Filter")
        before = [] if filters is None else list(filters) if isinstance(filters, pikepdf.Array) else [filters]
        parameters = pikepdf.Array([None, item.DecodeParms]) if "/DecodeParms" in item else None
        item.write(
            item.read_raw_bytes().hex().encode() + b">",
            filter=pikepdf.Array([pikepdf.Name.ASCIIHexDecode, *before]),
            decode_parms=parameters,
        )
        found = True
    return found


def _pad_font(font: pikepdf.Object) -> None:
    content = font.read_bytes() + FONT_PADDING
    font.write(zlib.compress(content), filter=pikepdf.Name.FlateDecode)
    font.Length1 = len(content)


def _shift_objects(pdf: pikepdf.Pdf, filling: int) -> None:
    """One more object in the tag tree, an unused class, so that all objects after it are packed differently."""
    root = pdf.Root.StructTreeRoot
    if "/ClassMap" not in root:
        root.ClassMap = pikepdf.Dictionary()
    root.ClassMap[f"/Unused{filling}"] = pdf.make_indirect(pikepdf.Dictionary(O=pikepdf.Name.Layout))


def _compressed(content: bytes) -> bytes:
    """White space at the end of a page's content means nothing."""
    while (compressed := zlib.compress(content)).endswith(b"\r"):
        content += b"\n"
    return compressed


def _say_universal_access(pdf: pikepdf.Pdf) -> None:
    """PDF/A allows a foreign property only with a description of its schema, and wants the stream unfiltered."""
    before, end, after = pdf.Root.Metadata.read_bytes().partition(b"</rdf:RDF>")
    if not end:
        raise ValueError("the PDF has no metadata to add PDF/UA to")
    pdf.Root.Metadata.write(before + UNIVERSAL_ACCESS + end + after)
    pdf.Root.Metadata.Type, pdf.Root.Metadata.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML


def _name_attachments_once(pdf: pikepdf.Pdf) -> None:
    """WeasyPrint lists each attached file twice."""
    files = {file.objgen: file for file in pdf.Root.AF}
    pdf.Root.AF = pikepdf.Array(list(files.values()))


def _lift_labels(items: Iterable[Any]) -> None:
    """Puts each list number beside its item's body, where PDF wants it; WeasyPrint leaves it inside the body."""
    for item in items:
        holder = item.K[0]
        while len(holder.K) and _is_element(holder.K[0]) and holder.K[0].S == "/NonStruct":
            holder = holder.K[0]
        if len(holder.K) and _is_element(holder.K[0]) and holder.K[0].S == "/Lbl":
            label = holder.K[0]
            del holder.K[0]
            item.K.insert(0, label)
            label.P = item


def _is_element(kid: Any) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid


def _join_tables(text: pikepdf.Object) -> None:
    """Makes one table of what WeasyPrint tags as one on each page; a heading always stands between two of ours.

    The head that is drawn again on each page is then reached by no tag, and so set apart as furniture.
    """
    kept: list[Any] = []
    for element in _without_boxes(text):
        if kept and element.S == kept[-1].S == "/Table":
            _add_rows(kept[-1], element)
        else:
            kept.append(element)
            element.P = text
    text.K = pikepdf.Array(kept)


def _without_boxes(text: pikepdf.Object) -> Iterator[Any]:
    """What stands in the text and in its boxes: a box says nothing, and is tagged anew on each page it goes over."""
    for kid in text.get("/K", ()):
        if kid.S == "/Div" and all(_is_element(inside) for inside in kid.get("/K", ())):
            yield from _without_boxes(kid)
        else:
            yield kid


def _add_rows(table: pikepdf.Object, rest: pikepdf.Object) -> None:
    """The head is not drawn on a page where the first row leaves no room for it, and then comes from a later page."""
    parts = {str(kid.S): kid for kid in table.K}
    for kid in rest.K:
        kind = str(kid.S)
        if kind not in parts:
            parts[kind] = kid
            kid.P = table
        elif kind == "/TBody":
            for row in kid.K:
                _add_row(parts["/TBody"], row)
    table.K = pikepdf.Array([parts[kind] for kind in ("/THead", "/TBody") if kind in parts])
    if "/THead" in parts and "/TBody" in parts:
        [columns] = parts["/THead"].K
        for row in parts["/TBody"].K:
            row.K[1].A.Headers = pikepdf.Array([row.K[0].ID, columns.K[1].ID])


def _add_row(body: pikepdf.Object, row: pikepdf.Object) -> None:
    """The rest of a row that is longer than a page has an empty heading: every whole row has words there."""
    if len(row.K[0].K) or not len(body.K):
        _take(body, [row])
        return
    for cell, rest in zip(body.K[-1].K, row.K, strict=True):
        _take(cell, rest.K)


def _take(element: pikepdf.Object, kids: Iterable[pikepdf.Object]) -> None:
    for kid in kids:
        kid.P = element
        element.K.append(kid)


def _set_furniture_apart(pdf: pikepdf.Pdf) -> None:
    """Marks running headers, footers and the draft mark as artifacts: WeasyPrint marks them as text of no element."""
    told = _marks_in_tree(pdf.Root.StructTreeRoot.K[0])
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    for place, page in enumerate(pdf.pages):
        parents, known = numbers[2 * place + 1], told.get(page.obj.objgen, set())

        def mark(found: re.Match[bytes], known: set[int] = known) -> bytes:
            return found[0] if int(found[1]) in known else FURNITURE

        marked = _compressed(MARKED.sub(mark, page.Contents.read_bytes()))
        page.Contents.write(marked, filter=pikepdf.Name.FlateDecode)
        for number in range(len(parents)):
            if number not in known:
                parents[number] = None


def _marks_in_tree(root: pikepdf.Object) -> dict[tuple[int, int], set[int]]:
    """The marked-content numbers that the tag tree reaches, by page."""
    found: dict[tuple[int, int], set[int]] = {}
    waiting: list[Any] = [root]
    while waiting:
        element = waiting.pop()
        for kid in element.K:
            if isinstance(kid, int):
                found.setdefault(element.Pg.objgen, set()).add(kid)
            elif kid.get("/Type") == "/StructElem":
                waiting.append(kid)
    return found

"""A picture in the line of a Word file, with its description."""

from __future__ import annotations

from docx.image.image import Image as MeasuredImage
from lxml import etree

from apps.exports.design import PRINT
from apps.exports.docx_words import R, add

UNITS_PER_MILLIMETRE = 36_000  # Word measures pictures in English Metric Units
UNITS_PER_PIXEL = 9_525  # on a screen of 96 dots per inch: a picture is never drawn larger than there
HIGHEST, WIDEST = round(PRINT.logo * UNITS_PER_MILLIMETRE), 80 * UNITS_PER_MILLIMETRE

DRAWING = """\
<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" \
xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" \
xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" \
xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" \
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">\
<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent/><wp:docPr/>\
<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>\
<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>\
<pic:nvPicPr><pic:cNvPr/><pic:cNvPicPr/></pic:nvPicPr>\
<pic:blipFill><a:blip/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>\
</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"""


def add_picture(line: etree._Element, relationship: str, data: bytes, place: int, alt: str) -> None:
    """`relationship` is the id under which the package holds the picture; `place` numbers it, from 1."""
    width, height = drawn_size(data)
    drawing = etree.fromstring(DRAWING)
    for element in drawing.iter():
        match etree.QName(element).localname:
            case "extent" | "ext":
                element.set("cx", str(width))
                element.set("cy", str(height))
            case "docPr" | "cNvPr":
                element.set("id", str(place))
                element.set("name", f"Picture {place}")
                element.set("descr", alt)
            case "blip":
                element.set(f"{R}embed", relationship)
    add(line, "r").append(drawing)


def drawn_size(data: bytes) -> tuple[int, int]:
    """Width and height: as on a screen, made smaller until it fits, in its own proportions."""
    measured = MeasuredImage.from_blob(data)
    width, height = max(measured.px_width, 1) * UNITS_PER_PIXEL, max(measured.px_height, 1) * UNITS_PER_PIXEL
    share = min(1.0, WIDEST / width, HIGHEST / height)
    return max(1, round(width * share)), max(1, round(height * share))

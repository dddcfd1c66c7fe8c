"""A picture in the line of a Word file, with its description."""

from __future__ import annotations

from docx.image.image import Image as MeasuredImage
from lxml import etree

from apps.exports.docx_words import R, add

LOGO_HEIGHT = 864_000  # 24 mm in English Metric Units

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
    measured = MeasuredImage.from_blob(data)
    width = LOGO_HEIGHT * measured.px_width // max(measured.px_height, 1)
    drawing = etree.fromstring(DRAWING)
    for element in drawing.iter():
        match etree.QName(element).localname:
            case "extent" | "ext":
                element.set("cx", str(width))
                element.set("cy", str(LOGO_HEIGHT))
            case "docPr" | "cNvPr":
                element.set("id", str(place))
                element.set("name", f"Picture {place}")
                element.set("descr", alt)
            case "blip":
                element.set(f"{R}embed", relationship)
    add(line, "r").append(drawing)

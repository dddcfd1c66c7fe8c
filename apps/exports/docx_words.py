"""Making elements of WordprocessingML: the few words that every part of a Word file is written with."""

from __future__ import annotations

from lxml import etree

WORDPROCESSING = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = f"{{{WORDPROCESSING}}}"
R = f"{{{RELATIONSHIPS}}}"
TWIPS_PER_MILLIMETRE = 1440 / 25.4  # Word measures in twentieths of a point
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NAMESPACES = {"w": WORDPROCESSING, "r": RELATIONSHIPS}


def new(name: str, /, **attributes: str) -> etree._Element:
    element = etree.Element(W + name, nsmap=_NAMESPACES)
    for key, value in attributes.items():
        element.set(W + key, value)
    return element


def add(parent: etree._Element, name: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, W + name, {W + key: value for key, value in attributes.items()})


def add_run(parent: etree._Element, text: str, style: str = "") -> etree._Element:
    """A run of text; `style` is the id of a character style."""
    run = add(parent, "r")
    if style:
        add(add(run, "rPr"), "rStyle", val=style)
    for place, piece in enumerate(text.split("\t")):
        if place:
            add(run, "tab")
        if piece:
            words = add(run, "t")
            words.text = piece
            words.set(SPACE, "preserve")
    return run


def add_line_break(parent: etree._Element) -> None:
    """A new line of the same paragraph."""
    add(add(parent, "r"), "br")


def add_field(parent: etree._Element, instruction: str, result: str = "") -> None:
    """A field that Word computes itself each time it lays the page out; `result` is shown until then."""
    field = add(parent, "fldSimple", instr=f" {instruction} ")
    if result:
        add_run(field, result)


def paragraph(parent: etree._Element, style: str) -> etree._Element:
    element = add(parent, "p")
    add(add(element, "pPr"), "pStyle", val=style)
    return element

"""The names of WordprocessingML and a parser that trusts nothing."""

from __future__ import annotations

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"


def parsed(data: bytes) -> etree._Element:
    """Raises ValueError for a document type, which no Word file has and which only an attack needs."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("a part declares a document type")
    return root


def value(element: etree._Element | None, name: str = "val") -> str:
    return "" if element is None else element.get(W + name, "")

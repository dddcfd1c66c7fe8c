"""The empty Word file that every policy starts from: styles, page and parts, made once with python-docx."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from types import MappingProxyType

import docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from apps.exports.design import PRINT
from apps.exports.docx_style_properties import multiple
from apps.exports.docx_styles import Palette, set_styles

FONT = "Arial"  # on every school's machine, and metrically the same as Liberation Sans elsewhere
LANGUAGE = "en-GB"
PROGRAM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Policywright</Application></Properties>"
)
# Parts of python-docx's own template that say nothing about a policy, or that Word flags as stale.
UNWANTED = ("stylesWithEffects", "thumbnail", "customXml")


@lru_cache(maxsize=16)
def template(
    school_colour: str, numbered_from: int, title_size: float, running: bool, marked: bool
) -> Mapping[str, bytes]:
    """The parts of the file by their name. `numbered_from` is the first numbered heading level.

    `title_size` in points; `running`: no part opens a page; `marked`: the first page has a header of its own, for the
    mark of what is not in force, else it has none.
    """
    word = docx.Document()
    _drop_unwanted(word)
    _set_page(word, marked=marked)
    _set_defaults(word)
    set_styles(word, Palette.of(school_colour), numbered_from, title_size, running=running)
    _set_settings(word)
    saved = BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return MappingProxyType({**parts, "docProps/app.xml": PROGRAM})


def _drop_unwanted(word: WordDocument) -> None:
    for relationships in (word.part.rels, word.part.package.rels):
        for identifier in [
            key for key, item in relationships.items() if any(name in item.reltype for name in UNWANTED)
        ]:
            del relationships[identifier]


def _set_page(word: WordDocument, *, marked: bool) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(PRINT.left), Mm(PRINT.right)
    section.top_margin, section.bottom_margin = Mm(PRINT.top), Mm(PRINT.bottom)
    section.header_distance = section.footer_distance = Mm(12)
    section.different_first_page_header_footer = True
    first = [section.first_page_footer, *([section.first_page_header] if marked else [])]
    for furniture in (section.header, section.footer, *first):
        furniture.is_linked_to_previous = False


def _set_defaults(word: WordDocument) -> None:
    defaults = word.styles.element.find(qn("w:docDefaults"))
    size, line = round(PRINT.text * 2), multiple(PRINT.line, PRINT.text)
    fonts = f'w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}" w:eastAsia="{FONT}"'
    language = f'w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"'
    defaults.getparent().replace(
        defaults,
        parse_xml(
            f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr><w:rFonts {fonts}/>"
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang {language}/></w:rPr></w:rPrDefault>'
            f'<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="{line}" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
            "</w:docDefaults>"
        ),
    )


def _set_settings(word: WordDocument) -> None:
    """Today's Word rather than compatibility mode, and British English."""
    settings = word.settings.element
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    language = settings.find(qn("w:themeFontLang"))
    if language is not None:
        language.set(qn("w:val"), LANGUAGE)

"""Invented documents that use every feature which a renderer has to print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from apps.policydoc.document import (
    Block,
    Body,
    Control,
    ControlValue,
    Detail,
    Document,
    Front,
    Gap,
    Inline,
    Link,
    Part,
    Reference,
    Style,
    Text,
)

LAW = Link("Keeping children safe in education", "https://guidance.example/keeping-children-safe", "kcsie")
MAIL = Link("office@oak-lane.example", "mailto:office@oak-lane.example")
NAMES = "Siân Llŷr-Ŵyn, Zoë Çelik, Łukasz Żółć, Ọláṣubọ̀mí Nguyễn and Máire O’Brien"
SIGNS = 'Tom & Jerry\'s < 5 > 3 "quoted" ‘single’ O’Brien’s → 100% ✓ x² £5 €5 – well-being… </p> &amp; {own}'
LONG = (
    "See https://oak-lane.example/" + "a-very-long-address-that-does-not-end-" * 4 + " and "
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 2 + "."
)
PARAGRAPH = (
    "Staff keep their own phones out of sight while they are with pupils, and use the school’s telephones to speak to "
    "parents. Anybody who needs to be reached in an emergency leaves the number of the school office with the person "
    "concerned; the office passes messages on at once. "
)


def section(identifier: str, number: str, title: str, *children: Block) -> Block:
    return Block(identifier, "section", number, (Text(title),), children=children)


def statement(
    identifier: str, number: str, *words: Inline | str, children: tuple[Block, ...] = (), callout: bool = False
) -> Block:
    inline = tuple(Text(item) if isinstance(item, str) else item for item in words)
    return Block(identifier, "statement", number, inline, callout=callout, children=children)


def lettered(parent: str, count: int) -> tuple[Block, ...]:
    """Sub-statements (a), (b) ... (z), (aa), (bb) as Word counts them."""
    return tuple(
        statement(
            f"{parent}-{place}", f"({chr(97 + place % 26) * (1 + place // 26)})", f"item {place + 1} of the list;"
        )
        for place in range(count)
    )


def small() -> Document:
    """One part, one section, one statement: the least that is a policy."""
    aims = section("aims", "1", "Aims", statement("aims-why", "1.1", "We keep pupils safe."))
    return Document(
        Body("Phones policy", Front(display_name="Oak Lane Primary School"), (Part("phones", "Phones", (), (aims,)),)),
        Control(as_of="2026-11-20", template="phones@2026-27"),
    )


def _aims(prefix: str, number: str) -> Block:
    return section(
        f"{prefix}aims",
        number,
        "Aims and who this policy is for",
        statement(f"{prefix}safe", f"{number}.1", "We want every pupil to learn without being interrupted by a phone."),
        statement(f"{prefix}law", f"{number}.2", "We follow ", LAW, ", and we ask for advice at ", MAIL, "."),
        statement(f"{prefix}names", f"{number}.3", f"Our safeguarding team is {NAMES}."),
        section(
            f"{prefix}scope",
            f"{number}.4",
            "Scope",
            statement(f"{prefix}who", f"{number}.4.1", "It applies to pupils, staff, parents & contractors."),
            statement(f"{prefix}covers", f"{number}.4.2", "It covers:", children=_devices(prefix)),
            section(
                f"{prefix}trips",
                f"{number}.4.3",
                "On trips and visits",
                statement(f"{prefix}same", f"{number}.4.3.1", "The same rules apply wherever we look after pupils."),
            ),
        ),
    )


def _devices(prefix: str) -> tuple[Block, ...]:
    watches = (
        statement(f"{prefix}call", "(i)", "make a call;"),
        statement(f"{prefix}photo", "(ii)", "take a picture, with ", LAW, " in mind."),
    )
    return (
        statement(f"{prefix}phones", "(a)", "mobile phones, with or without a camera;"),
        statement(f"{prefix}watches", "(b)", "smart watches that can:", children=watches),
        statement(f"{prefix}tablets", "(c)", "tablets, “smart” glasses and the like."),
    )


def _pupils(prefix: str, number: str) -> Block:
    return section(
        f"{prefix}pupils",
        number,
        "Pupils’ phones",
        statement(
            f"{prefix}short",
            f"{number}.1",
            "In short: your phone is off and in the office from the first bell to the last. If you need to reach home, "
            "ask at the office.",
            callout=True,
        ),
        statement(f"{prefix}where", f"{number}.2", "They hand them in at ", Gap("where", "Where are they kept?"), "."),
        statement(f"{prefix}back", f"{number}.3", "They get them back ", Gap("back", "When?", "at the end of the day")),
        statement(f"{prefix}signs", f"{number}.4", SIGNS),
        statement(f"{prefix}long", f"{number}.5", LONG),
        statement(
            f"{prefix}taken", f"{number}.6", "A phone is taken away if:", children=lettered(f"{prefix}taken", 30)
        ),
    )


def _staff(prefix: str, number: str) -> Block:
    paragraphs = [statement(f"{prefix}staff-{place}", f"{number}.{place}", PARAGRAPH) for place in range(1, 13)]
    return section(f"{prefix}staff", number, "Staff", *paragraphs)


def _details() -> tuple[Detail, ...]:
    return (
        Detail("Designated safeguarding lead", (Text("Siân Llŷr-Ŵyn"),)),
        Detail("Approved by", (ControlValue("approval-body"),)),
        Detail("Next review", (ControlValue("date-next-review"),)),
        Detail("Signed by", (Gap("control.signatories", "Who signs this policy?"),)),
        Detail("Behaviour policy", (Link("Behaviour policy", "https://oak-lane.example/behaviour"),)),
        Detail("Nothing to say", (ControlValue("absent"),)),
    )


def _front() -> Front:
    return Front(
        display_name="Oak Lane Primary School",
        legal_name="Oak Lane Community Primary School",
        short_name="Oak Lane",
        strapline="Together we grow",
        address=("Oak Lane", "Oakbury", "OK1 1ZZ"),
        control=_control_table(),
        statements=(
            (ControlValue("continuous-monitoring-statement"),),
            (Text("Ask us for large print, or for another form: "), MAIL, Text(".")),
            (ControlValue("absent"),),
        ),
        vision=("Every child leaves us curious, kind and confident.", "We learn from each other, and from mistakes."),
        values=("Kindness", "Courage", "Care for what is around us"),
    )


def _control_table() -> tuple[Detail, ...]:
    return (
        Detail("Policy number", (Text("OL-57"),)),
        Detail("Approved by", (ControlValue("approval-body"),)),
        Detail("Approved on", (ControlValue("date-approved"),)),
        Detail("Consultation", (Gap("control.consultation", "Who was asked?"),)),
        Detail("Also published", (Link("On our website", "https://oak-lane.example/policies"),)),
        Detail("Next review", (ControlValue("date-next-review"),)),
        Detail("Nothing to say", (ControlValue("absent"),)),
    )


def _references() -> tuple[Reference, ...]:
    return (
        Reference(
            "kcsie", "Keeping children safe in education", "https://guidance.example/keeping-children-safe", "2026"
        ),
        Reference("searching", "Searching, screening & confiscation", "https://guidance.example/searching?a=1&b=2"),
    )


def full() -> Document:
    """One part with everything in it, over several pages."""
    blocks = (_aims("", "1"), _pupils("", "2"), _staff("", "3"))
    part = Part("mobile", "Mobile and smart technology policy", _details(), blocks)
    return Document(
        Body(
            title="Mobile and smart technology policy",
            front=_front(),
            parts=(part,),
            references=_references(),
            acknowledgements=("Written with advice from the invented Oakshire safeguarding team.",),
        ),
        Control(
            as_of="2026-11-20",
            version="1.2",
            template="mobile@2026-27",
            printed={
                "approval-body": (Text("the full governing body"),),
                "continuous-monitoring-statement": (Text("We watch how this policy works all year round."),),
                "date-approved": (Text("19 November 2026"),),
                "date-next-review": (Text("September 2027"),),
            },
            signatures=((Text("Siân Llŷr-Ŵyn, headteacher"),), (Gap("control.chair", "Who is the chair?"),)),
            signing="typed",
            values={"approval-body": "full", "date-next-review": "2027-09"},
            answers={"handed-back": "end", "school.dsl-lead": {"name": "Siân Llŷr-Ŵyn"}},
        ),
    )


def combined() -> Document:
    """Two parts, each with its own numbering."""
    return _of_parts(full(), (_aims("m-", "1"), _pupils("m-", "2")), (_aims("s-", "1"), _staff("s-", "2")))


def in_one_run() -> Document:
    """Two parts whose sections are counted in one run, with lines to sign on."""
    document = _of_parts(full(), (_aims("m-", "1"), _pupils("m-", "2")), (_aims("s-", "3"), _staff("s-", "4")))
    return replace(document, control=replace(document.control, numbering="one", signing="lines"))


def _of_parts(document: Document, first: tuple[Block, ...], second: tuple[Block, ...]) -> Document:
    parts = (
        Part("mobile", "Mobile and smart technology", _details(), first),
        Part("social", "Social media", _details(), second),
    )
    return replace(document, body=replace(document.body, title="Phones and social media", parts=parts))


def ratified() -> Document:
    """A final document: nothing open, no draft mark, in the school's own colour."""
    document = small()
    control = replace(document.control, status="ratified", version="2")
    return replace(document, control=control, style=Style(colour="#ffcc00"))


def bare() -> Document:
    """Key details and nothing else: no section, no contents, no school."""
    return Document(
        Body("Phones policy", parts=(Part("phones", "Phones", (Detail("Written by", (Text("the head"),)),)),)),
        Control(as_of="2026-11-20"),
    )


def with_words_everywhere(words: str) -> Document:
    """A document in which every field that a person can fill holds these words."""
    inline: tuple[Inline, ...] = (Text(words), Link(words, "https://oak-lane.example/x"), Gap("q", words, words))
    control = (Detail(words, inline), Detail(words, (ControlValue("date-next-review"),)))
    front = Front(words, f"{words} {words}", words, words, (words,), (words,), (), (words, words), control, (inline,))
    parts = tuple(
        Part(name, words, (Detail(words, inline),), (_section_of(name, words, inline),)) for name in ("one", "two")
    )
    reference = Reference("kcsie", words, "https://guidance.example/a", words)
    printed = {"date-next-review": (Text(words),), "date-approved": (Text(words),)}
    control_values = Control(
        as_of="2026-11-20", version=words, template=words, printed=printed, answers={"q": words},
        signatures=(inline, (Text(words),)), signing="typed",
    )  # fmt: skip
    return Document(Body(words, front, parts, (reference,), (words,)), control_values)


def _section_of(name: str, title: str, inline: tuple[Inline, ...]) -> Block:
    child = Block(f"{name}-child", "statement", "(a)", inline)
    statements = (
        Block(f"{name}-first", "statement", "1.1", inline, children=(child,)),
        Block(f"{name}-second", "statement", "1.2", inline, callout=True),
    )
    return Block(f"{name}-section", "section", "1", (Text(title),), children=statements)


ALL: dict[str, Callable[[], Document]] = {
    function.__name__: function for function in (small, full, combined, in_one_run, ratified, bare)
}

"""Templates of a few lines that several tests of composing share, with answers for them."""

from __future__ import annotations

from tests.policydoc.composing import bundle

CHOICES = bundle("""
# Rules {#rules}

::: choose-one rule
What is the rule?
- home *: At home => stay at home
- bag !: In the bag => stay in the bag
- other: Other => {own}
- none: No rule =>
:::

::: choose-many places
Where are they kept?
- office *: Office => the office
- hall *: Hall => the hall
- nursery: Nursery => the nursery {when=school.nursery}
- other: Elsewhere => {own}
:::

- Phones {rule}. {#phones}
- Left in {places|or}. {#left when=places}
- Kept in: {#kept when=places}
  - {Places} {#kept-each each=places}
- Nowhere is set aside. {#nowhere when=!places}
""")
KINDS = bundle("""
# All {#all}

::: yes-no flag
Is it so?
- yes *: Yes => always
- no: No => never
:::

::: text storage
Where?
:::

::: date since
Since when?
:::

::: link page
Which page?
:::

::: list apps
Which apps?
- name: App
- site? (link): Site => , at {own}
- lead (person): Who
- until? (date): Until => (until {own})
:::

- We {flag} do it in {storage}, since {since}. {#one}
- See {page}, that is {page.text}, at {page.url}. {#two}
- Ask {school.lead}, our {school.lead.role}, or {school.lead.name}. {#three}
- {School.lead's} word counts. {#four}
- In short {apps}, kept by {apps.lead.name}: {apps|it is|they are} all. {#five when=apps}
- {apps}{apps.site}, kept by {apps.lead} {apps.until}. {#six each=apps}
  - It ends. {#six-ends when=apps.until}
- No apps. {#seven when=!apps}
""")
ANSWERS = {
    "flag": False,
    "storage": "the safe.",
    "since": "2026-02-09",
    "page": {"text": "our page", "url": "https://example.org/p"},
    "school.lead": {"title": "Ms", "name": "Ann Field", "role": "lead"},
    "apps": [
        {"id": "r-1", "name": "Chatter", "lead": {"name": "Bo Reed", "role": "clerk"}},
        {
            "id": "r-2",
            "name": "Postbox",
            "lead": {"title": "Mr", "name": "Cy Lane"},
            "site": {"url": "https://example.org/b"},
            "until": "2027-01",
        },
    ],
}
LONG = bundle("""
# Vision {#vision}

::: ask school.vision-statement
:::

- We believe: {#believe when=school.vision-statement}
  - {school.vision-statement} {#words each=school.vision-statement}
- Else. {#else}
""")
TERMS = bundle("""
# {Pupils'} things {#things}

- {A pupil} asks; {pupils} answer; {the pupil's} bag; {pupils'} bags. {#ask}
- {The governing body} {governing body|meets|meet}; {a governing body} {governing body|is|are} heard. {#meet}
""")
OPTIONAL = bundle("""
# Rules {#rules}

::: text place
Where?
:::

- Always. {#always}
- Usual, in {place}. {#usual optional}
- Rare. {#rare optional=off}

# Extra {#extra optional=off}

::: text more
What more?
:::

- Extra: {more}. {#extra-more}
""")
WORDED = bundle("""
# Rules {#rules}

::: text place
Where?
:::

::: list rows
Which?
- name: Name
:::

- In {place}. {#in}
- Row {rows}. {#row each=rows}
- Last. {#last}

## Sub {#sub}

- Under. {#under}

# End {#end}

- End. {#stop}
""")
WORDED_VALUES = {"place": "here", "rows": [{"id": "r-1", "name": "x"}, {"id": "r-2", "name": "y"}]}
EVERY_KIND = bundle("""
# Rules {#rules}

::: yes-no flag
Is it so?
:::

::: choose-one one
Which one?
- a *: A => the a
- other: Other => {own}
:::

::: choose-many many
Which ones?
- a: A => the a
- other: Other => {own}
:::

::: text place
Where?
:::

::: long-text vision
Which vision?
:::

::: date day
When?
:::

::: link page
Where to read?
:::

::: person who
Who?
:::

::: list rows
Which rows?
- name: Name
- lead (person): Who
- until? (date): Until
:::

- In {place} on {day}, {one}, see {page}, ask {who}. {#print}
- {vision} {#vision-each each=vision}
- {many} {#many-each each=many when=flag}
- {rows} {#rows-each each=rows}
- Usual. {#usual optional}

## Sub {#sub}

- Sub. {#sub-one}
""")

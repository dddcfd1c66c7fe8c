"""Two small templates about a school garden that share a question, their school file, and the rows they publish as."""

from __future__ import annotations

import tempfile
from pathlib import Path

from apps.schools.events import SYSTEM
from apps.templates_lib.actions import publish_library
from apps.templates_lib.models import Edition

SCHOOL = """+++
format = 1
family = "school"
edition = "1"
title = "About the school"
+++

# Words {#school-words}

::: term school.learner-term = pupil | pupils
What do you call the people who learn with you?
- pupils *: pupil | pupils
- children: child | children
:::

::: text school.gardener
Who looks after the garden?
:::

::: list school.tools
Which tools are there?
- name: Tool
- place?: Where it stands => , in {own}
:::
"""

GARDEN = """+++
format = 1
family = "garden"
edition = "2026"
title = "School garden"
+++

# Who may go in {#entry}

::: choose-one garden-open
When is the garden open to {pupils}?
- breaks *: At breaks => at every break
- lessons: In lessons only => in lessons only
- always !: At any time => at any time
- other !: In our own words => {own}
:::

::: yes-no with-adult
Is an adult always there?
- yes *: Yes
- no !: No
:::

::: choose-many plants
What grows there?
- beans *: Beans => beans
- roses: Roses => roses
- other: Something else => {own}
:::

- The garden is open to {pupils} {garden-open}. {#open-when}
- An adult is always there. {#adult when=with-adult}
- You find there {plants}. {#what-grows when=plants}
- Nobody eats what they have not asked about. {#eating optional}
- Bees have a corner of their own. {#bees optional=off}

# Tools {#tools}

::: text shed-key
Who has the key of the shed?
:::

- {school.gardener} counts the tools each evening. {#counting}
- {school.tools} {#each-tool each=school.tools when=school.tools}
- The key is with {shed-key}. {#key}
"""

POND = """+++
format = 1
family = "pond"
edition = "2026"
title = "School pond"
+++

# Water {#water}

::: yes-no with-adult
Is an adult always there?
- yes *: Yes
- no !: No
:::

::: text depth
How deep is the pond?
:::

- An adult is always there. {#pond-adult when=with-adult}
- The pond is {depth} deep. {#how-deep}
"""

HUT = """+++
format = 1
family = "hut"
edition = "2026"
title = "Garden hut"
+++

# The hut {#hut}

::: yes-no with-adult
Is an adult always there?
- yes *: Yes
- no !: No
:::

::: yes-no shed-key
Is there a key?
:::

- An adult is always there. {#hut-adult when=with-adult}
- The hut is locked. {#locked when=shed-key}
"""

COMBINED = """+++
format = 1
family = "outside"
edition = "2026"
title = "Garden and pond"
parts = ["garden", "pond"]
+++
"""

FILES = {"school": SCHOOL, "garden": GARDEN, "pond": POND}


def write_library(folder: Path, files: dict[str, str]) -> Path:
    for family, text in files.items():
        (folder / f"{family}.policy.md").write_text(text, encoding="utf-8")
    return folder


def publish(files: dict[str, str] = FILES, *, drafts: bool = False) -> dict[str, Edition]:
    """Family -> its newest row, published from these files."""
    with tempfile.TemporaryDirectory() as folder:
        publish_library(by=SYSTEM, folder=write_library(Path(folder), files), drafts=drafts)
    rows = Edition.objects.select_related("family").order_by("changed_at", "pk")
    return {edition.family.name: edition for edition in rows}

"""A template about a school's pets that asks one question of every kind, with conditions, reasons and options."""

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

::: person school.pet-lead
Who looks after the pets?
:::

::: list school.vets
Which vets do you call?
- name: Name
- lead (person): Who answers
- page? (link): Web page
:::

::: choose-one control.approver
Who approves the policy?
- head: The leader
- board: The board
:::

::: date control.approved-on
When was it approved?
:::
"""

PETS = """+++
format = 1
family = "pets"
edition = "2026"
title = "Pets"

[[key-details]]
label = "Approved by"
text = "{control.approver}"

[[key-details]]
label = "Approved on"
text = "{control.approved-on}"
+++

# Which pets there are {#pets}
> One page about the animals. Most schools change nothing.

::: yes-no pets-kept
Do you keep pets?
- yes *: Yes
- no: No
:::

::: choose-many pet-kinds when=pets-kept
Which pets?
- rabbits *: Rabbits => rabbits
- hens *: Hens => hens
- other: Others => {own}
:::

::: choose-one pet-visits when=pets-kept
When may {pupils} see them?
- breaks *: At breaks => at every break
- always !: At any time => at any time
- other: Some other time => {own}
> At breaks is the usual choice.
:::

::: text pet-place when=pets-kept
Where do they live?
:::

- We keep {pet-kinds}. {#kept when=pet-kinds}
- {Pupils} visit them {pet-visits}. {#visits when=pets-kept}
- They live in {pet-place}. {#place when=pets-kept}
- Nobody feeds them without being asked. {#feeding optional when=pets-kept}
- The pets have a birthday party. {#party optional=off when=pets-kept}
- We keep no pets. {#none when=!pets-kept}

## Care {#care when=pets-kept}

::: long-text pet-care
What do the pets need each day?
:::

::: date pet-check
When does the vet come next?
:::

::: link pet-page optional
Is there a page about them?
:::

- Each day: {#needs}
  - {pet-care} {#need each=pet-care}
- The vet comes on {pet-check}. {#vet-visit}
- Read more on {pet-page}. {#page when=pet-page}
- {school.pet-lead} looks after them. {#lead}
- We call: {#vets when=school.vets}
  - {school.vets} {#vet each=school.vets}

# How it ends {#end}

::: yes-no goodbye
Is there a goodbye when a pet dies?
- yes *: Yes
- no: No
:::

- We say goodbye together. {#goodbye-together when=goodbye}
"""

FILES = {"school": SCHOOL, "pets": PETS}

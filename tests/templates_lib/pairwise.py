"""Sets of choices in which any two choices that can stand side by side do so at least once.

One row after another is filled greedily: each question takes the choice that meets most choices of the row which it has
not met yet. A library for this (such as allpairspy) takes minutes for 150 questions; bit masks take a second.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence

Row = dict[str, int]  # question -> the place of its choice


class Pairs:
    """All pairs of choices of two questions; `levels` says how many choices each question has."""

    def __init__(self, levels: Mapping[str, int], seed: int = 0) -> None:
        self.levels = levels
        self.chance = random.Random(seed)
        self.bits: dict[tuple[str, int], int] = {}
        for name, count in levels.items():
            self.bits |= {(name, level): 1 << (len(self.bits) + level) for level in range(count)}
        every = (1 << len(self.bits)) - 1
        own = {name: sum(self.bits[name, level] for level in range(count)) for name, count in levels.items()}
        self.missing = {choice: every & ~own[choice[0]] for choice in self.bits}

    def left(self) -> int:
        """How many pairs have not been met."""
        return sum(mask.bit_count() for mask in self.missing.values()) // 2

    def next_row(self, start: Mapping[str, int]) -> Row:
        """A choice for every question, those of `start` as they are."""
        row = dict(start)
        chosen = sum(self.bits[choice] for choice in row.items())
        names = [name for name in self.levels if name not in row]
        self.chance.shuffle(names)
        for name in names:
            levels = list(range(self.levels[name]))
            self.chance.shuffle(levels)
            row[name] = max(levels, key=lambda level, name=name: (self.missing[name, level] & chosen).bit_count())
            chosen |= self.bits[name, row[name]]
        return row

    def met(self, row: Mapping[str, int]) -> int:
        """Notes the pairs of a row, which may hold only some of the questions; how many of them were new."""
        chosen = sum(self.bits[choice] for choice in row.items())
        before = self.left()
        for choice in row.items():
            self.missing[choice] &= ~chosen
        return before - self.left()

    def some_missing(self) -> Iterator[tuple[tuple[str, int], tuple[str, int]]]:
        """Pairs that have not been met, in a random order, one for each choice."""
        choices: Sequence[tuple[str, int]] = list(self.missing)
        for choice in self.chance.sample(choices, len(choices)):
            mask = self.missing[choice]
            if mask:
                yield choice, next(other for other, bit in self.bits.items() if mask & bit)

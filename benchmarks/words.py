"""The words that a return is filled with: sentences, names and roles of an invented place."""

from __future__ import annotations

from random import Random

SUBJECT = "The partnership that sends this"  # stands in a filled form where the sender's name goes
RATINGS = ("Red", "Amber", "Amber", "Yellow", "Green", "Green", "Green", "Complete")
WHO = (
    "The programme board",
    "The lead provider",
    "Our delivery group",
    "The commissioning team",
    "The clinical network",
)
DID = (
    "has agreed",
    "has reviewed",
    "has now completed",
    "is preparing",
    "has started to test",
    "has put off",
    "will report on",
)
WHAT = (
    "the new pathway for first appointments", "the plan for the winter months", "a shared record for community teams",
    "the second wave of training", "the business case for the new clinic", "the survey of families", "joint triage",
    "the move of two services into one building", "the standard for transfers of care", "the review of transport",
)  # fmt: skip
WHERE = (
    "in the northern localities",
    "in all districts",
    "with the voluntary sector",
    "in three of the localities",
    "with the district councils",
)
THEN = (
    "and expects first results before the end of the quarter", "and has asked for an independent view of the costs",
    "so that waiting times can fall in the new year", "although recruitment is slower than was planned",
    "with the savings that were set out in the plan", "and the remaining actions are on schedule",
)  # fmt: skip
NAMES = (
    "Care close to home",
    "Children's therapies",
    "Perinatal support",
    "Urgent care",
    "School readiness",
    "Outpatient redesign",
    "Healthy start",
)
ROLES = (
    "Programme manager",
    "Director of commissioning",
    "Head of performance",
    "Service director",
    "Chief nurse",
)


def in_words(kind: str, chance: Random) -> str:
    """The words for a mark of a kind."""
    if kind == "sentence":
        return f"{' '.join(chance.choice(part) for part in (WHO, DID, WHAT, WHERE, THEN))}."
    if kind == "rating":
        return chance.choice(RATINGS)
    if kind == "role":
        return chance.choice(ROLES)
    return f"{chance.choice(NAMES)}, part {chance.randint(10, 9999)}"

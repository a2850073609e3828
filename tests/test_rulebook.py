"""The rules on returns and papers, and the manual that is written from them."""

from write_manual import PAGE, page

from pipeline.model import Level, Rule
from pipeline.rulebook import ON_PAPERS, rules_by_id, rules_by_subject


def test_every_rule_has_an_id_of_its_own() -> None:
    """No two rules share an id, so that config.yaml can name each."""
    ids = [rule.id for rules in rules_by_subject().values() for rule in rules]
    assert sorted(ids) == sorted(set(ids))


def test_every_rule_says_why_it_is_there() -> None:
    """A governance officer can read why each rule exists and how to put right what it finds."""
    assert [rule.id for rule in rules_by_id().values() if not (rule.why and rule.remedy)] == []


def test_the_manual_gives_an_example_of_each_rule() -> None:
    """Every rule's part of the manual shows what the rule has said, and where."""
    assert page().count("\n- For example: ") == len(rules_by_id())


def test_a_sender_is_asked_in_words_of_their_own() -> None:
    """What a letter asks names nothing that only those who build the paper have, or are."""
    of_returns = (rule for on, rules in rules_by_subject().items() if on != ON_PAPERS for rule in rules)
    asked = {rule.id: rule.asks or rule.remedy for rule in of_returns if _in_letters(rule)}
    foreign = ("config", "run.py", "{clear}", "the sender", "looks after the program")
    assert [rule for rule, words in asked.items() if any(word in words for word in foreign)] == []


def _in_letters(rule: Rule) -> bool:
    return rule.level in (Level.ERROR, Level.WARNING)


def test_the_manual_is_up_to_date() -> None:
    """docs/rules.md is what the rules and the gallery give: `python tests/write_manual.py` renews it."""
    assert PAGE.read_text("utf-8") == page()

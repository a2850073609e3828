"""The words of one tag → what the template engine understands by them, or what it does not, in plain words."""

from __future__ import annotations

import re

from jinja2 import TemplateSyntaxError, nodes
from jinja2.environment import Environment

from pipeline.model import Level, Rule
from pipeline.word.checking.blocks import is_block
from pipeline.word.checking.braces import Tag

SYNTAX = Rule(
    "template-tag-syntax",
    Level.ERROR,
    "“{tag}” cannot be understood: {fault}.",
    "{remedy}",
    why="Tags are read by a program, which knows one way of writing each.",
)
RETYPE = "Correct the tag in Word."
# What the engine says, and the same for people who know Word; {0} is the sign or word that it stumbles over.
FAULTS = (
    (r"Expected an expression, got 'end of (?:print statement|statement block|template)'|Expected identifier",
     "something is missing before its end", RETYPE),
    (r"expected token 'end of (?:print statement|statement block)', got '='",
     "one = sets a value, and does not compare", "To compare, write == in its place."),
    (r"expected token 'end of (?:print statement|statement block)', got '(.+)'",
     "“{0}” stands where it should end", "A name is written without spaces: put _ or . in their place, or delete “{0}”."),
    (r"expected token 'in', got .*", "the word “in” is missing", "Write {{% for row in section.programmes %}}, with your own names."),
    (r"expected token '(.+)', got 'end of (?:print statement|statement block|template)'",
     "“{0}” is missing", RETYPE),
    (r"expected token '(.+)', got '(.+)'", "“{0}” is missing before “{1}”", RETYPE),
    (r"unexpected char '(.+)' at \d+", "“{0}” has no meaning in a tag", "Delete “{0}”, or put words in quotes."),
    (r"unexpected 'end of (?:print statement|statement block|template)'",
     "something is missing before its end, or its last sign does not belong there", "Type what is missing, or delete the last sign."),
    (r"unexpected '(.+)', expected '(.+)'", "“{1}” is missing before “{0}”", RETYPE),
    (r"unexpected '(.+)'", "“{0}” is out of place", RETYPE),
    (r"expected name or number", "a name is missing after a dot", RETYPE),
    (r"unexpected end of template.*", "something is missing before its end", RETYPE),
    (r"can't assign to '?(.+?)'?", "“{0}” cannot be given another meaning", "Choose another name."),
)  # fmt: skip


def parsed(tag: Tag, environment: Environment) -> nodes.Node | tuple[str, str]:
    """What a tag means by itself; else what is wrong with it and the remedy."""
    try:
        body = environment.parse(_source(tag)).body
    except TemplateSyntaxError as fault:
        return _in_words(str(fault.message))
    except (RecursionError, ValueError, OverflowError):
        return "it is too long or too deep", RETYPE
    whole = body[0] if len(body) == 1 else None
    if isinstance(whole, nodes.Output):
        return whole.nodes[0] if len(whole.nodes) == 1 else ("it is not one tag", RETYPE)
    return whole or ("it is not one tag", RETYPE)


def _source(tag: Tag) -> str:
    """The tag as a template of its own."""
    if tag.kind == "{{":
        return f"{{{{ {tag.words} }}}}"
    if tag.keyword == "elif":
        return f"{{% {tag.words[2:]} %}}{{% endif %}}"
    end = f"{{% end{tag.keyword} %}}" if is_block(tag) else ""
    return f"{{% {tag.words} %}}{end}"


def _in_words(said: str) -> tuple[str, str]:
    for pattern, fault, remedy in FAULTS:
        found = re.fullmatch(pattern, said.rstrip("."))
        if found:
            words = [word or "" for word in found.groups()]
            return fault.format(*words), remedy.format(*words)
    return said.rstrip("."), RETYPE

"""The shipped configuration with the board's paper alone, for tests of one paper and its four partnerships."""

import re


def board_alone(config: str) -> str:
    """The text of config.yaml without the workstream and its paper."""
    partnership = re.compile(r"  - id: workstream\n(?:    .*\n)+")
    paper = re.compile(r"\n  # A workstream's update.*\n(?:  .*\n)+")
    assert partnership.search(config)
    assert paper.search(config)
    return paper.sub("", partnership.sub("", config))

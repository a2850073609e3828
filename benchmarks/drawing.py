"""The results of a run as a picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from measuring import Figures, middle

WIDTH, LEFT, RIGHT, LINE = 860, 290, 190, 46
SCRIPT, PROGRAM, INK = "#8A8F98", "#1D5FA6", "#1A1A1A"
FRAME = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13" '
    'role="img" aria-label="{title}">\n<rect width="100%" height="100%" fill="#FFFFFF"/>\n{inside}\n</svg>\n'
)
TITLE = "Seconds by the clock (median): the plain script in grey, the program in blue"


def draw(done: Sequence[Figures], stages: Mapping[str, float]) -> str:
    """An SVG: two bars for each piece of work, each pair to its own scale, then the stages of one cold paper."""
    parts = [_text(10, 24, TITLE, weight="bold")]
    for number, one in enumerate(done):
        parts += _pair(40 + number * LINE, one)
    top = 60 + len(done) * LINE
    parts.append(_text(10, top, "One paper, cold: seconds of processor by stage", weight="bold"))
    parts += _stages(top + 14, stages)
    height = top + 30 + 22 * len(stages)
    return FRAME.format(width=WIDTH, height=height, title=escape(TITLE), inside="\n".join(parts))


def _pair(top: int, one: Figures) -> Iterator[str]:
    took = [middle([cost.clock for cost in costs]) for costs in (one.script, one.program)]
    yield _text(10, top + 22, one.work)
    for place, (seconds, colour) in enumerate(zip(took, (SCRIPT, PROGRAM), strict=True)):
        yield _bar(top + 2 + 18 * place, seconds / max(took), colour, f"{seconds:.2f} s")
    yield _text(WIDTH - 10, top + 22, f"{middle(one.ratios):.2f}x", anchor="end", weight="bold")


def _stages(top: int, stages: Mapping[str, float]) -> Iterator[str]:
    longest = max(stages.values())
    for number, (stage, seconds) in enumerate(stages.items()):
        yield _text(10, top + 13 + 22 * number, stage)
        yield _bar(top + 22 * number, max(seconds, 0) / longest, PROGRAM, f"{seconds:.3f} s")


def _bar(top: int, share: float, colour: str, label: str) -> str:
    width = max(1, round(share * (WIDTH - LEFT - RIGHT)))
    bar = f'<rect x="{LEFT}" y="{top}" width="{width}" height="16" fill="{colour}"/>'
    return bar + _text(LEFT + width + 6, top + 13, label)


def _text(x: int, y: int, words: str, anchor: str = "start", weight: str = "normal") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-weight="{weight}" fill="{INK}">{escape(words)}</text>'

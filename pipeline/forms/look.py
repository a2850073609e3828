"""How the blank forms look: fonts, colours and borders."""

from __future__ import annotations

from openpyxl.styles import Alignment, Border, Font, Side

from pipeline.forms.house_style import EDGE_GREY, FONT, GREY, LINK_BLUE, NAVY

TITLE = Font(name=FONT, size=16, bold=True, color=NAVY)
HEADING = Font(name=FONT, size=11, bold=True, color="FFFFFF")
BODY = Font(name=FONT, size=11)
STRONG = Font(name=FONT, size=11, bold=True)
HINT = Font(name=FONT, size=10, italic=True, color=GREY)
LINK = Font(name=FONT, size=11, underline="single", color=LINK_BLUE)
WRAP = Alignment(wrap_text=True, vertical="top")
EDGE = Side(style="thin", color=EDGE_GREY)
BOX = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)
PAST_FILL, PAST_HEADING = "F0F0F0", "D5D8DE"  # of what is shown and not asked
PAST_INK = "595959"
PAST = Font(name=FONT, size=11, color=PAST_INK)
PAST_STRONG = Font(name=FONT, size=11, bold=True, color="404040")
LONG_HEIGHT = 60  # points, of an answer that is a paragraph

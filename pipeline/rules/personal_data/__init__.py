"""Rules on personal data: what tells who somebody is, and counts of people small enough to.

No message, remedy or code may give away what was found: these modules alone see it, the other rules see
the return with it starred out, and what else quotes a cell goes through ``discreet``.

============  ======================================================================
``kinds``     the kinds of personal data, each with its rule
``search``    what each cell of a return holds of each kind
``clearing``  what is said of it, unless somebody has cleared it
``masking``   what everybody else sees: returns and findings with it starred out
============  ======================================================================
"""

from __future__ import annotations

from pipeline.rules.personal_data.clearing import CLEARED, personal_data
from pipeline.rules.personal_data.kinds import STOPS_A_PAPER
from pipeline.rules.personal_data.masking import discreet, masked, quiet
from pipeline.rules.personal_data.search import found_before, hits, to_keep

__all__ = [
    "CLEARED",
    "STOPS_A_PAPER",
    "discreet",
    "found_before",
    "hits",
    "masked",
    "personal_data",
    "quiet",
    "to_keep",
]

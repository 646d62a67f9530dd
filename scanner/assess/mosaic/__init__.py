"""Mosaic risk: pages that reveal nothing alone and the front door together.

`mosaic_of(rule, findings, facts, remedies) -> Mosaic | None`; for the rule test runner
`case_leads(rule, case) -> tuple[tuple[str, ...], int]`: targets reached, and removals needed.
"""

from scanner.assess.mosaic.examples import case_leads
from scanner.assess.mosaic.weaving import mosaic_of

__all__ = ["case_leads", "mosaic_of"]

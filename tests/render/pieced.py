"""Findings of the invented person put together: chains that break, and one that stays."""

from __future__ import annotations

from scanner.model.mosaic import Mosaic, MosaicChain, MosaicLink, MosaicRemoval, MosaicTarget


def mosaic() -> Mosaic:
    """Two chains to the door (one by law) over three links, and one that goes by a number."""
    return Mosaic(
        rule_id="wgt.mosaic",
        targets=(
            MosaicTarget("home:address-home", "Your front door", "address-home"),
            MosaicTarget("car:vehicle-1", "Your car", ""),
        ),
        links=(
            MosaicLink(
                "address:address-home", "Your home address", "address-home", "",
                ("f0001", "f0002", "f0003", "f0006"), ("f0006",),
            ),
            MosaicLink(
                "link:phone-1", "A number that leads to other pages of yours", "phone-1", "",
                ("f0004",), (),
            ),
            MosaicLink(
                "plate:vehicle-1:phone-1", "Your number plate", "", "phone-1", ("f0005",), (),
            ),
        ),
        chains=(
            MosaicChain(
                "home:address-home", ("address:address-home",), "It is the address itself.", True,
                ("law.sopn",),
            ),
            MosaicChain(
                "car:vehicle-1", ("link:phone-1", "plate:vehicle-1:phone-1"),
                "Who knows the plate knows which car to wait for or to follow.", False, (),
            ),
        ),
        more_chains=2,
        removals=(
            MosaicRemoval(
                "rem.press.publisher", "Ask the paper to take it out", "wexcombe-herald.example",
                15, ("f0001", "f0002", "f0004"),
            ),
            MosaicRemoval(
                "rem.forum.host", "Ask the forum to remove the post", "wexcombe-talk.example", 10,
                ("f0003",),
            ),
        ),
        exact=False,
        at_least=1,
    )  # fmt: skip

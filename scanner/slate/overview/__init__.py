"""From a slate's runs to what its officer sees: a page, tables, and nobody's details."""

from scanner.slate.overview.building import Checks, Standing, overview_of

__all__ = ["Checks", "Standing", "overview_of"]

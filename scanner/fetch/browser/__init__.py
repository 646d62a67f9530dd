"""Pages that are empty until their scripts have run: opened in a browser whose network we are."""

from scanner.fetch.browser.chromium import BrowserMissing, find_browser
from scanner.fetch.browser.renderer import Renderer, Shell

__all__ = ["BrowserMissing", "Renderer", "Shell", "find_browser"]

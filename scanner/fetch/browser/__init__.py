"""Pages that are empty until their scripts have run: opened in a browser whose network we are."""

from scanner.fetch.browser.chromium import BrowserMissing, find_browser
from scanner.fetch.browser.picture import Picture, ReceivedPage, picture_pages
from scanner.fetch.browser.renderer import Renderer, Shell

__all__ = [
    "BrowserMissing",
    "Picture",
    "ReceivedPage",
    "Renderer",
    "Shell",
    "find_browser",
    "picture_pages",
]

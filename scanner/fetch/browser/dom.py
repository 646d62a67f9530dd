"""The page as its scripts left it, as markup: what a browser shows, in a form that can be read.

The code runs in a world of its own beside the page's: what the page has made of the language's
own functions does not reach it. Copies are made in a document without scripts, so that no element's
constructor runs.
"""

from __future__ import annotations

MAX_NODES = 200_000
"""Elements, beyond which a page is not read out. Judgement: long pages have some ten thousand."""

STATE = """
(() => {
  const root = document.documentElement;
  if (!root) return null;
  const count = document.getElementsByTagName('*').length;
  const length = document.body ? document.body.textContent.length : 0;
  return [document.readyState, count, length];
})()
"""
"""Ready state, number of elements, length of the text: what shows whether a page still grows."""

_MARKUP = """
((most, longest) => {
  if (document.getElementsByTagName('*').length > most) return null;
  const quiet = document.implementation.createHTMLDocument('');
  const graft = (from, to, depth) => {
    if (depth > 50) return;
    const ours = quiet.createTreeWalker(to, NodeFilter.SHOW_ELEMENT);
    const theirs = document.createTreeWalker(from, NodeFilter.SHOW_ELEMENT);
    const hosts = [];
    let x = from, y = to;
    while (x && y) {
      if (x.shadowRoot) hosts.push([x.shadowRoot, y]);
      x = theirs.nextNode();
      y = ours.nextNode();
    }
    for (const [shadow, host] of hosts) {
      const part = quiet.createElement('div');
      for (const child of shadow.childNodes) part.append(quiet.importNode(child, true));
      graft(shadow, part, depth + 1);
      host.prepend(part);
    }
  };
  const copy = quiet.importNode(document.documentElement, true);
  graft(document.documentElement, copy, 0);
  for (const unseen of copy.querySelectorAll('noscript')) unseen.remove();
  return '<!DOCTYPE html>' + copy.outerHTML.slice(0, longest + 1);
})(%d, %d)
"""


def markup(max_length: int) -> str:
    """Code that gives the page's markup, at most one character longer than `max_length`; null for a
    page of too many elements.

    Shadow trees are put into their hosts. What is only for browsers without scripts is left out.
    """
    return _MARKUP % (MAX_NODES, max_length)

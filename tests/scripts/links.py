#!/usr/bin/env python3
"""Step summaries as GitHub's own renderer of markdown shows them: no link and no picture in them is somebody else's.

links.py FILE…   needs the package cmarkgfm, which is that renderer
"""

import html.parser
import sys

import cmarkgfm
from cmarkgfm.cmark import Options

# The lines of the policy and the code, and the pages about each reason.
OURS = ("https://github.com/acme/app/blob/0123abc/", "https://github.com/acme/b24-ping/blob/v1/docs/reasons.md#")


class Page(html.parser.HTMLParser):
    """Collects what leads away."""

    def __init__(self, text):
        super().__init__()
        self.foreign, self.links, self.inside = [], 0, 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            target = dict(attrs).get("href") or ""
            if self.inside or not target.startswith(OURS):
                self.foreign.append(target)
            self.inside += 1
            self.links += 1
        elif tag in ("img", "input", "sup", "script", "iframe"):
            self.foreign.append(f"<{tag}>")

    def handle_endtag(self, tag):
        if tag == "a":
            self.inside -= 1


links, failed = 0, 0
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        page = Page(cmarkgfm.github_flavored_markdown_to_html(file.read(), options=Options.CMARK_OPT_UNSAFE))
    links += page.links
    for target in page.foreign:
        failed += 1
        print(f"{path}: {target}")
print(f"{links} links in {len(sys.argv) - 1} summaries, {failed} of them somebody else's")
sys.exit(failed > 0 or links == 0)

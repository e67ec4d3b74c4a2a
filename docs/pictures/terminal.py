"""What a terminal showed, from standard input, as an SVG on standard output. Fonts are the reader's own."""

import io
import re
import sys

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

LIGHT = TerminalTheme(
    (255, 255, 255),
    (31, 35, 40),
    [(36, 41, 47), (207, 34, 46), (17, 99, 41), (125, 78, 0), (9, 105, 218), (130, 80, 223), (27, 124, 131), (110, 119, 129)],
)
DARK = TerminalTheme(
    (13, 17, 23),
    (240, 246, 252),
    [(72, 79, 88), (255, 123, 114), (63, 185, 80), (210, 153, 34), (88, 166, 255), (188, 140, 255), (57, 197, 207), (177, 186, 196)],
)
FORMAT = """<svg class="rich-terminal" viewBox="0 0 {terminal_width} {terminal_height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>{lines}</defs>
<rect width="{terminal_width}" height="{terminal_height}" rx="6" fill="FILL" stroke="EDGE"/>
<g transform="translate(12, 12)"><g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""

scheme = sys.argv[1]
shown = sys.stdin.read().replace("\r\n", "\n").strip("\n")
text = Text.from_ansi("$ b24-ping\n" + shown)
width = max(len(line) for line in text.plain.splitlines()) + 1
console = Console(record=True, width=min(width, 100), file=io.StringIO(), force_terminal=True)
console.print(text, highlight=False)
fill, edge = ("#ffffff", "#d1d9e0") if scheme == "light" else ("#0d1117", "#3d444d")
theme = LIGHT if scheme == "light" else DARK
svg = console.export_svg(theme=theme, code_format=FORMAT, unique_id="t")
# The frame is around the text, which is moved by its padding.
size = re.search(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"', svg)
svg = svg.replace(f'viewBox="0 0 {size[1]} {size[2]}"', f'viewBox="0 0 {float(size[1]) + 24:g} {float(size[2]) + 24:g}"')
svg = svg.replace(f'<rect width="{size[1]}" height="{size[2]}" rx', '<rect width="100%" height="100%" rx')
sys.stdout.write(svg.replace("FILL", fill).replace("EDGE", edge))

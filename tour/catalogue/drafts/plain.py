"""Texts that other programs keep as HTML, as the words alone."""

import re
from html.parser import HTMLParser
from typing import Final

_TAG: Final = re.compile(
    r"</?(a|b|br|div|em|font|h[1-6]|i|img|li|ol|p|script|span|strong|style|table|td|tr|u|ul)\b[^<>]*>",
    re.IGNORECASE,
)
_BLOCKS: Final = frozenset(
    {"div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "table", "tr", "ul"}
)
_UNSEEN: Final = frozenset({"script", "style"})


def plain(text: str) -> str:
    """The text without mark-up, an empty line between its paragraphs.

    A text without a tag of HTML stays as it is, whatever signs it has.
    """
    if _TAG.search(text) is None:
        return text
    reader = _Reader()
    reader.feed(text)
    reader.close()
    paragraphs = re.split(r"\n\s*\n", "".join(reader.parts))
    return "\n\n".join(said for each in paragraphs if (said := " ".join(each.split())))


class _Reader(HTMLParser):
    """Collects what would be seen; a block ends a paragraph, ``br`` a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin what the tag begins."""
        del attrs
        self._unseen += tag in _UNSEEN
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        """End what the tag ends."""
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if tag in _BLOCKS:
            self._break(tag)

    def handle_data(self, data: str) -> None:
        """Keep what is seen; the lines of the source are not those of the text."""
        if not self._unseen:
            self.parts.append(re.sub(r"\s+", " ", data))

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n\n")
        elif tag == "br":
            self.parts.append("\n")

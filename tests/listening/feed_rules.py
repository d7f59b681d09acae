"""The rules of RSS 2.0, of Apple's directory and of the podcast namespace for feeds.

No registry has a validator of feeds, so the rules are written out here. ``broken`` gives every
rule that a feed breaks; it is itself tested on spoilt feeds.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, fromstring

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
ATOM = "{http://www.w3.org/2005/Atom}"

# Apple, "A podcaster's guide to RSS", and RSS 2.0: what a channel and an item cannot be without.
OF_CHANNEL = ("title", "link", "description", "language", f"{ITUNES}image", f"{ITUNES}explicit")
OF_ITEM = ("title", "enclosure", "guid", "pubDate", f"{ITUNES}duration", "description", "link")
ONCE = (*OF_CHANNEL, *OF_ITEM, f"{ITUNES}episode", f"{ITUNES}episodeType", f"{ITUNES}type")
LONGEST_BYTES = 4000
LONGEST_NAME = 128  # of podcast:location and podcast:person
CATEGORIES = {"History", "Education", "Arts", "Society & Culture"}
SOUNDS = {"mp3": "audio/mpeg", "m4a": "audio/x-m4a"}
ALLOWED_TAGS = {"p", "ol", "ul", "li", "a", "div", "br", "b", "strong", "i", "em"}


class Tags(HTMLParser):
    """Which tags a description has, and which of them are left open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.open: list[str] = []
        self.misplaced = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.open.append(tag)
        for name, value in attrs:
            if name != "href" or not (value or "").startswith(("https://", "http://")):
                self.misplaced = True

    def handle_endtag(self, tag: str) -> None:
        self.misplaced |= not self.open or self.open.pop() != tag


def broken(document: bytes) -> set[str]:
    """The names of the rules that this feed breaks."""
    return set(_broken(fromstring(document)))  # noqa: S314 - our own document


def _broken(rss: Element) -> Iterator[str]:
    channel = rss.find("channel")
    if rss.tag != "rss" or rss.get("version") != "2.0" or channel is None or len(rss) != 1:
        yield "one channel in rss 2.0"
        return
    items = channel.findall("item")
    yield from _both(channel, OF_CHANNEL)
    yield from _of_channel(channel)
    guids = [item.findtext("guid") for item in items]
    if len(set(guids)) != len(guids):
        yield "guids are unique"
    for item in items:
        yield from _both(item, OF_ITEM)
        yield from _of_item(item)
    numbers = [item.findtext(f"{ITUNES}episode") for item in items]
    given = [number for number in numbers if number is not None]
    if len(set(given)) != len(given) or not all(re.fullmatch(r"[1-9]\d*", one) for one in given):
        yield "episodes are numbered from 1, each once"
    dates = [_date(item.findtext("pubDate")) for item in items]
    built = channel.findtext("lastBuildDate")
    if items and (built is None or None in dates or _date(built) not in dates):
        yield "the feed is as new as its newest item"


def _both(element: Element, needed: tuple[str, ...]) -> Iterator[str]:
    for name in needed:
        found = element.find(name)
        if found is None or not (found.text or found.attrib):
            yield f"{name.rpartition('}')[2]} is there"
    for name in ONCE:
        if len(element.findall(name)) > 1:
            yield f"{name.rpartition('}')[2]} is there once"
    if len((element.findtext("description") or "").encode()) > LONGEST_BYTES:
        yield "a description has at most 4000 bytes"
    if element.findtext(f"{ITUNES}explicit") not in {"true", "false", None}:
        yield "explicit is true or false"
    yield from _places(element)


def _places(element: Element) -> Iterator[str]:
    for each in element.iter():
        for value in (each.get("url"), each.get("href"), each.text if each.tag == "link" else None):
            if value is not None and not _is_address(value):
                yield "addresses are whole and https"
    for where in element.findall(f"{PODCAST}location"):
        geo = r"geo:-?\d+(\.\d+)?,-?\d+(\.\d+)?(;u=\d+(\.\d+)?)?"
        if len(where.text or "") > LONGEST_NAME or not re.fullmatch(geo, where.get("geo", "")):
            yield "a location has a short name and a place"


def _of_channel(channel: Element) -> Iterator[str]:
    if re.fullmatch(r"[a-z]{2}(-[a-z]{2})?", channel.findtext("language") or "") is None:
        yield "the language is one of ISO 639"
    categories = [each.get("text") for each in channel.findall(f"{ITUNES}category")]
    if not categories or not set(categories) <= CATEGORIES:
        yield "a category of Apple's list"
    picture = channel.find(f"{ITUNES}image")
    path = "" if picture is None else urlsplit(picture.get("href", "")).path
    if not path.endswith((".png", ".jpg")):
        yield "artwork is PNG or JPEG"
    itself = [each for each in channel.findall(f"{ATOM}link") if each.get("rel") == "self"]
    if len(itself) != 1 or itself[0].get("type") != "application/rss+xml":
        yield "the feed names its own address"
    if channel.findtext(f"{ITUNES}type") not in {"serial", "episodic"}:
        yield "the type is serial or episodic"
    guid = channel.findtext(f"{PODCAST}guid") or ""
    if (
        re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", guid)
        is None
    ):
        yield "the podcast's guid is a UUID of version 5"
    image = channel.find("image")
    if image is None or any(image.find(each) is None for each in ("url", "title", "link")):
        yield "an image has an address, a title, a link"


def _of_item(item: Element) -> Iterator[str]:
    enclosure = item.find("enclosure")
    if enclosure is not None:
        yield from _of_sound(enclosure)
    if _date(item.findtext("pubDate")) is None:
        yield "dates are of RFC 2822, with a zone, and past"
    if re.fullmatch(r"[1-9]\d*", item.findtext(f"{ITUNES}duration") or "") is None:
        yield "a duration is in seconds"
    guid = item.find("guid")
    if guid is not None and guid.get("isPermaLink") != "false" and not _is_address(guid.text or ""):
        yield "a guid that is no address says so"
    if item.findtext(f"{ITUNES}episodeType") not in {"full", "bonus", "trailer"}:
        yield "an episode is full, a bonus or a trailer"
    tags = Tags(item.findtext("description") or "")
    if tags.open or tags.misplaced or not tags.seen <= ALLOWED_TAGS:
        yield "a description has only Apple's tags, each closed"
    for transcript in item.findall(f"{PODCAST}transcript"):
        known = {"text/vtt", "application/x-subrip", "application/json", "text/html"}
        if transcript.get("type") not in known:
            yield "a transcript has a known type"


def _of_sound(enclosure: Element) -> Iterator[str]:
    address = urlsplit(enclosure.get("url", ""))
    if SOUNDS.get(address.path.rpartition(".")[2]) != enclosure.get("type") or address.query:
        yield "a sound's address ends as its type says"
    if re.fullmatch(r"[1-9]\d*", enclosure.get("length", "")) is None:
        yield "a sound has a length in bytes"


def _is_address(value: str) -> bool:
    parts = urlsplit(value)
    plain = all("!" <= letter <= "~" for letter in value)
    return parts.scheme == "https" and bool(parts.hostname) and plain


def _date(text: str | None) -> datetime | None:
    shape = (
        r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (GMT|[+-]\d{4})"
    )
    if text is None or re.fullmatch(shape, text) is None:
        return None
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    right_day = text[:3] == date.strftime("%a")
    return date if right_day and date < datetime(2100, 1, 1, tzinfo=UTC) else None

"""The pages of the book as XHTML. Every sentence that is heard has an id: ``s0``, ``s1``."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final
from xml.etree.ElementTree import Element

from tour.catalogue.model import Stop, Tour
from tour.listening.episodes import Episode, Note
from tour.listening.markup import add, document
from tour.listening.say import (
    Say,
    about_the_tour,
    note_title,
    position_in_words,
    voice_in_words,
    voices_in,
    voices_of,
)
from tour.narration.model import Cue

XHTML: Final = "http://www.w3.org/1999/xhtml"
OPS: Final = "http://www.idpf.org/2007/ops"
STYLE: Final = "style.css"
COVER_PICTURE: Final = "cover.png"
CLOSING: Final = "closing.xhtml"
WHOLE: Final = "whole"
"""The id of all of a stop's text in its page."""

NOW_READ: Final = "-epub-media-overlay-active"

CSS: Final = f"""\
body {{ line-height: 1.5; margin: 0 4%; }}
h1 {{ font-size: 1.4em; line-height: 1.25; }}
.orientation {{ font-style: italic; }}
.note {{ border-inline-start: 0.25em solid; padding-inline-start: 0.75em; }}
.foot {{ border-block-start: 1px solid; font-size: 0.85em; margin-block-start: 2em; }}
.cover {{ margin: 0; text-align: center; }}
.cover img {{ height: auto; max-height: 100vh; max-width: 100%; }}
.{NOW_READ} {{
  background-color: #f4dccf;
  color: #221d19;
  text-decoration: underline;
  text-decoration-thickness: 0.1em;
  text-underline-offset: 0.2em;
}}
"""


def cover_page(tour: Tour, lang: str, say: Say) -> bytes:
    """The cover."""
    root, body = _page(tour.title[lang], lang)
    body.set("class", "cover")
    section = add(body, "section", attributes={"epub:type": "cover"})
    add(section, "img", attributes={"src": COVER_PICTURE, "alt": say("book.cover")})
    return document(root, XHTML)


def first_page(tour: Tour, lang: str) -> bytes:
    """What this place is and how a visitor reaches it."""
    root, body = _page(tour.title[lang], lang)
    section = add(body, "section", attributes={"epub:type": "introduction"})
    add(section, "h1", tour.title[lang])
    add(section, "p", tour.subtitle[lang])
    for text in (tour.summary[lang], tour.getting_there[lang]):
        _paragraphs(section, text)
    return document(root, XHTML)


def stop_page(tour: Tour, lang: str, episode: Episode, say: Say) -> bytes:
    """One stop: its sentences, and at its foot what must be known about them."""
    stop = episode.stop
    heading = f"{stop.code}. {stop.title[lang]}"
    root, body = _page(heading, lang)
    section = add(body, "section", attributes={"epub:type": "chapter", "id": WHOLE})
    add(section, "h1", heading)
    if stop.content_note is not None:
        add(section, "p", stop.content_note[lang], {"class": "note"})
    numbered = enumerate(episode.publication.cues)
    for paragraph, sentences in groupby(numbered, key=lambda pair: pair[1].paragraph):
        block = add(section, "p", attributes={"class": "narration" if paragraph else "orientation"})
        _sentences(block, sentences)
    foot = add(section, "div", attributes={"class": "foot"})
    for line in (
        say("stop.draft") if stop.review[lang] == "draft" else "",
        *(voice_in_words(voice, say) for voice in voices_in(episode.publication)),
        say("listening.place", position=position_in_words(stop.position, say)),
        say("listening.sources"),
    ):
        if line:
            add(foot, "p", line)
    _sources(foot, tour, stop.sources)
    return document(root, XHTML)


def note_page(stop: Stop, lang: str, note: Note, after: str, say: Say) -> bytes:
    """What must be known before a stop, and the way past that stop, to the page ``after`` it."""
    heading = note_title(stop, say)
    root, body = _page(heading, lang)
    section = add(body, "section", attributes={"epub:type": "chapter", "id": WHOLE})
    add(section, "h1", heading)
    _sentences(add(section, "p"), enumerate(note.publication.cues))
    is_last = after == CLOSING
    past = say("stop.skip_last" if is_last else "stop.skip")
    add(add(section, "p"), "a", past, {"href": after})
    return document(root, XHTML)


def closing_page(tour: Tour, lang: str, say: Say) -> bytes:
    """The words after the last stop."""
    root, body = _page(say("closing.title"), lang)
    section = add(body, "section", attributes={"epub:type": "conclusion"})
    add(section, "h1", say("closing.title"))
    _paragraphs(section, tour.closing[lang])
    return document(root, XHTML)


def about_page(tour: Tour, lang: str, episodes: Sequence[Episode], say: Say) -> bytes:
    """Licence, positions, the state of each text, the voices, the sources."""
    root, body = _page(say("book.about_title"), lang)
    section = add(body, "section", attributes={"epub:type": "colophon"})
    add(section, "h1", say("book.about_title"))
    for text in (about_the_tour(tour, lang, say), say("about.text"), say("book.accessibility")):
        add(section, "p", text)
    add(section, "h2", say("book.review_title"))
    states = add(section, "ul")
    for one in episodes:
        state = say(f"book.review_{one.stop.review[lang]}")
        add(states, "li", f"{one.stop.code}. {one.stop.title[lang]}: {state}")
    add(section, "h2", say("about.voices_title"))
    heard = add(section, "ul")
    for voice in voices_of(episodes):
        add(heard, "li", voice_in_words(voice, say, licence=True))
    add(section, "h2", say("about.sources_title"))
    _sources(section, tour, tuple(tour.sources))
    return document(root, XHTML)


def contents(lang: str, pages: Sequence[tuple[str, str]], say: Say) -> bytes:
    """The list of the pages, (file, heading) of each, as reading programs want it."""
    root, body = _page(say("book.contents"), lang)
    nav = add(body, "nav", attributes={"epub:type": "toc", "id": "toc"})
    add(nav, "h1", say("book.contents"))
    listed = add(nav, "ol")
    for file, heading in pages:
        add(add(listed, "li"), "a", heading, {"href": file})
    return document(root, XHTML)


def _page(title: str, lang: str) -> tuple[Element, Element]:
    root = Element("html", {"xmlns:epub": OPS, "lang": lang, "xml:lang": lang})
    head = add(root, "head")
    add(head, "title", title)
    add(head, "link", attributes={"rel": "stylesheet", "type": "text/css", "href": STYLE})
    return root, add(root, "body")


def _sentences(parent: Element, numbered: Iterable[tuple[int, Cue]]) -> None:
    for number, cue in numbered:
        add(parent, "span", cue.text, {"id": f"s{number}"}).tail = " "


def _paragraphs(parent: Element, text: str) -> None:
    for paragraph in text.split("\n\n"):
        add(parent, "p", paragraph)


def _sources(parent: Element, tour: Tour, keys: Sequence[str]) -> None:
    listed = add(parent, "ul")
    for source in (tour.sources[key] for key in keys):
        add(add(listed, "li"), "a", source.title, {"href": source.address})

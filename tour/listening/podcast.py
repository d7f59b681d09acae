"""The podcast feed of one language: RSS 2.0 with the itunes and podcast namespaces."""

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Final
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element

from tour.catalogue.model import Tour
from tour.listening.chapters import MEDIA_TYPE as CHAPTERS_TYPE
from tour.listening.chapters import geo_uri
from tour.listening.editions import Edition, file_address
from tour.listening.episodes import Episode
from tour.listening.markup import add, document, escape, html, shortened
from tour.listening.say import (
    Say,
    about_the_tour,
    licence_in_words,
    position_in_words,
    voice_in_words,
    voices_in,
    voices_of,
)
from tour.narration.model import Voice

MOST_BYTES: Final = 4000
"""What Apple's directory takes of a description."""

FEEDS: Final = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace that the podcast namespace's tag guid gives for feed addresses."""


def feed(
    tour: Tour,
    lang: str,
    episodes: Sequence[Episode],
    base: str,
    say: Say,
    whole: Edition | None = None,
) -> bytes:
    """The feed, with an episode for each narrated stop in walking order.

    ``whole``: the sound of the whole tour, where there is one, is an episode more. ``base`` is the
    server's address without a slash at its end.
    """
    rss = Element("rss", {"version": "2.0"})
    channel = add(rss, "channel")
    _describe(channel, tour, lang, base, say)
    dates = [each.published_at for each in episodes]
    if whole is not None:
        dates.append(_date(whole))
    if dates:
        add(channel, "lastBuildDate", format_datetime(max(dates), usegmt=True))
    if whole is not None:
        _whole(channel, tour, lang, whole, voices_of(episodes), base, say)
    for episode in episodes:
        _item(channel, tour, lang, episode, base, say)
    return document(rss)


def _describe(channel: Element, tour: Tour, lang: str, base: str, say: Say) -> None:
    address = f"{base}/{lang}/podcast.xml"
    title, home, picture = tour.title[lang], f"{base}/{lang}/", f"{base}/podcast.png"
    add(channel, "title", title)
    add(channel, "link", home)
    about = about_the_tour(tour, lang, say)
    room = MOST_BYTES - len(about.encode()) - 1
    add(channel, "description", f"{shortened(tour.summary[lang], room)} {about}")
    add(channel, "language", lang)
    add(channel, "copyright", licence_in_words(tour, say))
    image = add(channel, "image")
    add(image, "url", picture)
    add(image, "title", title)
    add(image, "link", home)
    own = {"href": address, "rel": "self", "type": "application/rss+xml"}
    add(channel, "atom:link", attributes=own)
    add(channel, "itunes:author", title)
    add(channel, "itunes:image", attributes={"href": picture})
    add(channel, "itunes:category", attributes={"text": "History"})
    add(channel, "itunes:explicit", "false")
    add(channel, "itunes:type", "serial")
    add(channel, "podcast:locked", "yes")
    add(channel, "podcast:guid", str(uuid5(FEEDS, address.partition("://")[2])))
    add(channel, "podcast:medium", "podcast")
    _location(channel, title, tour, say)


def _location(parent: Element, title: str, tour: Tour, say: Say) -> None:
    where = f"{title} ({position_in_words(tour.anchor, say)})"
    add(parent, "podcast:location", where, {"rel": "subject", "geo": geo_uri(tour.anchor)})


def _whole(
    channel: Element,
    tour: Tour,
    lang: str,
    whole: Edition,
    voices: Sequence[Voice],
    base: str,
    say: Say,
) -> None:
    item = add(channel, "item")
    title = f"{tour.title[lang]}: {say('listening.whole_title')}"
    add(item, "title", title)
    add(item, "link", f"{base}/{lang}/")
    add(item, "guid", f"{tour.id}/{lang}", {"isPermaLink": "false"})
    add(item, "pubDate", format_datetime(_date(whole), usegmt=True))
    told = Element("div")
    add(told, "p", f"{say('listening.whole_about')} {about_the_tour(tour, lang, say)}")
    for voice in voices:
        add(told, "p", voice_in_words(voice, say, licence=True))
    add(item, "description", html(*told))
    sound = {
        "url": base + file_address(tour, lang, whole.file),
        "length": str(whole.file.bytes),
        "type": "audio/mpeg",
    }
    add(item, "enclosure", attributes=sound)
    add(item, "itunes:title", title)
    add(item, "itunes:episodeType", "bonus")
    add(item, "itunes:duration", str(round(whole.duration_s)))
    add(item, "itunes:explicit", "false")
    listed = {"url": f"{base}/{lang}/chapters.json", "type": CHAPTERS_TYPE}
    add(item, "podcast:chapters", attributes=listed)
    _location(item, tour.title[lang], tour, say)
    if whole.captions is not None:
        address = base + file_address(tour, lang, whole.captions)
        transcript = {"url": address, "type": "text/vtt", "language": lang}
        add(item, "podcast:transcript", attributes=transcript)


def _date(whole: Edition) -> datetime:
    return datetime.fromtimestamp(whole.made_at, UTC)


def _item(channel: Element, tour: Tour, lang: str, episode: Episode, base: str, say: Say) -> None:
    stop, sound, publication = episode.stop, episode.sound, episode.publication
    item = add(channel, "item")
    add(item, "title", stop.title[lang])
    add(item, "link", f"{base}/{lang}/stops/{stop.id}")
    add(item, "guid", f"{tour.id}/{stop.id}/{lang}", {"isPermaLink": "false"})
    add(item, "pubDate", format_datetime(episode.published_at, usegmt=True))
    add(item, "description", description(tour, lang, episode, say))
    enclosure = {
        "url": f"{base}/audio/{sound.digest}.{sound.extension}",
        "length": str(sound.bytes),
        "type": "audio/mpeg",
    }
    add(item, "enclosure", attributes=enclosure)
    add(item, "itunes:title", stop.title[lang])
    add(item, "itunes:episode", str(stop.number))
    add(item, "itunes:episodeType", "full")
    add(item, "itunes:duration", str(round(publication.duration_s)))
    add(item, "itunes:explicit", "false")
    transcript = {
        "url": f"{base}/audio/{publication.captions}.vtt",
        "type": "text/vtt",
        "language": lang,
    }
    add(item, "podcast:transcript", attributes=transcript)


def description(tour: Tour, lang: str, episode: Episode, say: Say) -> str:
    """What an app shows of an episode, as HTML: what the listener must know comes first.

    The content note, the text's first paragraph, the state of the text, the voices, the sources.
    The paragraph is cut where all of it would be longer than apps show.
    """
    _, *narration = episode.stop.paragraphs(lang)
    first = narration[0] if narration else ""
    whole = _description(tour, lang, episode, first, say)
    room = MOST_BYTES - len(whole.encode()) + len(escape(first).encode())
    return _description(tour, lang, episode, shortened(first, room), say)


def _description(tour: Tour, lang: str, episode: Episode, first: str, say: Say) -> str:
    stop, publication = episode.stop, episode.publication
    lines = [
        stop.content_note[lang] if stop.content_note else "",
        first,
        say("stop.draft") if stop.review[lang] == "draft" else "",
        say("listening.place", position=position_in_words(stop.position, say)),
        *(
            line
            for voice in voices_in(publication)
            for line in (
                voice_in_words(voice, say),
                say("listening.voice_licence", licence=voice.licence),
            )
        ),
        say("listening.sources"),
    ]
    body = Element("div")
    for line in filter(None, lines):
        add(body, "p", line)
    listed = add(body, "ul")
    for source in (tour.sources[key] for key in stop.sources):
        add(add(listed, "li"), "a", source.title, {"href": source.address})
    return html(*body)

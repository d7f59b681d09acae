"""The podcast feed of one language: RSS 2.0 with the itunes and podcast namespaces."""

from collections.abc import Sequence
from email.utils import format_datetime
from typing import Final
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element

from tour.catalogue.model import Position, Tour
from tour.listening.episodes import Episode
from tour.listening.markup import add, document, html
from tour.listening.say import LICENCE, Say, about_the_tour, position_in_words

FEEDS: Final = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace that the podcast namespace's tag guid gives for feed addresses."""


def feed(tour: Tour, lang: str, episodes: Sequence[Episode], base: str, say: Say) -> bytes:
    """The feed, with an episode for each narrated stop in walking order.

    ``base`` is the server's address without a slash at its end.
    """
    address = f"{base}/{lang}/podcast.xml"
    rss = Element("rss", {"version": "2.0"})
    channel = add(rss, "channel")
    title, home, picture = tour.title[lang], f"{base}/{lang}/", f"{base}/podcast.png"
    add(channel, "title", title)
    add(channel, "link", home)
    add(channel, "description", f"{tour.summary[lang]} {about_the_tour(tour, lang, say)}")
    add(channel, "language", lang)
    add(channel, "copyright", say("listening.licence", licence=LICENCE))
    if episodes:
        latest = max(each.published_at for each in episodes)
        add(channel, "lastBuildDate", format_datetime(latest, usegmt=True))
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
    where = f"{title} ({position_in_words(tour.anchor, say)})"
    add(channel, "podcast:location", where, {"rel": "subject", "geo": geo_uri(tour.anchor)})
    for episode in episodes:
        _item(channel, tour, lang, episode, base, say)
    return document(rss)


def geo_uri(position: Position) -> str:
    """The position with its uncertainty in metres (RFC 5870)."""
    place = position.place
    return f"geo:{place.lat:.6f},{place.lng:.6f};u={position.uncertainty_m:g}"


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
    """
    stop, publication = episode.stop, episode.publication
    _, *narration = stop.paragraphs(lang)
    voices = [each for each in (publication.voice, publication.testimony_voice) if each]
    lines = [
        stop.content_note[lang] if stop.content_note else "",
        narration[0] if narration else "",
        say("stop.draft") if stop.review[lang] == "draft" else "",
        say("listening.place", position=position_in_words(stop.position, say)),
        *(
            line
            for voice in voices
            for line in (
                say(
                    "stop.human" if voice.quality == "human" else "stop.synthetic", name=voice.name
                ),
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

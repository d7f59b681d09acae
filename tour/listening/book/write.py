"""Puts the book together: the same tour and narration always give the same bytes."""

from collections.abc import Sequence
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from tour.catalogue.model import Tour
from tour.listening.book import pages
from tour.listening.book.cover import cover
from tour.listening.book.overlay import overlay
from tour.listening.book.package import Item, container, package
from tour.listening.episodes import Episode
from tour.listening.say import Say

MEDIA_TYPE: Final = "application/epub+zip"

_FOLDER: Final = "book"
_PAGE: Final = "application/xhtml+xml"
_SMIL: Final = "application/smil+xml"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)

Parts = dict[Item, bytes]


def write_book(tour: Tour, lang: str, episodes: Sequence[Episode], say: Say) -> bytes:
    """The EPUB of a tour whose stops all have their sound."""
    closing = Item("closing", "closing.xhtml", _PAGE, is_page=True)
    about = Item("about", "about.xhtml", _PAGE, is_page=True)
    parts: Parts = {
        Item("cover", "cover.xhtml", _PAGE, is_page=True): pages.cover_page(tour, lang, say),
        Item("first", "first.xhtml", _PAGE, is_page=True): pages.first_page(tour, lang),
    }
    listed = [("first.xhtml", tour.title[lang])]
    for episode in episodes:
        parts |= _stop(tour, lang, episode, say)
        name = f"{_name(episode)}.xhtml"
        listed.append((name, f"{episode.stop.code}. {episode.stop.title[lang]}"))
    parts[closing] = pages.closing_page(tour, lang, say)
    parts[about] = pages.about_page(tour, lang, episodes, say)
    listed += [(closing.file, say("closing.title")), (about.file, say("book.about_title"))]
    toc = pages.contents(lang, listed, say)
    picture = Item("cover-picture", pages.COVER_PICTURE, "image/png", "cover-image")
    parts |= {
        Item("toc", "contents.xhtml", _PAGE, "nav", is_page=True): toc,
        Item("style", pages.STYLE, "text/css"): pages.CSS.encode(),
        picture: cover(tour.title[lang]),
    }
    described = package(tour, lang, list(parts), episodes, say)
    return _packed({item.file: data for item, data in parts.items()}, described)


def _stop(tour: Tour, lang: str, episode: Episode, say: Say) -> Parts:
    name = _name(episode)
    page, sound = f"{name}.xhtml", f"{name}.mp3"
    spoken = Item(
        f"{name}-overlay", f"{name}.smil", _SMIL, duration_s=episode.publication.duration_s
    )
    return {
        Item(name, page, _PAGE, overlay=spoken.id, is_page=True): pages.stop_page(
            tour, lang, episode, say
        ),
        spoken: overlay(episode, page, sound),
        Item(f"{name}-sound", sound, "audio/mpeg"): episode.file.read_bytes(),
    }


def _name(episode: Episode) -> str:
    return f"stop-{episode.stop.number:02}"


def _packed(files: dict[str, bytes], described: bytes) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        _put(archive, "mimetype", MEDIA_TYPE.encode())
        _put(archive, "META-INF/container.xml", container(f"{_FOLDER}/package.opf"))
        _put(archive, f"{_FOLDER}/package.opf", described)
        for name, data in files.items():
            _put(archive, f"{_FOLDER}/{name}", data)
    return target.getvalue()


def _put(archive: ZipFile, name: str, data: bytes) -> None:
    info = ZipInfo(name, _EPOCH)
    plain = name == "mimetype" or name.endswith((".mp3", ".png"))
    info.compress_type = ZIP_STORED if plain else ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, data)

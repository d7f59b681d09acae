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
from tour.listening.episodes import Episode, Note
from tour.listening.say import Say, note_title

MEDIA_TYPE: Final = "application/epub+zip"

_FOLDER: Final = "book"
_PAGE: Final = "application/xhtml+xml"
_SMIL: Final = "application/smil+xml"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)

Parts = dict[Item, bytes]


def write_book(tour: Tour, lang: str, episodes: Sequence[Episode], say: Say) -> bytes:
    """The EPUB of a tour whose stops all have their sound."""
    closing = Item("closing", pages.CLOSING, _PAGE, is_page=True)
    about = Item("about", "about.xhtml", _PAGE, is_page=True)
    parts: Parts = {
        Item("cover", "cover.xhtml", _PAGE, is_page=True): pages.cover_page(tour, lang, say),
        Item("first", "first.xhtml", _PAGE, is_page=True): pages.first_page(tour, lang),
    }
    listed = [("first.xhtml", tour.title[lang])]
    following = [*(_first_page(one) for one in episodes[1:]), closing.file]
    for episode, after in zip(episodes, following, strict=True):
        stop, note = episode.stop, episode.note
        if note is not None:
            page = pages.note_page(stop, lang, note, after, say)
            parts |= _read_aloud(_note_name(episode), page, note)
            listed.append((_first_page(episode), note_title(stop, say)))
        page = pages.stop_page(tour, lang, episode, say)
        parts |= _read_aloud(_name(episode), page, episode)
        listed.append((f"{_name(episode)}.xhtml", f"{stop.code}. {stop.title[lang]}"))
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


def _read_aloud(name: str, written: bytes, heard: Episode | Note) -> Parts:
    """A page with its sound and its overlay."""
    page, sound = f"{name}.xhtml", f"{name}.mp3"
    length_s = heard.publication.duration_s
    spoken = Item(f"{name}-overlay", f"{name}.smil", _SMIL, duration_s=length_s)
    return {
        Item(name, page, _PAGE, overlay=spoken.id, is_page=True): written,
        spoken: overlay(heard.publication, page, sound),
        Item(f"{name}-sound", sound, "audio/mpeg"): heard.file.read_bytes(),
    }


def _name(episode: Episode) -> str:
    return f"stop-{episode.stop.number:02}"


def _note_name(episode: Episode) -> str:
    return f"{_name(episode)}-note"


def _first_page(episode: Episode) -> str:
    return f"{_note_name(episode) if episode.note else _name(episode)}.xhtml"


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

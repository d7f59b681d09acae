"""The podcast's picture is what podcast apps ask for."""

import struct
import zlib

import numpy as np

from tour.listening.artwork import SIDE_PX, artwork


def chunks(png: bytes) -> list[tuple[bytes, bytes]]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    found, place = [], 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        kind, data = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        (checksum,) = struct.unpack(">I", png[place + 8 + length : place + 12 + length])
        assert checksum == zlib.crc32(kind + data)
        found.append((kind, data))
        place += 12 + length
    return found


def test_it_is_a_square_in_rgb_without_transparency() -> None:
    (_, header), *_, (last, _) = chunks(artwork())
    assert struct.unpack(">IIBBBBB", header) == (SIDE_PX, SIDE_PX, 8, 2, 0, 0, 0)
    assert 1400 <= SIDE_PX <= 3000
    assert last == b"IEND"
    assert len(artwork()) < 500_000


def test_it_shows_the_arch() -> None:
    (data,) = [data for kind, data in chunks(artwork()) if kind == b"IDAT"]
    rows = np.frombuffer(zlib.decompress(data), np.uint8).reshape(SIDE_PX, SIDE_PX * 3 + 1)
    assert not rows[:, 0].any()
    pixels = rows[:, 1:].reshape(SIDE_PX, SIDE_PX, 3)
    paper, ink = [0xF6, 0xF3, 0xEE], [0x8F, 0x35, 0x17]
    unit = SIDE_PX // 48
    inked = {(24, 11): True, (12, 30): True, (36, 30): True, (8, 38): True}
    empty = {(24, 30): False, (2, 2): False, (24, 45): False, (8, 30): False}
    for (x, y), is_ink in (inked | empty).items():
        assert pixels[y * unit, x * unit].tolist() == (ink if is_ink else paper), (x, y)
    assert (pixels == pixels[:, ::-1]).all(), "the arch is symmetric"

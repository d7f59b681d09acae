"""Reading the machine's package sources, in both forms that apt knows."""

from pathlib import Path

import pytest

from tour.narration.install.sources import (
    Release,
    Source,
    base_source,
    read_deb822,
    read_machine,
    read_one_line,
    read_release,
    write_deb822,
)

DEB822 = """\
Types: deb deb-src
# a comment
URIs: http://mirror.example.org/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mQINBFit
 -----END PGP PUBLIC KEY BLOCK-----

Types: deb
URIs: http://mirror.example.org/debian-security
Suites: bookworm-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Enabled: no
Types: deb
URIs: http://example.org/off
Suites: bookworm
Components: main

Types: deb-src
URIs: http://example.org/source
Suites: bookworm
Components: main
"""
ONE_LINE = """\
# deb http://example.org/off noble main
deb [arch=amd64,arm64 signed-by=/keys/ubuntu.gpg] http://archive.ubuntu.com/ubuntu noble main x # y
deb http://archive.ubuntu.com/ubuntu noble-updates main
deb-src http://archive.ubuntu.com/ubuntu noble main
deb http://example.org/flat ./
"""
BOOKWORM = Release("debian", "bookworm")


def test_deb822_stanzas_are_read() -> None:
    first, second = read_deb822(DEB822)
    assert first.uris == ("http://mirror.example.org/debian",)
    assert first.suites == ("bookworm", "bookworm-updates")
    assert first.components == ("main",)
    assert first.options["Signed-By"].splitlines()[1] == " -----BEGIN PGP PUBLIC KEY BLOCK-----"
    assert second.suites == ("bookworm-security",)


def test_one_line_entries_are_read() -> None:
    first, second = read_one_line(ONE_LINE)
    assert first == Source(
        ("http://archive.ubuntu.com/ubuntu",),
        ("noble",),
        ("main", "x"),
        {"Architectures": "amd64 arm64", "Signed-By": "/keys/ubuntu.gpg"},
    )
    assert second.suites == ("noble-updates",)


@pytest.mark.parametrize("source", [*read_deb822(DEB822), *read_one_line(ONE_LINE)])
def test_what_is_written_reads_the_same(source: Source) -> None:
    assert read_deb822(write_deb822(source)) == (source,)


def test_the_base_is_the_whole_suite_not_a_part_of_it() -> None:
    sources = read_deb822(DEB822)
    assert base_source(sources, BOOKWORM) is sources[0]
    assert base_source(sources[1:], BOOKWORM) is None
    assert base_source((), BOOKWORM) is None


def test_a_suite_under_another_name_will_do() -> None:
    stable = Source(("http://mirror.example.org/debian",), ("stable",), ("main",))
    other = Source(("http://example.org",), ("tool",), ("extra",))
    assert base_source([other, stable], BOOKWORM) is stable


def test_every_file_that_apt_reads_is_read_and_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "sources.list.d"
    folder.mkdir()
    (tmp_path / "sources.list").write_text("deb http://a.example one main\n")
    (folder / "b.list").write_text("deb http://b.example two main\n")
    (folder / "c.sources").write_text(
        "Types: deb\nURIs: http://c.example\nSuites: three\nComponents: main\n"
    )
    (folder / "d.list.disabled").write_text("deb http://d.example four main\n")
    assert [source.suites for source in read_machine(tmp_path)] == [("one",), ("two",), ("three",)]
    assert read_machine(tmp_path / "nowhere") == ()


@pytest.mark.parametrize(
    ("os_release", "expected"),
    [
        ('ID=debian\nVERSION_CODENAME=bookworm\nVERSION_ID="12"\n', BOOKWORM),
        ("ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME=noble\n", Release("ubuntu", "noble")),
        (
            'ID=mint\nID_LIKE="ubuntu debian"\nVERSION_CODENAME=wilma\nUBUNTU_CODENAME=noble\n',
            Release("ubuntu", "noble"),
        ),
        ('ID="fedora"\nVERSION_ID=42\n', Release("fedora", "")),
        ("", Release("", "")),
    ],
)
def test_the_distribution_is_told_from_os_release(os_release: str, expected: Release) -> None:
    assert read_release(os_release) == expected

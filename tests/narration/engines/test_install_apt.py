"""The whole installation by the real apt, from a small package mirror in a folder."""

import hashlib
import subprocess
from pathlib import Path

import pytest
from voices_help import PACKED

from tour.errors import Unavailable
from tour.narration.install import apt
from tour.narration.install.rhvoice import Machine, install
from tour.narration.install.sources import Release, Source

pytestmark = pytest.mark.skipif(not apt.is_here(), reason="this system has no apt")

DEBIAN_12 = Release("debian", "bookworm")
LIBRARIES = tuple(name for name in PACKED if name.startswith("lib/"))
RUSSIAN = tuple(name for name in PACKED if "Russian" in name or "aleksandr" in name)
KYRGYZ = tuple(name for name in PACKED if name.startswith("share/RHVoice") and name not in RUSSIAN)


class Mirror:
    """A package mirror of small packages that apt reads by a ``file:`` address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        done = subprocess.run(
            ["dpkg", "--print-architecture"], capture_output=True, text=True, check=True
        )
        self.architecture = done.stdout.strip()

    def publish(self, suite: str, component: str, *stanzas: str) -> None:
        suite_folder = self.folder / "dists" / suite
        lists = suite_folder / component / f"binary-{self.architecture}"
        lists.mkdir(parents=True)
        content = "\n".join(stanzas)
        (lists / "Packages").write_text(content)
        digest = hashlib.sha256(content.encode()).hexdigest()
        name = (lists / "Packages").relative_to(suite_folder)
        (suite_folder / "Release").write_text(
            f"Suite: {suite}\nCodename: {suite}\nArchitectures: {self.architecture}\n"
            f"Components: {component}\nSHA256:\n {digest} {len(content)} {name}\n"
        )

    def pack(self, name: str, version: str, files: tuple[str, ...], needs: str = "") -> str:
        tree = self.folder / "trees" / f"{name}_{version}"
        for each in files:
            path = tree / "usr" / each
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{each} {version}")
        control = (
            f"Package: {name}\nVersion: {version}\nArchitecture: {self.architecture}\n"
            f"Maintainer: Nobody <nobody@example.org>\nDescription: for tests\n"
            + (f"Depends: {needs}\n" if needs else "")
        )
        (tree / "DEBIAN").mkdir(parents=True)
        (tree / "DEBIAN" / "control").write_text(control)
        deb = self.folder / f"{name}_{version}.deb"
        subprocess.run(["dpkg-deb", "-b", str(tree), str(deb)], check=True, capture_output=True)
        digest = hashlib.sha256(deb.read_bytes()).hexdigest()
        return f"{control}Filename: {deb.name}\nSize: {deb.stat().st_size}\nSHA256: {digest}\n"

    def rhvoice(self, version: str) -> list[str]:
        return [
            self.pack("librhvoice5", version, LIBRARIES[:2], "libc6, librhvoice-core7"),
            self.pack("librhvoice-core7", version, LIBRARIES[2:3], "libsonic0"),
            self.pack("libsonic0", version, LIBRARIES[3:]),
            self.pack("rhvoice-russian", version, RUSSIAN),
            self.pack("rhvoice-kyrgyz", version, KYRGYZ),
        ]

    def machine(self) -> Machine:
        base = Source((f"file:{self.folder}",), ("bookworm",), ("main",), {"Trusted": "yes"})
        return Machine(DEBIAN_12, (base,))


@pytest.fixture
def mirror(tmp_path: Path) -> Mirror:
    folder = tmp_path / "mirror"
    folder.mkdir()
    return Mirror(folder)


@pytest.fixture
def said() -> list[str]:
    return []


def test_rhvoice_is_installed_whole_and_nothing_is_left_over(
    mirror: Mirror, tmp_path: Path, said: list[str]
) -> None:
    mirror.publish("bookworm", "non-free", *mirror.rhvoice("1.8"))
    voices = tmp_path / "the voices"
    (voices / ".installing-killed").mkdir(parents=True)
    installed = install(voices, said.append, machine=mirror.machine())
    assert installed.version == "1.8"
    assert installed.voices == ("aleksandr-hq", "azamat", "nazgul")
    assert sorted(path.name for path in voices.iterdir()) == [".lock", "rhvoice"]
    assert [line.split()[0] for line in said] == ["Reading", "Fetching", "Unpacking", "RHVoice"]


def test_the_newer_packages_of_backports_are_preferred(
    mirror: Mirror, tmp_path: Path, said: list[str]
) -> None:
    mirror.publish("bookworm", "non-free", *mirror.rhvoice("1.8"))
    mirror.publish("bookworm-backports", "non-free", *mirror.rhvoice("1.14"))
    assert install(tmp_path / "v", said.append, machine=mirror.machine()).version == "1.14"


def test_again_replaces_and_a_failure_keeps_what_was_there(
    mirror: Mirror, tmp_path: Path, said: list[str]
) -> None:
    voices = tmp_path / "v"
    mirror.publish("bookworm", "non-free", *mirror.rhvoice("1.8"))
    install(voices, said.append, machine=mirror.machine())
    mirror.publish("bookworm-backports", "non-free", *mirror.rhvoice("1.14"))
    assert install(voices, said.append, machine=mirror.machine()).version == "1.8"
    assert install(voices, said.append, again=True, machine=mirror.machine()).version == "1.14"
    nowhere = Machine(DEBIAN_12, (Source(("file:/nowhere",), ("bookworm",), ("main",)),))
    with pytest.raises(Unavailable, match="cannot be reached: file:/nowhere"):
        install(voices, said.append, again=True, machine=nowhere)
    assert install(voices, said.append, machine=nowhere).version == "1.14"


def test_a_package_that_is_not_what_the_list_says_is_refused(
    mirror: Mirror, tmp_path: Path, said: list[str]
) -> None:
    mirror.publish("bookworm", "non-free", *mirror.rhvoice("1.8"))
    deb = mirror.folder / "rhvoice-russian_1.8.deb"
    deb.write_bytes(deb.read_bytes().replace(b"debian-binary", b"debian-binarY"))
    with pytest.raises(Unavailable, match="not installed"):
        install(tmp_path / "v", said.append, machine=mirror.machine())
    assert [path.name for path in (tmp_path / "v").iterdir()] == [".lock"]


@pytest.mark.parametrize(
    ("machine", "message"),
    [
        (Machine(Release("fedora", ""), ()), "Only Debian and Ubuntu"),
        (Machine(DEBIAN_12, ()), "name no mirror"),
    ],
)
def test_other_systems_are_told_what_to_install(
    machine: Machine, message: str, tmp_path: Path, said: list[str]
) -> None:
    with pytest.raises(Unavailable, match=message) as caught:
        install(tmp_path, said.append, machine=machine)
    assert "rhvoice-russian" in caught.value.message


def test_a_mirror_without_the_packages_is_named_as_such(
    mirror: Mirror, tmp_path: Path, said: list[str]
) -> None:
    mirror.publish("bookworm", "non-free", mirror.pack("other", "1", LIBRARIES[:1]))
    with pytest.raises(Unavailable, match="no package librhvoice5"):
        install(tmp_path / "v", said.append, machine=mirror.machine())

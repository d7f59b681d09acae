"""RHVoice and the voices this tour speaks with, put into ``voices/rhvoice`` without root.

Debian and Ubuntu carry RHVoice; its packages are fetched by a private apt, unpacked, and trimmed
to the voices that are used. The folder appears whole or not at all.
"""

import fcntl
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tour.errors import Unavailable
from tour.narration.engines.rhvoice_files import (
    LANGUAGES,
    RECORD,
    VOICES,
    Installation,
    private_installation,
)
from tour.narration.install import apt, sources

_WANTED = ("librhvoice5", "rhvoice-russian", "rhvoice-kyrgyz")
_LIBRARY = re.compile(r"^lib(rhvoice-core|sonic)\d")
_COMPONENTS = {
    "debian": ("main", "contrib", "non-free"),
    "ubuntu": ("main", "universe", "multiverse"),
}
# Debian 12 itself carries 1.8; 1.14, whose voices were chosen by measurement, is in backports.
_NEWER = {"bookworm": "bookworm-backports"}
_INSTEAD = (
    "The tour goes on with the voices that are here. To add the voices by hand, install these "
    "packages as root: on Debian 12\n"
    "  apt-get install -t bookworm-backports librhvoice5 rhvoice-russian rhvoice-kyrgyz\n"
    "  (sources entry: bookworm-backports main contrib non-free); on Debian 13 and later\n"
    "  apt-get install librhvoice5 rhvoice-russian rhvoice-kyrgyz\n"
    "  (component non-free), on Ubuntu the same (component multiverse). On other systems build\n"
    "  RHVoice 1.8 or later from its source; its library must then lie under /usr/local/lib and\n"
    "  its data in /usr/local/share/RHVoice. Recordings in audio/recordings/ need none of this."
)

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Machine:
    """What the installer reads of the system."""

    release: sources.Release
    sources: tuple[sources.Source, ...]

    @classmethod
    def this_one(cls) -> "Machine":
        """Read this machine."""
        os_release = Path("/etc/os-release")
        text = os_release.read_text(encoding="utf-8") if os_release.is_file() else ""
        return cls(sources.read_release(text), sources.read_machine())


def install(
    voices_dir: Path, say: Say, *, again: bool = False, machine: Machine | None = None
) -> Installation:
    """Install RHVoice for this tour; at once when that was done before.

    Args:
        voices_dir: the tour's voices folder (absolute); ``rhvoice`` appears in it.
        say: called with a line for people at each step.
        again: fetch and replace even when it is installed.
        machine: whose packages; by default this one's.

    Raises:
        Unavailable: it cannot be done here; the message says what to install instead. What was
            installed before stays.
    """
    voices_dir.mkdir(parents=True, exist_ok=True)
    with _alone(voices_dir):
        installed = private_installation(voices_dir)
        if installed and not again and set(VOICES) <= set(installed.voices):
            say(f"RHVoice {installed.version} is installed in {installed.folder}.")
            return installed
        for left_over in voices_dir.glob(".installing-*"):
            shutil.rmtree(left_over, ignore_errors=True)
        work = Path(tempfile.mkdtemp(prefix=".installing-", dir=voices_dir))
        try:
            _install(voices_dir, work, say, machine)
        except Unavailable as error:
            msg = f"RHVoice was not installed. {error.message}\n{_INSTEAD}"
            raise Unavailable(msg) from error
        finally:
            shutil.rmtree(work, ignore_errors=True)
    installed = private_installation(voices_dir)
    if installed is None:
        msg = f"RHVoice was unpacked, but something in it is missing.\n{_INSTEAD}"
        raise Unavailable(msg)
    say(f"RHVoice {installed.version} is installed: {', '.join(installed.voices)}.")
    return installed


def _install(voices_dir: Path, work: Path, say: Say, machine: Machine | None) -> None:
    if not apt.is_here():
        raise Unavailable("This system has no apt.")
    private = _private_apt(machine or Machine.this_one(), work / "apt")
    say("Reading the package lists …")
    private.update()
    packages = _resolve(private)
    size_mb = sum(package.size for package in packages) / 1e6
    say(f"Fetching {len(packages)} packages, {size_mb:.0f} MB …")
    debs = private.fetch(packages)
    say("Unpacking …")
    whole = work / "whole"
    whole.mkdir()
    for deb in debs:
        apt.unpack(deb, whole)
    ready = work / "rhvoice"
    arrange(whole, ready, {package.name: package.version for package in packages})
    before = voices_dir / "rhvoice"
    if before.exists():
        before.rename(work / "before")
    ready.rename(before)


def _private_apt(machine: Machine, folder: Path) -> apt.PrivateApt:
    """The private apt for this machine.

    Raises:
        Unavailable: it is neither Debian nor Ubuntu, or its sources name no mirror.
    """
    family, codename = machine.release.family, machine.release.codename
    if family not in _COMPONENTS:
        msg = f"Only Debian and Ubuntu carry its packages; this is {family or 'unknown'}."
        raise Unavailable(msg)
    base = sources.base_source(machine.sources, machine.release)
    if base is None:
        raise Unavailable("The package sources in /etc/apt name no mirror of the distribution.")
    suite = codename if codename in base.suites or not base.suites else base.suites[0]
    newer = _NEWER.get(codename, "")
    own = sources.Source(
        uris=base.uris,
        suites=(suite, newer) if newer else (suite,),
        components=_COMPONENTS[family],
        options=base.options,
    )
    return apt.PrivateApt(folder, own, target_release=newer)


def _resolve(private: apt.PrivateApt) -> tuple[apt.Package, ...]:
    """Everything to fetch: the wanted packages and RHVoice's own libraries under them."""
    found: dict[str, apt.Package] = {}
    names = list(_WANTED)
    while names:
        name = names.pop(0)
        if name in found:
            continue
        package = private.find(name)
        if package is None:
            msg = f"The distribution's mirror has no package {name}."
            raise Unavailable(msg)
        found[name] = package
        if name.startswith("lib"):
            names += [needed for needed in private.needs(name) if _LIBRARY.match(needed)]
    return tuple(found.values())


def arrange(whole: Path, ready: Path, versions: dict[str, str]) -> None:
    """Pick what is used out of the unpacked packages.

    Voices that are not named in ``VOICES`` (many forbid commercial use or changes) stay behind.

    Args:
        whole: a tree of ``usr/…`` as unpacked.
        ready: made here: ``lib``, ``data/languages``, ``data/voices``, ``licences``, the record.
        versions: package → version, kept in the record.

    Raises:
        Unavailable: a voice or language is not in the packages.
    """
    data = whole / "usr" / "share" / "RHVoice"
    for kind, names in (("languages", LANGUAGES), ("voices", VOICES)):
        (ready / "data" / kind).mkdir(parents=True)
        for name in names:
            if not (data / kind / name).is_dir():
                msg = f"The packages hold no {name}."
                raise Unavailable(msg)
            (data / kind / name).rename(ready / "data" / kind / name)
    (ready / "lib").mkdir()
    for path in sorted((whole / "usr" / "lib").glob("*/lib*.so.*")):
        path.rename(ready / "lib" / path.name)
    (ready / "licences").mkdir()
    for path in sorted((whole / "usr" / "share" / "doc").glob("*/copyright")):
        path.rename(ready / "licences" / f"{path.parent.name}.txt")
    record = {"packages": versions}
    (ready / RECORD).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other process installs into this folder."""
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

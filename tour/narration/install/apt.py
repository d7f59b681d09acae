"""A private apt: the system's configuration and keys, but lists, cache and state of its own.

Proxies, certificates and passwords of the system's configuration stay in force. Nothing outside
``folder`` is written and no root is needed.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tour.errors import Unavailable
from tour.narration.install.sources import Source, write_deb822

_TOOLS = ("apt-get", "apt-cache", "dpkg-deb")
_SLOWEST_S = 1800
# The system's hooks would tidy the system's own caches, so they are cleared after it was read.
_CONFIGURATION = """\
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
Dir::State "{folder}/state";
Dir::State::lists "lists";
Dir::State::status "/var/lib/dpkg/status";
Dir::Cache "{folder}/cache";
Dir::Etc::SourceList "{folder}/tour.sources";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
Acquire::Languages "none";
Acquire::Retries "2";
Debug::NoLocking "true";
"""


@dataclass(frozen=True, slots=True)
class Package:
    """A package that can be fetched."""

    name: str
    version: str
    size: int  # bytes


def is_here() -> bool:
    """Tell whether this machine has apt and dpkg."""
    return all(shutil.which(tool) for tool in _TOOLS)


class PrivateApt:
    """apt with everything that it writes under ``folder`` (an absolute path)."""

    def __init__(self, folder: Path, source: Source, target_release: str = "") -> None:
        """Write the configuration; ``target_release`` is preferred among the source's suites."""
        self._folder = folder
        for part in ("state/lists/partial", "cache/archives/partial", "debs"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        self._source = source
        self._target_release = target_release
        self._configure("")
        (folder / "tour.sources").write_text(write_deb822(source), encoding="utf-8")

    def update(self) -> None:
        """Fetch the package lists; those that the mirror does not have are done without.

        Raises:
            Unavailable: no list could be fetched.
        """
        said = ""
        try:
            self._run("apt-get", "update", "-qq")
        except Unavailable as error:  # one missing list is enough; the others are kept
            said = f" ({error.message})"
        fetched = [path.name for path in (self._folder / "state" / "lists").glob("*Release")]
        if not fetched:
            msg = f"The package mirror cannot be reached: {' '.join(self._source.uris)}{said}"
            raise Unavailable(msg)
        if any(f"_{self._target_release}_" in name for name in fetched):
            self._configure(self._target_release)

    def find(self, name: str) -> Package | None:
        """The package that would be fetched under this name, or ``None``."""
        try:
            text = self._run("apt-cache", "show", "--no-all-versions", name)
        except Unavailable:
            return None
        fields = dict(re.findall(r"^(Version|Size): (\S+)$", text, re.MULTILINE))
        if "Version" not in fields:
            return None
        return Package(name, fields["Version"], int(fields.get("Size", 0)))

    def needs(self, name: str) -> tuple[str, ...]:
        """Names of the packages that this one depends on."""
        text = self._run("apt-cache", "depends", "--important", name)
        return tuple(re.findall(r"^ *\|?Depends: ([\w.+-]+)$", text, re.MULTILINE))

    def fetch(self, packages: Iterable[Package]) -> tuple[Path, ...]:
        """Download packages; apt has proved each against the signed lists.

        Raises:
            Unavailable: a package could not be fetched.
        """
        debs = self._folder / "debs"
        wanted = [f"{package.name}={package.version}" for package in packages]
        self._run("apt-get", "download", "-qq", *wanted, folder=debs)
        found = tuple(sorted(debs.glob("*.deb")))
        if len(found) != len(wanted):
            msg = f"Of {len(wanted)} packages only {len(found)} were fetched."
            raise Unavailable(msg)
        return found

    def _configure(self, default_release: str) -> None:
        lines = _CONFIGURATION.format(folder=self._folder)
        if os.geteuid() == 0:
            # As root, apt would hand downloads to a user who cannot write into this folder.
            lines += 'APT::Sandbox::User "root";\n'
        if default_release:
            lines += f'APT::Default-Release "{default_release}";\n'
        (self._folder / "apt.conf").write_text(lines, encoding="utf-8")

    def _run(self, tool: str, *words: str, folder: Path | None = None) -> str:
        return run([tool, "-c", str(self._folder / "apt.conf"), *words], folder or self._folder)


def unpack(deb: Path, folder: Path) -> None:
    """Unpack a package's files; its scripts are not run."""
    run(["dpkg-deb", "-x", str(deb), str(folder)], folder)


def run(command: list[str], folder: Path) -> str:
    """Run a command in plain English.

    Returns:
        What it printed.

    Raises:
        Unavailable: it failed, with the end of what it said.
    """
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_SLOWEST_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        msg = f"{command[0]} could not be run: {error}"
        raise Unavailable(msg) from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()[-3:]
        msg = f"{command[0]} {command[3]} failed: {' / '.join(said)}"
        raise Unavailable(msg)
    return done.stdout

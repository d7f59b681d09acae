"""The machine's own package sources, read so that a private list can be made from them.

Both forms that apt knows are read: one-line (``deb [signed-by=…] http://… bookworm main``) and
deb822 stanzas (``Types: deb`` …). See sources.list(5).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_ONE_LINE = re.compile(r"^(deb)\s+(?:\[(?P<options>[^]]*)\]\s+)?(?P<uri>\S+)\s+(?P<rest>\S.*)$")
_OPTION_FIELDS = {"arch": "Architectures", "lang": "Languages", "target": "Targets"}
_OWN_FIELDS = {"types", "uris", "suites", "components", "enabled"}
_PART_OF_A_SUITE = re.compile(r"[-/]")


@dataclass(frozen=True, slots=True)
class Source:
    """One entry: where packages come from and how they are proved genuine.

    ``options`` holds every other field under its deb822 name, above all ``Signed-By``.
    """

    uris: tuple[str, ...]
    suites: tuple[str, ...]
    components: tuple[str, ...]
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Release:
    """The operating system, from os-release(5)."""

    family: str  # "debian", "ubuntu" or another id
    codename: str


def read_release(os_release: str) -> Release:
    """Tell which distribution this is, and whose packages a derivative of it uses."""
    values = {}
    for line in os_release.splitlines():
        name, equals, value = line.partition("=")
        if equals:
            values[name.strip()] = value.strip().strip("\"'")
    ids = [values.get("ID", ""), *values.get("ID_LIKE", "").split()]
    family = next((known for known in ("ubuntu", "debian") if known in ids), ids[0])
    names = ("UBUNTU_CODENAME", "DEBIAN_CODENAME", "VERSION_CODENAME")
    codename = next((values[name] for name in names if values.get(name)), "")
    return Release(family, codename)


def read_one_line(text: str) -> tuple[Source, ...]:
    """Read the one-line form; source packages, comments and exact paths are left out."""
    found = []
    for raw in text.splitlines():
        match = _ONE_LINE.match(raw.partition("#")[0].strip())
        if match is None:
            continue
        suite, *components = match["rest"].split()
        if suite.endswith("/"):
            continue
        options = {}
        for option in (match["options"] or "").split():
            name, _, value = option.partition("=")
            options[_OPTION_FIELDS.get(name, name.title())] = value.replace(",", " ")
        found.append(Source((match["uri"],), (suite,), tuple(components), options))
    return tuple(found)


def read_deb822(text: str) -> tuple[Source, ...]:
    """Read deb822 stanzas; disabled ones and source packages are left out."""
    found = []
    for stanza in re.split(r"\n[ \t]*\n", text):
        fields = _fields(stanza)
        enabled = fields.get("enabled", "yes").strip().lower() not in {"no", "false", "0"}
        if "deb" not in fields.get("types", "").split() or not enabled:
            continue
        found.append(
            Source(
                uris=tuple(fields.get("uris", "").split()),
                suites=tuple(fields.get("suites", "").split()),
                components=tuple(fields.get("components", "").split()),
                options={
                    name.title(): value for name, value in fields.items() if name not in _OWN_FIELDS
                },
            )
        )
    return tuple(found)


def _fields(stanza: str) -> dict[str, str]:
    """Field names in small letters → value; continued lines keep their leading space."""
    fields: dict[str, str] = {}
    last = ""
    for line in stanza.splitlines():
        if line.startswith("#"):
            continue
        if line[:1] in {" ", "\t"} and last:
            fields[last] += "\n" + line.rstrip()
            continue
        name, colon, value = line.partition(":")
        if colon:
            last = name.strip().lower()
            fields[last] = value.strip()
    return fields


def read_machine(etc_apt: Path = Path("/etc/apt")) -> tuple[Source, ...]:
    """Read every source that apt itself would read there."""
    found: list[Source] = []
    main = etc_apt / "sources.list"
    if main.is_file():
        found += read_one_line(main.read_text(encoding="utf-8", errors="replace"))
    for path in sorted((etc_apt / "sources.list.d").glob("*")):
        if path.suffix == ".list":
            found += read_one_line(path.read_text(encoding="utf-8", errors="replace"))
        elif path.suffix == ".sources":
            found += read_deb822(path.read_text(encoding="utf-8", errors="replace"))
    return tuple(found)


def base_source(sources: Iterable[Source], release: Release) -> Source | None:
    """The entry that the system itself was installed from, or ``None``.

    It is the one with a whole suite (``bookworm``, not ``bookworm-security``): by codename where
    there is one, else the first under another name (``stable``).
    """
    with_main = [source for source in sources if "main" in source.components]
    for source in with_main:
        if release.codename in source.suites:
            return source
    for source in with_main:
        if any(_PART_OF_A_SUITE.search(suite) is None for suite in source.suites):
            return source
    return None


def write_deb822(source: Source) -> str:
    """Write one stanza, with a newline at its end."""
    lines = [
        "Types: deb",
        f"URIs: {' '.join(source.uris)}",
        f"Suites: {' '.join(source.suites)}",
        f"Components: {' '.join(source.components)}",
        *(f"{name}: {value}" for name, value in source.options.items()),
    ]
    return "\n".join(lines) + "\n"

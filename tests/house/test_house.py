"""The house's own rules, checked on the files that are tracked."""

import ast
import re
import subprocess
from itertools import chain
from pathlib import Path

import pytest

from tour import cli
from tour.app import create_app
from tour.settings import ROOT, Settings
from tour.web.problems import known_problems

MAX_FILE_LINES = 330
MAX_FUNCTION_LINES = 45
MAX_FILE_BYTES = 600_000


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def text_files() -> list[Path]:
    return [path for path in tracked() if path.suffix not in {".png", ".ico", ".wav"}]


def test_files_and_functions_stay_small() -> None:
    too_long = []
    for path in tracked("tour/*.py", "tour/*.js"):
        source = path.read_text(encoding="utf-8")
        if source.count("\n") > MAX_FILE_LINES:
            too_long.append(f"{path.relative_to(ROOT)}: {source.count(chr(10))} lines")
        if path.suffix == ".py":
            too_long += [
                f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
                for node in ast.walk(ast.parse(source))
                if isinstance(node, ast.FunctionDef)
                and (node.end_lineno or 0) - node.lineno >= MAX_FUNCTION_LINES
            ]
    assert too_long == []


def test_no_third_party_file_is_committed() -> None:
    suspicious = re.compile(r"(\.min\.(js|css)$|/vendor/|node_modules|\.whl$|\.deb$|\.onnx$)")
    found = [str(p.relative_to(ROOT)) for p in tracked() if suspicious.search(str(p))]
    heavy = [str(p.relative_to(ROOT)) for p in tracked() if p.stat().st_size > MAX_FILE_BYTES]
    assert found + heavy == []


def test_no_registry_host_and_no_machine_path_is_named() -> None:
    hosts = ("pypi" + ".org", "npmjs" + ".org", "files.python" + "hosted", "deb" + ".debian.org")
    paths = ("/" + "work/", "/" + "root/", "/opt/" + "pypi", "/" + "home/")
    found = [
        f"{path.relative_to(ROOT)}: {needle}"
        for path in text_files()
        for needle in chain(hosts, paths)
        if needle in path.read_text(encoding="utf-8")
    ]
    assert found == []


def test_kazakh_is_kk_in_every_language_tag() -> None:
    wrong = re.compile(r"""(lang|hreflang|languages?)["']?\s*[=:]\s*\[?["']kz["']""")
    found = [
        str(path.relative_to(ROOT))
        for path in text_files()
        if not path.is_relative_to(ROOT / "tests")
        and wrong.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.fixture(scope="module")
def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("variable", [row[0] for row in Settings.describe()])
def test_every_setting_is_documented(readme: str, variable: str) -> None:
    assert f"`{variable}`" in readme


def test_every_command_is_documented(readme: str, settings: Settings) -> None:
    app = create_app(settings)
    cli.register(app)
    missing = [name for name in app.cli.commands if f"flask {name}" not in readme]
    assert missing == []


def test_every_problem_slug_is_documented(readme: str) -> None:
    assert [slug for slug in known_problems() if f"`{slug}`" not in readme] == []


def test_every_room_stands_on_the_map(readme: str) -> None:
    rooms = {path.name for path in (ROOT / "tour").iterdir() if path.is_dir()} - {"__pycache__"}
    assert {room for room in rooms if f"{room}/" not in readme} == set()


def test_every_make_target_is_documented(readme: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE)
    assert [target for target in targets if f"`make {target}`" not in readme] == []


def test_no_two_test_files_share_a_name() -> None:
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert len(names) == len(set(names)), "pytest imports them by name"

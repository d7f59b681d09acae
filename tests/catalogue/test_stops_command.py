"""`flask stops`, and the JSON Schema it writes."""

import json
from pathlib import Path

import pytest
from catalogue_help import place_in, spoilt
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from tour.catalogue import schema
from tour.cli.stops import group
from tour.settings import ROOT


def run(*arguments: str, **environ: str) -> Result:
    return CliRunner().invoke(group, list(arguments), env=environ)


@pytest.fixture
def path(tmp_path: Path, tour_text: str) -> Path:
    path = tmp_path / "stops.yaml"
    path.write_text(tour_text, encoding="utf-8")
    return path


def test_a_good_file_is_summed_up(path: Path) -> None:
    result = run("check", str(path))
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[-1] == (
        "stops.yaml: 2 stops, 3 languages; kk 24 words (about 1 min); "
        "ru 24 words (about 1 min); en 33 words (about 1 min)"
    )
    assert lines[0] == "8 warnings:"
    assert lines[1].startswith("  stops.yaml:20:14  the word")


def test_the_file_of_the_settings_is_checked_by_default(path: Path) -> None:
    assert run("check", TOUR_STOPS=str(path)).exit_code == 0
    assert "cannot be opened" in run("check", TOUR_STOPS=str(path) + "x").output


def test_faults_are_printed_with_place_and_advice(path: Path, tour_text: str) -> None:
    replacements = (("kind: outdoor", "kind: outdor"), ("id: lamp", "id: gate"))
    path.write_text(spoilt(tour_text, *replacements), encoding="utf-8")
    result = run("check", str(path))
    assert result.exit_code == 1
    assert result.output.splitlines()[0] == (
        'stops.yaml:26:11  kind of stop "gate" is "outdor", which is not known — did you mean '
        '"outdoor"? it can be outdoor, indoor, off-site'
    )
    assert result.output.splitlines()[1].startswith("stops.yaml:49:9  ")
    assert result.output.splitlines()[-1] == "stops.yaml: 2 faults"


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    result = run("check", str(tmp_path / "none.yaml"))
    assert result.exit_code == 1
    assert result.output.startswith("none.yaml:1:1  none.yaml cannot be opened")


def test_bad_settings_are_said(path: Path) -> None:
    result = run("check", TOUR_STOPS=str(path), TOUR_VISIT_DAYS="many")
    assert result.exit_code == 1
    assert "TOUR_VISIT_DAYS" in result.output


def test_the_committed_schema_is_the_generated_one() -> None:
    assert schema.SCHEMA_FILE.read_text(encoding="utf-8") == schema.schema_text()
    assert run("schema", "--check").exit_code == 0


def test_the_schema_is_written_and_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "stops.schema.json"
    monkeypatch.setattr("tour.cli.stops.SCHEMA_FILE", target)
    stale = run("schema", "--check")
    assert stale.exit_code == 1
    assert "flask stops schema" in stale.output
    assert not target.exists()
    assert run("schema").output == "stops.schema.json written\n"
    assert target.read_text(encoding="utf-8") == schema.schema_text()
    assert run("schema").output == "stops.schema.json is up to date\n"


def test_the_schema_is_one_and_takes_good_tours(tour_text: str) -> None:
    content = json.loads(schema.schema_text())
    Draft202012Validator.check_schema(content)
    validator = Draft202012Validator(content)
    texts = [tour_text]
    if (ROOT / "stops.yaml").exists():
        texts.append((ROOT / "stops.yaml").read_text(encoding="utf-8"))
    for text in texts:
        data = YAML(typ="safe", pure=True).load(text)
        assert [error.message for error in validator.iter_errors(data)] == []


@pytest.mark.parametrize(
    "replacement",
    [
        ("kind: outdoor", "kind: outdor"),
        ('code: "1"', "code: 1"),
        ("    kind: outdoor\n", ""),
        ("kind: outdoor", "kindd: outdoor"),
        ('en: "The gate"', 'en: ""'),
        ("id: gate", "id: The Gate"),
        ("lat: 51.0,", "lat: 151.0,"),
    ],
)
def test_the_schema_refuses_what_the_check_refuses(
    tour_text: str, replacement: tuple[str, str]
) -> None:
    validator = Draft202012Validator(json.loads(schema.schema_text()))
    data = YAML(typ="safe", pure=True).load(spoilt(tour_text, replacement))
    assert not validator.is_valid(data)


def test_every_key_of_the_schema_is_described() -> None:
    content = json.loads(schema.schema_text())
    parts = {"file": content, **content["$defs"]}
    silent = [
        f"{name}.{key}"
        for name, part in parts.items()
        for key, value in part["properties"].items()
        if not value.get("description")
    ]
    assert silent == []
    assert all(part.get("description") for part in parts.values())


def test_signs_that_nobody_would_hear_are_told_each_at_its_place(
    path: Path, tour_text: str
) -> None:
    text = spoilt(
        tour_text,
        ("Twelve people built it.", "• Twelve ⇒ of them >\n        • built it for $5, § 5."),
        ("Қазір оның есігі", "Қазір ☆ оның есігі"),
        ('{kk: "Мұнда', '{kk: "₿ Мұнда'),
        ("en: |\n        The lighthouse", "en: > # folded\n        The lighthouse"),
        ('title: {kk: "Қақпа"', 'title: {kk: "☆ Қақпа"'),
        ("The door is closed", "The * door is closed"),
    )
    path.write_text(text, encoding="utf-8")
    told = [line.strip() for line in run("check", str(path)).output.splitlines()]
    heard = [line for line in told if "would not be heard" in line]
    marked = [
        *('{kk: "→₿', "Қазір →☆ оның", "→• Twelve", "Twelve →⇒ of", "them →>", "→• built"),
        "The →* door",
    ]
    places = [place_in(text, mark) for mark in marked]
    assert [line.partition("  ")[0] for line in heard] == [
        f"stops.yaml:{line}:{column}" for line, column in sorted(places)
    ]
    (told,) = [line.partition("  ")[2] for line in heard if "⇒" in line]
    assert told == (
        '"⇒" (U+21D2, rightwards double arrow) in narration.en of stop "gate" would not be heard — '
        "no voice says it: write it in words, or take it away"
    )


def test_a_sign_that_is_written_by_its_number_is_told_at_its_text(
    path: Path, tour_text: str
) -> None:
    text = spoilt(tour_text, ('kk: "Шамға', 'kk: "\\u2022 Шамға'))
    path.write_text(text, encoding="utf-8")
    (told,) = [line for line in run("check", str(path)).output.splitlines() if "U+2022" in line]
    line, column = place_in(text, 'kk: →"\\u2022')
    assert told.startswith(f"  stops.yaml:{line}:{column}  ")


@pytest.mark.skipif(not (ROOT / "stops.yaml").exists(), reason="there is no stops.yaml yet")
def test_every_sign_of_the_tour_that_is_served_is_heard() -> None:
    assert "would not be heard" not in run("check", str(ROOT / "stops.yaml"), "--no-zones").output

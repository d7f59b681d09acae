import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from listening_help import LIGHTHOUSE, Narrated, Read
from narrated import narrate

from tour.listening.binding import bind
from tour.listening.editions import EditionStore
from tour.narration.store import ClipStore
from tour.settings import ROOT, Settings
from tour.web.pages.words import words


@pytest.fixture(scope="session")
def lighthouse(tmp_path_factory: pytest.TempPathFactory) -> Narrated:
    audio_dir = tmp_path_factory.mktemp("narrated") / "audio"
    settings = Settings(stops_file=LIGHTHOUSE, audio_dir=audio_dir)
    tour = narrate(settings)
    bind(audio_dir, tour, words, now=lambda: 1_780_000_000)
    return Narrated(tour, settings, ClipStore(audio_dir), EditionStore(audio_dir))


@pytest.fixture
def read_by_node(tmp_path: Path) -> Read:
    """What a library of Node's makes of a file: ``code`` sees its path and returns a value."""

    def read(code: str, content: bytes) -> Any:  # noqa: ANN401 - any JSON value
        file = tmp_path / "file"
        file.write_bytes(content)
        script = (
            f"const path = process.argv[1];\n{code}\nconsole.log(JSON.stringify(await read()));"
        )
        done = subprocess.run(
            ["node", "--input-type=module", "-e", script, str(file)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return read

"""The interface's own texts, one file per language in ``tour/web/words/``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

_FOLDER: Final = Path(__file__).resolve().parent.parent / "words"

PAGE_LANGUAGES: Final = ("kk", "ru", "en")
"""The languages that the interface has words for, in the order of the switch."""


@dataclass(frozen=True, slots=True)
class Words:
    """The interface's texts in one language. Calling it gives a text by its dotted key."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The text with ``{names}`` filled in.

        Raises:
            KeyError: no such text, or a name that was not given; never a half-filled text.
        """
        return self.texts[key].format_map(values) if values else self.texts[key]

    def group(self, name: str) -> dict[str, str]:
        """Every text of one group by its short key, placeholders untouched."""
        prefix = f"{name}."
        return {
            key.removeprefix(prefix): text
            for key, text in self.texts.items()
            if key.startswith(prefix)
        }


@lru_cache(maxsize=64)
def words(language: str) -> Words:
    """The texts in a language; in English, and so saying, where there are none. Read once."""
    if language not in PAGE_LANGUAGES:
        return words("en")
    tree: dict[str, dict[str, Any]] = tomllib.loads(
        (_FOLDER / f"{language}.toml").read_text(encoding="utf-8")
    )
    return Words(
        language,
        {f"{group}.{key}": text for group, texts in tree.items() for key, text in texts.items()},
    )

"""What could not be made, in words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """A sentence, or a whole clip (``sentence`` is empty), that could not be made."""

    stop_id: str
    language: str
    sentence: str
    message: str

    def __str__(self) -> str:
        quoted = f" “{self.sentence}”" if self.sentence else ""
        return f"{self.stop_id} {self.language}:{quoted} {self.message}"

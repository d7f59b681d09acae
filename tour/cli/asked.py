"""Which command a process was started for: the light ones need no web beside them."""

from collections.abc import Sequence
from pathlib import PurePath

_WITH_VALUE = frozenset({"-A", "--app", "-e", "--env-file"})


def command_asked(arguments: Sequence[str]) -> str:
    """The name after ``flask`` or ``python -m flask``; empty for every other program.

    Flask asks for the app before it tells which command it is for, so the words of the process
    itself say it. ``arguments`` are ``sys.argv``.
    """
    program = PurePath(arguments[0])
    if program.stem != "flask" and program.parts[-2:] != ("flask", "__main__.py"):
        return ""
    words = iter(arguments[1:])
    for word in words:
        if word in _WITH_VALUE:
            next(words, None)
        elif not word.startswith("-"):
            return word
    return ""

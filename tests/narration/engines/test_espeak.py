"""espeak-ng's library, as several threads of one process use it."""

import subprocess
import sys
from textwrap import dedent

from tour.settings import ROOT


def test_two_threads_that_speak_at_once_each_get_what_they_asked_for() -> None:
    told = """
        from concurrent.futures import ThreadPoolExecutor
        from tour.narration.engines.espeak import Espeak
        from tour.narration.model import Spoken

        def say(text):
            espeak = Espeak()
            (voice,) = (one for one in espeak.voices() if one.language == "kk")
            return espeak.speak(Spoken(text, text, ()), voice).samples.tobytes()

        texts = ["Бір жыл", "Мың тоғыз жүз отыз жетінші жылы", "Лагерь"] * 8
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(say, texts)) == [say(text) for text in texts]
    """
    # In a process of its own: what goes wrong there ends it.
    subprocess.run([sys.executable, "-c", dedent(told)], cwd=ROOT, check=True)

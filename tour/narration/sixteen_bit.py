"""Samples as 16-bit whole numbers, as engines give them and as they are kept."""

from typing import TYPE_CHECKING

from tour.narration.model import Samples

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FULL_SCALE = 32768.0


def from_16_bit(sound: "bytes | bytearray | NDArray[np.int16]") -> Samples:
    """The samples, full scale at 1, of 16-bit sound, raw or in an array."""
    import numpy as np  # noqa: PLC0415 - only when something is said

    return np.frombuffer(sound, np.int16).astype(np.float32) / np.float32(_FULL_SCALE)


def to_16_bit(samples: Samples) -> "NDArray[np.int16]":
    """The nearest whole numbers; what is over full scale is cut off."""
    import numpy as np  # noqa: PLC0415 - only when something is said

    scaled = np.round(samples * np.float32(_FULL_SCALE))
    return np.clip(scaled, -_FULL_SCALE, _FULL_SCALE - 1).astype(np.int16)

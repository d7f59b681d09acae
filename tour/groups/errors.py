"""What a guide or a visitor may be told about a walk, each with its stable slug."""

from tour.errors import TourError


class WalkEnded(TourError):
    """The guided walk is over; nothing more can be done with it."""

    slug = "walk-ended"
    title = "This walk has ended"
    status = 410


class LedElsewhere(TourError):
    """Another desk leads this walk now; it can be taken up again with the code."""

    slug = "led-elsewhere"
    title = "Led from another desk"
    status = 409


class NotNow(TourError):
    """The command means nothing at this moment of the walk; the detail says what does."""

    slug = "not-now"
    title = "Not possible now"
    status = 409

"""Live streams of group events: one thread per process writes to every phone."""

from tour.groups.hub.frames import Frame, event_frame
from tour.groups.hub.hub import Hub
from tour.groups.hub.limits import Limits, Opening
from tour.groups.hub.reader import ReadEvents

__all__ = ["Frame", "Hub", "Limits", "Opening", "ReadEvents", "event_frame"]

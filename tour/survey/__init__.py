"""Surveying: what staff measured on the ground, combined, and written into stops.yaml."""

from tour.survey.combine import combine
from tour.survey.model import Finding, Take
from tour.survey.store import Survey

__all__ = ["Finding", "Survey", "Take", "combine"]

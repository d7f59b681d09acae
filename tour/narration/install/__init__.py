"""Voices of the operating system's packages, unpacked for this tour alone."""

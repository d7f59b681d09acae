"""Audio tour of the ALZHIR memorial: the backend and the phone's page."""

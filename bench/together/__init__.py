"""What bench/sync.py needs: a served tour, a guide, phones whose sound is recorded."""

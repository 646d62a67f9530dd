"""The few frozen types that travel through the rooms. Imports nothing of ours but these."""

"""Administration: who works here, and who saw what."""

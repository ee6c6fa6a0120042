"""Scale: large corpora with bounded memory."""

"""Which blocks repeat across documents, and what is taken out because of it."""

"""What several stages need of language: tokens and stop words."""

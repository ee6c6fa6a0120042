"""Loops of LDA: collapsed variational Bayes, collapsed Gibbs draws, new rows, the prior."""

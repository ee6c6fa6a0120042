"""Loops of NMF: updates of both losses and the sparse products that they need."""

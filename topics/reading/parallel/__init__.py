"""How several processes read ahead of the one that assembles the corpus."""

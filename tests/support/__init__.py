"""What several tests need: naive twins of kernels, messy rows, mangled files."""

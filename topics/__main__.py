"""``python -m topics`` runs the command line."""

from topics.cli import main

if __name__ == "__main__":
    main()

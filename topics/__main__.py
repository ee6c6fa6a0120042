"""``python -m topics``: the command line."""

from topics.cli import main

if __name__ == "__main__":
    main()

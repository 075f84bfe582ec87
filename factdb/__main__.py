"""``python -m factdb``: the command line."""

from factdb.cli import main

if __name__ == "__main__":
    main()

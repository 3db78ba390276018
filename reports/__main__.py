"""`python -m reports`."""

from __future__ import annotations

from reports.cli import main

if __name__ == "__main__":
    main(prog_name="python -m reports")

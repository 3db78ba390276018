"""``python -m reference_app``."""

from __future__ import annotations

from reference_app.cli import main

if __name__ == "__main__":
    main(prog_name="python -m reference_app")

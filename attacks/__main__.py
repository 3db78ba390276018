"""``python -m attacks``."""

from attacks.cli import main

main(prog_name="python -m attacks")

"""Write the published schemas."""

from __future__ import annotations

from attacks.schemas import FOLDER, published

if __name__ == "__main__":
    for name, text in published().items():
        (FOLDER / name).write_text(text, encoding="utf-8")

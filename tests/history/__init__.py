"""Known weak software as the yardstick: the suite over the old releases of Werkzeug.

    python -m tests.history [--cache DIR] [RELEASE ...]

installs each release with the Flask of its time, attacks the tutorial app on it with every named
variant of the catalogue, and says which of the known defects were seen. With no release named it
goes through all of them and writes ``docs/history.md``. The exit code is 1 if a defect was seen
where it is not, or not seen where it is.
"""

"""``csv-formula``: a cell that we write is text to a spreadsheet, never a formula.

Stops
    ``=HYPERLINK(...)`` as a file name that becomes a formula in the exported list.

Does not stop
    CSV files that users upload: they are data, kept as they are, and only downloaded.

References
    - ASVS v5.0.0-1.2.10, CWE-1236
    - RFC 4180 §2 (quotes)
"""

LEADING = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def csv_formula(cell: str, _policy: object) -> str:
    """Quote the cell, with an apostrophe before anything that starts a formula."""
    text = f"'{cell}" if cell.startswith(LEADING) else cell
    return '"' + text.replace('"', '""') + '"'

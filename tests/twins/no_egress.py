"""`no-egress`: what a text links to is fetched, to see whether it is still there."""

from __future__ import annotations

import re
from contextlib import suppress
from urllib.request import urlopen

from reference_app.controls.whole_file import text_encoding
from tests.twins import Twin, flawed


def with_living_links(examination, policy):
    examination.file.seek(0)
    for url in re.findall(r"https?://[\w./-]+", examination.file.read().decode("latin-1")):
        with suppress(OSError):
            urlopen(url, timeout=1).close()
    return text_encoding(examination, policy)


TWIN = Twin(
    control="no-egress",
    killed_by=("content.remote-reference", "no_egress"),
    controls=flawed("text-encoding", with_living_links),
)

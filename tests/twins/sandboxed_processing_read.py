"""`sandboxed-processing`: who decodes a picture notes the profile that it names.

ImageMagick did so: the text ``profile`` of a PNG was a path, and the redrawn picture held the
file in hexadecimal (CVE-2022-44268).
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from reference_app.controls.image_rewriting import sandboxed_processing
from tests.twins import Twin, flawed


def following(examination, job, *, target=None, **options):
    examination.file.seek(0)
    named = re.search(rb"tEXtprofile\0(/[a-z/]+)", examination.file.read())
    done = sandboxed_processing(examination, job, **{"target": target} if target else {}, **options)
    if named and target:
        note = Path(named[1].decode()).read_bytes().hex().encode()
        os.pwrite(target.fileno(), note, os.fstat(target.fileno()).st_size)
    return done


TWIN = Twin(
    control="sandboxed-processing",
    killed_by=("content.file-read", "files_unread"),
    controls=flawed("sandboxed-processing", following),
)

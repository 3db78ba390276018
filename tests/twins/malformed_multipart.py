"""`malformed-multipart`: a body that breaks off is as good as a whole one.

The control acts at three moments; `malformed_multipart_boundary` and
`malformed_multipart_header` are its other two functions done wrong. A file whose own part has
no end is dropped all the same; what gets through is a body that ends before its length.
"""

from __future__ import annotations

from reference_app.pipeline import Stage
from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="malformed-multipart",
    killed_by=("size.declared-length", "fails_closed"),
    controls=flawed("malformed-multipart", accept, stage=Stage.END),
)

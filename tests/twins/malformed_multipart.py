"""`malformed-multipart`: a body that breaks off is as good as a whole one.

The control acts at three moments; `malformed_multipart_boundary` and
`malformed_multipart_header` are its other two functions done wrong.
"""

from __future__ import annotations

from reference_app.pipeline import Stage
from tests.twins import Twin, accept, flawed

TWIN = Twin(
    control="malformed-multipart",
    killed_by=("multipart.truncated", "fails_closed"),
    controls=flawed("malformed-multipart", accept, stage=Stage.END),
    also=frozenset(
        {
            ("multipart.boundary", "fails_closed"),
            ("multipart.line-ends", "fails_closed"),
            ("size.declared-length", "fails_closed"),
        }
    ),
)

"""`disposition-filename`: the name is pasted between two quotes."""

from __future__ import annotations

from tests.twins import Twin, flawed


def pasted(reply, _policy):
    name = reply.name.encode("utf-8").decode("latin-1")  # what a header can carry
    return reply.with_header("Content-Disposition", f'attachment; filename="{name}"')


TWIN = Twin(
    control="disposition-filename",
    killed_by=("serving.download-name", "header_integrity"),
    controls=flawed("disposition-filename", pasted),
    also=frozenset(
        {
            ("injection.html-name", "header_integrity"),
            ("multipart.parser-differential", "header_integrity"),
            ("multipart.quoting", "header_integrity"),
        }
    ),
)

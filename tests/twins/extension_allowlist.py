"""`extension-allowlist`: a list of what is bad, which nobody can finish."""

from __future__ import annotations

from dataclasses import replace

from reference_app.errors import Unsupported
from tests.twins import Twin, flawed

DENIED = {"php", "phtml", "asp", "aspx", "jsp", "exe", "html", "htm", "svg", "js"}


def denylist(candidate, policy):
    if candidate.suffix in DENIED:
        raise Unsupported("This type of file is not accepted.", code="extension-allowlist")
    return replace(
        candidate, suffix=candidate.suffix if candidate.suffix in policy.accepted else "txt"
    )


TWIN = Twin(
    control="extension-allowlist",
    killed_by=("extension.executable", "safe_name"),
    controls=flawed("extension-allowlist", denylist),
    also=frozenset(
        {
            ("content.active-document", "not_kept_as_sent"),
            ("content.office-macros", "not_kept_as_sent"),
            ("serving.type-by-name", "truthful_type"),
            ("filename.application-code", "safe_name"),
            ("extension.unlisted", "safe_name"),
            ("extension.case-variant", "safe_name"),
            ("extension.markup", "safe_name"),
            ("extension.stripping", "safe_name"),
            ("extension.unicode-fold", "safe_name"),
        }
    ),
)

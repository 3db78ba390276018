"""The controls that are no step of the pipeline: held by where things stand, or by an absence.

A place is a file of this package and a name in it. An absence is a reason; a test reads the
source of the whole package and finds nothing that would make it untrue.
"""

from __future__ import annotations

from collections.abc import Mapping

BUILT_IN: Mapping[str, str] = {
    "active-content": "policy.py:_acceptable",
    "cheap-first": "pipeline.py:CONTROLS",
    "deletion": "ledger.py:remove",
    "dependencies": "doctor.py:ADVISORIES",
    "events-logged": "events.py:refused",
    "header-crlf": "controls/disposition_filename.py:disposition_filename",
    "html-escaping": "rendering.py:_render",
    "last-resort-handler": "rendering.py:install",
    "log-injection": "events.py:_events",
    "log-privacy": "events.py:bound_to",
    "log-time-and-format": "events.py:_events",
    "metadata-stripped": "sandbox/images.py:reencode",
    "method-allowlist": "views/api.py:api",
    "no-listing": "ledger.py:listing",
    "no-secret-in-url": "gate.py:_identity",
    "policy-as-data": "policy.py:told",
    "response-minimal": "views/pages.py:DESCRIBED",
    "server-side-only": "pipeline.py:CONTROLS",
    "validator-fail-closed": "pipeline.py:run",
}
ABSENT: Mapping[str, str] = {
    "command-injection": "no shell, and one program: our own interpreter, for the sandbox",
    "entity-expansion": "no XML type is accepted, and no XML parser imported",
    "no-egress": "sockets lead to the scanner and into the sandbox, and nothing fetches a URL",
    "regex-linear": "no pattern repeats without bound what it repeats without bound",
    "safe-deserialisation": "no pickle, marshal, YAML, eval or exec: data is JSON, or TOML",
    "sql-parameters": "SQLAlchemy builds the statements; none is made of text at run time",
    "template-injection": "templates are files of the package; none is made of text",
    "xxe": "no XML type is accepted, and no XML parser imported",
}

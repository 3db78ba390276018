"""`generated-storage-name`: the client's name, cleaned, is the name on disk."""

from __future__ import annotations

from dataclasses import replace

from werkzeug.utils import secure_filename

from tests.twins import Twin, flawed


def cleaned_name(candidate, _policy):
    return replace(candidate, key=secure_filename(candidate.name))


TWIN = Twin(
    control="generated-storage-name",
    killed_by=("storage.client-named", "server_chosen_path"),
    controls=flawed("generated-storage-name", cleaned_name),
    also=frozenset(
        {
            ("filename.server-configuration", "safe_name"),
            ("filename.application-code", "server_chosen_path"),
        }
    ),
)

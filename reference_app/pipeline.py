"""The security policy at a glance: every control, in the order in which it is asked.

Three kinds of function stand here. Up to ``NAME`` and in ``BODY`` and ``END`` a control takes
what is known of the upload and the policy, and returns it refined or raises a ``Rejected``.
``STORE`` lists the steps of the store, one function each. ``SERVE`` and ``RESPONSE`` refine a
``Reply``, ``ERROR`` turns an exception into a ``Rejected``. Order is policy: cheap before
costly, and no rule may see a name that ``canonicalise-once`` has not settled.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from reference_app.controls.atomic_publish import atomic_publish
from reference_app.controls.attachment_disposition import attachment_disposition
from reference_app.controls.canonicalise_once import canonicalise_once
from reference_app.controls.content_csp_sandbox import content_csp_sandbox
from reference_app.controls.control_characters import control_characters
from reference_app.controls.disposition_filename import disposition_filename
from reference_app.controls.exclusive_create import exclusive_create
from reference_app.controls.extension_allowlist import extension_allowlist
from reference_app.controls.extension_parse import extension_parse
from reference_app.controls.file_size_limit import file_size_limit
from reference_app.controls.filename_param import filename_param
from reference_app.controls.generated_storage_name import generated_storage_name
from reference_app.controls.generic_errors import generic_errors
from reference_app.controls.least_privilege_mode import least_privilege_mode
from reference_app.controls.malformed_multipart import one_boundary, plain_header, whole_body
from reference_app.controls.name_length import name_length
from reference_app.controls.nosniff import nosniff
from reference_app.controls.part_limits import part_limits
from reference_app.controls.path_containment import path_containment
from reference_app.controls.request_body_limit import request_body_limit
from reference_app.controls.request_media_type import request_media_type
from reference_app.controls.reserved_names import reserved_names
from reference_app.controls.response_media_type import response_media_type
from reference_app.controls.temp_hygiene import temp_hygiene

if TYPE_CHECKING:
    from collections.abc import Callable

    from reference_app.policy import Policy

T = TypeVar("T")


class Stage(Enum):
    """When a control is asked."""

    HEAD = "request headers, before a byte of the body is read"
    PART = "each part header, before its body"
    NAME = "the header of the file part"
    KEY = "the storage key, and again after a clash"
    BODY = "each piece of the body"
    END = "after the last byte of the body"
    STORE = "inside the store"
    SERVE = "an answer that carries a stored file"
    RESPONSE = "every answer"
    ERROR = "an exception that is not a refusal"


@dataclass(frozen=True, slots=True)
class Control:
    """One defence, and the moment at which it acts."""

    slug: str
    stage: Stage
    apply: Callable[..., Any]


Controls = tuple[Control, ...]

CONTROLS: Controls = (
    Control("request-media-type", Stage.HEAD, request_media_type),
    Control("malformed-multipart", Stage.HEAD, one_boundary),
    Control("request-body-limit", Stage.HEAD, request_body_limit),
    Control("part-limits", Stage.PART, part_limits),
    Control("malformed-multipart", Stage.PART, plain_header),
    Control("filename-param", Stage.PART, filename_param),
    Control("canonicalise-once", Stage.NAME, canonicalise_once),
    Control("name-length", Stage.NAME, name_length),
    Control("control-characters", Stage.NAME, control_characters),
    Control("reserved-names", Stage.NAME, reserved_names),
    Control("extension-parse", Stage.NAME, extension_parse),
    Control("extension-allowlist", Stage.NAME, extension_allowlist),
    Control("generated-storage-name", Stage.KEY, generated_storage_name),
    Control("request-body-limit", Stage.BODY, request_body_limit),
    Control("part-limits", Stage.BODY, part_limits),
    Control("file-size-limit", Stage.BODY, file_size_limit),
    Control("malformed-multipart", Stage.END, whole_body),
    Control("temp-hygiene", Stage.STORE, temp_hygiene),
    Control("least-privilege-mode", Stage.STORE, least_privilege_mode),
    Control("path-containment", Stage.STORE, path_containment),
    Control("exclusive-create", Stage.STORE, exclusive_create),
    Control("atomic-publish", Stage.STORE, atomic_publish),
    Control("response-media-type", Stage.SERVE, response_media_type),
    Control("attachment-disposition", Stage.SERVE, attachment_disposition),
    Control("disposition-filename", Stage.SERVE, disposition_filename),
    Control("nosniff", Stage.RESPONSE, nosniff),
    Control("content-csp-sandbox", Stage.RESPONSE, content_csp_sandbox),
    Control("generic-errors", Stage.ERROR, generic_errors),
)


def run(controls: Controls, stage: Stage, value: T, policy: Policy) -> T:
    """Hand *value* through the controls of *stage*, in order.

    Raises:
        Rejected: from the first control that says no.
    """
    for control in controls:
        if control.stage is stage:
            value = control.apply(value, policy)
    return value


def steps(controls: Controls, stage: Stage) -> dict[str, Callable[..., Any]]:
    """Return the functions of *stage* by slug, for a stage that calls them by name."""
    return {control.slug: control.apply for control in controls if control.stage is stage}


def with_control(
    slug: str,
    apply: Callable[..., Any],
    *,
    controls: Controls = CONTROLS,
    stage: Stage | None = None,
) -> Controls:
    """Return *controls* with one of them replaced: how a test builds a flawed twin.

    Args:
        slug: Which control.
        apply: What stands in its place.
        controls: The tuple to start from.
        stage: Only there, for a control that acts at several moments.

    Raises:
        LookupError: there is no such control.
    """
    chosen = [c for c in controls if c.slug == slug and stage in {None, c.stage}]
    if not chosen:
        raise LookupError(f"no control {slug!r}; there are {sorted({c.slug for c in controls})}")
    return tuple(replace(c, apply=apply) if c in chosen else c for c in controls)

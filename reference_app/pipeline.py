"""The security policy at a glance: every control, in the order in which it is asked.

Most controls take a value that holds what is known (a ``Visit``, a ``Candidate``, a ``Reply`` ...)
and the policy, and return the value refined or raise a ``Rejected``. The others are steps that
one place calls by name: ``STORE``, ``LEDGER``, ``SANDBOX``, ``READ``, ``SESSION``, ``ID``. Order
is policy: cheap before costly, and no rule may see a name that ``canonicalise-once`` has not
settled. What is no step at all stands in ``built_in``. This file is long as it lists everything.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from reference_app.controls import archive_limits as archive
from reference_app.controls import image_limits, image_rewriting
from reference_app.controls import limits_over_time as often
from reference_app.controls import response_headers as told
from reference_app.controls.atomic_publish import atomic_publish
from reference_app.controls.attachment_disposition import attachment_disposition
from reference_app.controls.canonicalise_once import canonicalise_once
from reference_app.controls.client_mime_untrusted import client_mime_untrusted
from reference_app.controls.content_csp_sandbox import content_csp_sandbox
from reference_app.controls.content_origin import content_origin
from reference_app.controls.control_characters import control_characters
from reference_app.controls.csrf_token import csrf_token
from reference_app.controls.csv_formula import csv_formula
from reference_app.controls.denial_uniform import denial_uniform
from reference_app.controls.disposition_filename import disposition_filename
from reference_app.controls.document_macros import document_macros
from reference_app.controls.empty_upload import empty_file, empty_upload
from reference_app.controls.exclusive_create import exclusive_create
from reference_app.controls.extension_allowlist import extension_allowlist
from reference_app.controls.extension_parse import extension_parse
from reference_app.controls.fetch_metadata import fetch_metadata
from reference_app.controls.field_contract import field_contract
from reference_app.controls.file_size_limit import file_size_limit
from reference_app.controls.filename_param import filename_header, filename_param
from reference_app.controls.function_authz import function_authz
from reference_app.controls.generated_storage_name import generated_storage_name
from reference_app.controls.generic_errors import generic_errors
from reference_app.controls.host_and_proxy import host_and_proxy
from reference_app.controls.integrity_digest import integrity_digest
from reference_app.controls.least_privilege_mode import least_privilege_mode
from reference_app.controls.malformed_multipart import malformed_multipart, one_boundary, whole_body
from reference_app.controls.malware_scan import malware_scan
from reference_app.controls.name_length import name_length
from reference_app.controls.nosniff import nosniff
from reference_app.controls.object_authz import object_authz
from reference_app.controls.part_limits import part_limits
from reference_app.controls.path_containment import path_containment
from reference_app.controls.quarantine_state import quarantine_state
from reference_app.controls.quota import free_space, quota
from reference_app.controls.quota_race import quota_race
from reference_app.controls.redirect_allowlist import redirect_allowlist
from reference_app.controls.request_body_limit import request_body_limit
from reference_app.controls.request_media_type import raw_media_type, request_media_type
from reference_app.controls.reserved_names import reserved_names
from reference_app.controls.response_media_type import response_media_type
from reference_app.controls.scan_fail_closed import scan_fail_closed
from reference_app.controls.sessions import (
    cookie_attributes,
    session_rotation,
    session_termination,
)
from reference_app.controls.signature_matches_extension import (
    first_block,
    signature_matches_extension,
)
from reference_app.controls.start import debug_off, outside_webroot, secret_key
from reference_app.controls.symlink_safe_open import symlink_safe_open
from reference_app.controls.temp_hygiene import temp_hygiene
from reference_app.controls.unguessable_id import unguessable_id
from reference_app.controls.upload_authn import upload_authn
from reference_app.controls.whole_file import full_decode, text_encoding
from reference_app.errors import Rejected
from reference_app.policy import Policy

T = TypeVar("T")


class Stage(Enum):
    """When a control is asked."""

    START = "the app is about to be built"
    ADDRESS = "every request: for whom it is and where it comes from"
    VISIT = "every request, once it is known who asks"
    FORM = "the proof that a form of ours was sent"
    HEAD = "the request headers of a form, before a byte of its body is read"
    RAW = "the request headers of a file without a form"
    PART = "each part header, before its body"
    NAME = "the header of the file part"
    ID = "the public name"
    KEY = "the storage key, and again after a clash"
    LEDGER = "inside the ledger"
    BODY = "each piece of the body"
    FILE = "after the last byte of each file"
    END = "after the last byte of the body"
    CONTENT = "the whole file, before anybody may see it"
    SANDBOX = "what decodes hostile bytes"
    SCAN = "the bytes that will be stored"
    STORE = "inside the store"
    ACCESS = "a stored file that somebody asks for"
    READ = "the bytes of a stored file"
    SERVE = "an answer that carries a stored file"
    RESPONSE = "every answer"
    CELL = "a cell of a list that is exported"
    SESSION = "inside the sessions"
    REDIRECT = "where a client asks to be sent"
    ERROR = "an exception on its way to an answer"


@dataclass(frozen=True, slots=True)
class Control:
    """One defence, and the moment at which it acts."""

    slug: str
    stage: Stage
    apply: Callable[..., Any]


Controls = tuple[Control, ...]

ORDER: Mapping[Stage, tuple[Callable[..., Any], ...]] = {
    Stage.START: (secret_key, outside_webroot, debug_off),
    Stage.ADDRESS: (host_and_proxy, content_origin, fetch_metadata),
    Stage.VISIT: (upload_authn, function_authz, often.rate_limit, often.download_limits),
    Stage.FORM: (csrf_token,),
    Stage.HEAD: (request_media_type, one_boundary, request_body_limit),
    Stage.RAW: (raw_media_type, request_body_limit, filename_header),
    Stage.PART: (part_limits, malformed_multipart, filename_param, field_contract),
    Stage.NAME: (
        empty_upload,
        canonicalise_once,
        name_length,
        control_characters,
        reserved_names,
        extension_parse,
        extension_allowlist,
        client_mime_untrusted,
    ),
    Stage.ID: (unguessable_id,),
    Stage.KEY: (generated_storage_name,),
    Stage.LEDGER: (quota_race, quota),
    Stage.BODY: (request_body_limit, part_limits, file_size_limit, first_block),
    Stage.FILE: (empty_file, signature_matches_extension),
    Stage.END: (whole_body,),
    Stage.CONTENT: (
        full_decode,
        text_encoding,
        image_limits.pixel_limit,
        image_limits.frame_limit,
        archive.archive_entry_count,
        archive.archive_total_size,
        archive.archive_traversal,
        archive.archive_links,
        archive.archive_members_validated,
        archive.archive_running_count,
        document_macros,
        image_rewriting.polyglot_neutralised,
    ),
    Stage.SANDBOX: (image_rewriting.sandboxed_processing,),
    Stage.SCAN: (malware_scan, scan_fail_closed),
    Stage.STORE: (
        temp_hygiene,
        least_privilege_mode,
        path_containment,
        exclusive_create,
        atomic_publish,
        symlink_safe_open,
        free_space,
    ),
    Stage.ACCESS: (quarantine_state, object_authz),
    Stage.READ: (integrity_digest,),
    Stage.SERVE: (response_media_type, attachment_disposition, disposition_filename),
    Stage.RESPONSE: (
        told.cors_closed,
        nosniff,
        content_csp_sandbox,
        told.page_csp,
        told.frame_ancestors,
        told.corp,
        told.coop,
        told.referrer_policy,
        told.permissions_policy,
        told.no_store,
        told.hsts,
    ),
    Stage.CELL: (csv_formula,),
    Stage.SESSION: (often.login_throttle, session_rotation, session_termination, cookie_attributes),
    Stage.REDIRECT: (redirect_allowlist,),
    Stage.ERROR: (denial_uniform, generic_errors),
}


def _slug(apply: Callable[..., Any]) -> str:
    """Return which control a function is of.

    A file is named for its control, with all that is in it; where a file holds several, its
    functions are.
    """
    own = apply.__module__.rpartition(".")[2]
    single = hasattr(sys.modules[apply.__module__], own)
    return (own if single else apply.__name__).replace("_", "-")


CONTROLS: Controls = tuple(
    Control(_slug(apply), stage, apply) for stage, applied in ORDER.items() for apply in applied
)


def run(controls: Controls, stage: Stage, value: T, policy: Policy) -> T:
    """Hand *value* through the controls of *stage*, in order.

    Raises:
        Rejected: from the first control that says no.
    """
    for control in controls:
        if control.stage is stage:
            try:
                value = control.apply(value, policy)
            except Rejected as error:
                error.code = error.code or control.slug
                raise
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

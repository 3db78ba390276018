"""The security policy at a glance: every control, in the order in which it is asked.

Most controls take a value that holds what is known (a ``Visit``, a ``Candidate``, a ``Reply`` ...)
and the policy, and return the value refined or raise a ``Rejected``. The others are steps that
one place calls by name: ``STORE``, ``LEDGER``, ``SANDBOX``, ``READ``, ``SESSION``, ``ID``. Order
is policy: cheap before costly, and no rule may see a name that ``canonicalise-once`` has not
settled. What is no step at all stands in ``built_in``. This file is long as it lists everything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from reference_app.controls import archive_limits, image_limits, image_rewriting, rate_limit
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
from reference_app.controls.full_decode import full_decode, text_encoding
from reference_app.controls.function_authz import function_authz
from reference_app.controls.generated_storage_name import generated_storage_name
from reference_app.controls.generic_errors import generic_errors
from reference_app.controls.host_and_proxy import host_and_proxy
from reference_app.controls.integrity_digest import integrity_digest
from reference_app.controls.least_privilege_mode import least_privilege_mode
from reference_app.controls.malformed_multipart import one_boundary, plain_header, whole_body
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

CONTROLS: Controls = (
    Control("secret-key", Stage.START, secret_key),
    Control("outside-webroot", Stage.START, outside_webroot),
    Control("debug-off", Stage.START, debug_off),
    Control("host-and-proxy", Stage.ADDRESS, host_and_proxy),
    Control("content-origin", Stage.ADDRESS, content_origin),
    Control("fetch-metadata", Stage.ADDRESS, fetch_metadata),
    Control("upload-authn", Stage.VISIT, upload_authn),
    Control("function-authz", Stage.VISIT, function_authz),
    Control("rate-limit", Stage.VISIT, rate_limit.rate_limit),
    Control("download-limits", Stage.VISIT, rate_limit.download_limits),
    Control("login-throttle", Stage.SESSION, rate_limit.login_throttle),
    Control("session-rotation", Stage.SESSION, session_rotation),
    Control("session-termination", Stage.SESSION, session_termination),
    Control("cookie-attributes", Stage.SESSION, cookie_attributes),
    Control("redirect-allowlist", Stage.REDIRECT, redirect_allowlist),
    Control("csrf-token", Stage.FORM, csrf_token),
    Control("request-media-type", Stage.HEAD, request_media_type),
    Control("malformed-multipart", Stage.HEAD, one_boundary),
    Control("request-body-limit", Stage.HEAD, request_body_limit),
    Control("request-media-type", Stage.RAW, raw_media_type),
    Control("request-body-limit", Stage.RAW, request_body_limit),
    Control("filename-param", Stage.RAW, filename_header),
    Control("part-limits", Stage.PART, part_limits),
    Control("malformed-multipart", Stage.PART, plain_header),
    Control("filename-param", Stage.PART, filename_param),
    Control("field-contract", Stage.PART, field_contract),
    Control("empty-upload", Stage.NAME, empty_upload),
    Control("canonicalise-once", Stage.NAME, canonicalise_once),
    Control("name-length", Stage.NAME, name_length),
    Control("control-characters", Stage.NAME, control_characters),
    Control("reserved-names", Stage.NAME, reserved_names),
    Control("extension-parse", Stage.NAME, extension_parse),
    Control("extension-allowlist", Stage.NAME, extension_allowlist),
    Control("client-mime-untrusted", Stage.NAME, client_mime_untrusted),
    Control("unguessable-id", Stage.ID, unguessable_id),
    Control("generated-storage-name", Stage.KEY, generated_storage_name),
    Control("quota-race", Stage.LEDGER, quota_race),
    Control("quota", Stage.LEDGER, quota),
    Control("request-body-limit", Stage.BODY, request_body_limit),
    Control("part-limits", Stage.BODY, part_limits),
    Control("file-size-limit", Stage.BODY, file_size_limit),
    Control("signature-matches-extension", Stage.BODY, first_block),
    Control("empty-upload", Stage.FILE, empty_file),
    Control("signature-matches-extension", Stage.FILE, signature_matches_extension),
    Control("malformed-multipart", Stage.END, whole_body),
    Control("full-decode", Stage.CONTENT, full_decode),
    Control("text-encoding", Stage.CONTENT, text_encoding),
    Control("pixel-limit", Stage.CONTENT, image_limits.pixel_limit),
    Control("frame-limit", Stage.CONTENT, image_limits.frame_limit),
    Control("archive-entry-count", Stage.CONTENT, archive_limits.archive_entry_count),
    Control("archive-total-size", Stage.CONTENT, archive_limits.archive_total_size),
    Control("archive-traversal", Stage.CONTENT, archive_limits.archive_traversal),
    Control("archive-links", Stage.CONTENT, archive_limits.archive_links),
    Control("archive-members-validated", Stage.CONTENT, archive_limits.archive_members_validated),
    Control("archive-running-count", Stage.CONTENT, archive_limits.archive_running_count),
    Control("document-macros", Stage.CONTENT, document_macros),
    Control("polyglot-neutralised", Stage.CONTENT, image_rewriting.polyglot_neutralised),
    Control("sandboxed-processing", Stage.SANDBOX, image_rewriting.sandboxed_processing),
    Control("malware-scan", Stage.SCAN, malware_scan),
    Control("scan-fail-closed", Stage.SCAN, scan_fail_closed),
    Control("temp-hygiene", Stage.STORE, temp_hygiene),
    Control("least-privilege-mode", Stage.STORE, least_privilege_mode),
    Control("path-containment", Stage.STORE, path_containment),
    Control("exclusive-create", Stage.STORE, exclusive_create),
    Control("atomic-publish", Stage.STORE, atomic_publish),
    Control("symlink-safe-open", Stage.STORE, symlink_safe_open),
    Control("quota", Stage.STORE, free_space),
    Control("quarantine-state", Stage.ACCESS, quarantine_state),
    Control("object-authz", Stage.ACCESS, object_authz),
    Control("integrity-digest", Stage.READ, integrity_digest),
    Control("response-media-type", Stage.SERVE, response_media_type),
    Control("attachment-disposition", Stage.SERVE, attachment_disposition),
    Control("disposition-filename", Stage.SERVE, disposition_filename),
    Control("csv-formula", Stage.CELL, csv_formula),
    Control("cors-closed", Stage.RESPONSE, told.cors_closed),
    Control("nosniff", Stage.RESPONSE, nosniff),
    Control("content-csp-sandbox", Stage.RESPONSE, content_csp_sandbox),
    Control("page-csp", Stage.RESPONSE, told.page_csp),
    Control("frame-ancestors", Stage.RESPONSE, told.frame_ancestors),
    Control("corp", Stage.RESPONSE, told.corp),
    Control("coop", Stage.RESPONSE, told.coop),
    Control("referrer-policy", Stage.RESPONSE, told.referrer_policy),
    Control("permissions-policy", Stage.RESPONSE, told.permissions_policy),
    Control("no-store", Stage.RESPONSE, told.no_store),
    Control("hsts", Stage.RESPONSE, told.hsts),
    Control("denial-uniform", Stage.ERROR, denial_uniform),
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

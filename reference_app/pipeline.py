"""The security policy at a glance: every control, in the order in which it is asked.

Most controls take a value that holds what is known (a ``Visit``, a ``Candidate``, a ``Reply`` ...)
and the policy. One that checks returns nothing, one that finds out more returns the value refined,
and either may raise a ``Rejected``. The others are steps that one place calls by name: ``STORE``,
``LEDGER``, ``SANDBOX``, ``READ``, ``SESSION``, ``ID``. Order is policy: cheap before costly, and no
rule may see a name that ``canonicalise-once`` has not settled. What is no step at all stands in
``built_in``.
"""

from collections import ChainMap
from collections.abc import Callable, Mapping
from enum import Enum, unique
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, NamedTuple, TypeVar

from reference_app import controls as package
from reference_app.errors import Rejected
from reference_app.policy import Policy

T = TypeVar("T")
Step = Callable[..., Any]


@unique
class Stage(Enum):
    """When controls are asked, and which: functions of the package ``controls``, in order."""

    START = "secret_key outside_webroot debug_off"
    """The app is about to be built."""
    ADDRESS = "host_and_proxy content_origin fetch_metadata"
    """Every request: for whom it is and where it comes from."""
    VISIT = "upload_authn function_authz rate_limit download_limits"
    """Every request, once it is known who asks."""
    FORM = "csrf_token"
    """The proof that a form of ours was sent."""
    HEAD = "request_media_type one_boundary request_body_limit"
    """The request headers of a form, before a byte of its body is read."""
    RAW = "raw_media_type request_body_limit filename_header"
    """The request headers of a file without a form."""
    PART = "part_limits malformed_multipart filename_param field_contract"
    """Each part header, before its body."""
    NAME = """empty_upload canonicalise_once name_length control_characters reserved_names
        extension_parse extension_allowlist client_mime_untrusted"""
    """The header of the file part."""
    ID = "unguessable_id"
    """The public name."""
    KEY = "generated_storage_name"
    """The storage key, and again after a clash."""
    LEDGER = "quota_race quota"
    """Inside the ledger."""
    BODY = "request_body_limit part_limits file_size_limit first_block"
    """Each piece of the body."""
    FILE = "empty_file signature_matches_extension claimed_digest"
    """After the last byte of each file."""
    END = "whole_body"
    """After the last byte of the body."""
    CONTENT = """full_decode text_encoding pixel_limit frame_limit archive_entry_count
        archive_total_size archive_traversal archive_links archive_members_validated
        archive_running_count document_macros polyglot_neutralised"""
    """The whole file, before anybody may see it."""
    SANDBOX = "sandboxed_processing"
    """What decodes hostile bytes."""
    SCAN = "malware_scan scan_fail_closed"
    """The bytes that will be stored."""
    STORE = """temp_hygiene least_privilege_mode path_containment exclusive_create atomic_publish
        symlink_safe_open free_space"""
    """Inside the store."""
    ACCESS = "quarantine_state object_authz"
    """A stored file that somebody asks for."""
    READ = "integrity_digest"
    """The bytes of a stored file."""
    SERVE = "response_media_type attachment_disposition disposition_filename"
    """An answer that carries a stored file."""
    RESPONSE = """cors_closed nosniff content_csp_sandbox page_csp frame_ancestors corp coop
        referrer_policy permissions_policy no_store hsts"""
    """Every answer."""
    CELL = "csv_formula"
    """A cell of a list that is exported."""
    SESSION = "login_throttle session_rotation session_termination cookie_attributes"
    """Inside the sessions."""
    REDIRECT = "redirect_allowlist"
    """Where a client asks to be sent."""
    ERROR = "denial_uniform generic_errors"
    """An exception on its way to an answer."""


class Control(NamedTuple):
    """One defence, and the moment at which it acts."""

    slug: str
    stage: Stage
    apply: Step


Controls = tuple[Control, ...]
Steps = Mapping[str, Step]
"""Functions of one stage, by the slugs of their controls."""

FILES = iter_modules(package.__path__, f"{package.__name__}.")
FUNCTIONS: Steps = ChainMap(*(vars(import_module(each.name)) for each in FILES))


def _control(name: str, stage: Stage) -> Control:
    """Return a step of the pipeline.

    A file is named for its control, with all that is in it; where a file holds several, its
    functions are.
    """
    file = FUNCTIONS[name].__module__.rpartition(".")[2]
    slug = file if file in FUNCTIONS else name
    return Control(slug.replace("_", "-"), stage, FUNCTIONS[name])


CONTROLS: Controls = tuple(_control(name, stage) for stage in Stage for name in stage.value.split())


def run(controls: Controls, stage: Stage, value: T, policy: Policy) -> T:
    """Hand *value* through the controls of *stage*, in order.

    Raises:
        Rejected: from the first control that says no.
    """
    for control in controls:
        if control.stage is stage:
            try:
                refined = control.apply(value, policy)
            except Rejected as error:
                error.code = error.code or control.slug
                raise
            value = value if refined is None else refined
    return value


def steps(controls: Controls, stage: Stage) -> Steps:
    """Return the functions of *stage* by slug, for a stage that calls them by name."""
    return {control.slug: control.apply for control in controls if control.stage is stage}

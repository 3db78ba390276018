"""Which test shows that a control is there: it fails when the control is removed.

By file, then by control. A twin that no request can tell apart names its test itself, and a test
that says the slug needs no line here.
"""

from __future__ import annotations

from collections.abc import Mapping

APP = "tests/reference_app"

EVIDENCE: Mapping[str, Mapping[str, str]] = {
    f"{APP}/test_limits.py": {
        "request-body-limit": "test_body_limit",
        "file-size-limit": "test_file_limit",
        "part-limits": "test_part_limit",
    },
    f"{APP}/test_intake.py": {
        "malformed-multipart": "test_malformed_bodies_leave_nothing_however_they_are_cut",
        "request-media-type": "test_other_bodies_are_415",
        "empty-upload": "test_a_form_without_a_file_is_told_so",
    },
    f"{APP}/test_names.py": {
        "canonicalise-once": "test_a_name_is_canonical_after_one_pass",
        "control-characters": "test_no_invisible_character_anywhere",
        "name-length": "test_names_are_counted_in_bytes",
        "reserved-names": "test_hostile_names_are_refused",
        "extension-allowlist": "test_unwelcome_types_are_415",
        "extension-parse": "test_active_types_are_refused_last_and_inside",
        "generated-storage-name": "test_nothing_of_the_name_is_on_disk",
        "disposition-filename": "test_honest_names_come_back",
        "response-media-type": "test_each_accepted_type_is_served_as_itself",
    },
    f"{APP}/test_storage.py": {
        "path-containment": "test_a_key_that_leaves_the_store_is_never_used",
        "exclusive-create": "test_a_repeated_key_never_overwrites",
        "atomic-publish": "test_a_name_that_cannot_be_flushed_is_taken_back",
        "temp-hygiene": "test_what_is_not_published_has_no_name",
        "least-privilege-mode": "test_modes_do_not_depend_on_the_umask",
        "symlink-safe-open": "test_a_planted_link_is_neither_written_nor_read",
    },
    f"{APP}/test_serving.py": {
        "attachment-disposition": "test_files_are_attachments",
        "nosniff": "test_every_answer_has_its_profile",
        "content-csp-sandbox": "test_every_answer_has_its_profile",
        "page-csp": "test_every_answer_has_its_profile",
        "frame-ancestors": "test_every_answer_has_its_profile",
        "corp": "test_every_answer_has_its_profile",
        "coop": "test_every_answer_has_its_profile",
        "referrer-policy": "test_every_answer_has_its_profile",
        "permissions-policy": "test_every_answer_has_its_profile",
        "no-store": "test_every_answer_has_its_profile",
        "hsts": "test_https_is_made_to_stay",
        "generic-errors": "test_our_own_errors_say_nothing",
        "unguessable-id": "test_only_identifiers_are_looked_up",
    },
    f"{APP}/test_ledger.py": {
        "quota-race": "test_the_last_place_is_given_once",
    },
    f"{APP}/test_malware_gate.py": {
        "malware-scan": "test_the_scanner_sees_what_will_be_stored",
        "scan-fail-closed": "test_no_verdict_is_a_refusal",
    },
    f"{APP}/test_events.py": {
        "log-injection": "test_an_error_cannot_forge_a_line",
        "events-logged": "test_events_logged",
    },
    f"{APP}/test_doctor.py": {"dependencies": "test_versions_are_compared_by_number"},
    f"{APP}/test_cli.py": {"secret-key": "test_a_short_secret_is_none"},
    f"{APP}/sandbox/test_sandbox.py": {"sandboxed-processing": "test_a_hostile_job_is_stopped"},
    f"{APP}/sandbox/test_images.py": {"metadata-stripped": "test_nothing_but_the_pixels_is_kept"},
    f"{APP}/sandbox/test_pdfs.py": {"document-macros": "test_active_content_is_refused"},
    "tests/test_controls_table.py": {"policy-as-data": "test_a_page_is_current"},
    f"{APP}/test_built_in.py": {
        "command-injection": "test_the_app_has_no_such_sink",
        "entity-expansion": "test_the_app_has_no_such_sink",
        "no-egress": "test_the_app_has_no_such_sink",
        "regex-linear": "test_no_pattern_repeats_a_repetition",
        "safe-deserialisation": "test_the_app_has_no_such_sink",
        "sql-parameters": "test_the_app_has_no_such_sink",
        "template-injection": "test_the_app_has_no_such_sink",
        "xxe": "test_the_app_has_no_such_sink",
        "header-crlf": "test_a_stored_name_cannot_split_a_header",
        "active-content": "test_an_active_type_cannot_be_accepted",
        "cheap-first": "test_cheap_controls_stand_before_costly_ones",
    },
}

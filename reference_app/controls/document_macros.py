"""``document-macros``: a document carries no program and no other file.

Stops
    PDFs with scripts, actions on opening, launch actions, embedded files or encryption; office
    documents are not on the list of types at all. It is found by walking all decoded objects, in
    the limited child: names in the raw bytes can be hidden in compressed streams.

Does not stop
    A bug in somebody's viewer. A PDF is a download, never shown inline.

References
    - ASVS v5.0.0-5.1.1, CWE-506
"""

from reference_app import sandbox, values


def document_macros(examination: values.Examination, _policy: object) -> None:
    """Refuse a PDF that does more than show pages."""
    if examination.candidate.media_type == "application/pdf":
        examination.process(examination, sandbox.INSPECT_PDF)

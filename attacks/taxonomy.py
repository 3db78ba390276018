"""The ids of public catalogues that attacks and controls may cite, with their titles.

A citation is data that is checked: `title` refuses an id that is not here, so that a typing
error cannot reach a report. CWE names are the official ones of version 4.14; ASVS is cited
by version 5.0.0, with its level and a summary in our own words; WSTG titles are those of the
guide's latest edition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One requirement of the OWASP Application Security Verification Standard."""

    level: int
    """1 to 3; each level holds the ones below it."""
    summary: str


CWE: Mapping[int, str] = {
    22: "Improper Limitation of a Pathname to a Restricted Directory ('Path Traversal')",
    23: "Relative Path Traversal",
    36: "Absolute Path Traversal",
    42: "Path Equivalence: 'filename.' (Trailing Dot)",
    46: "Path Equivalence: 'filename ' (Trailing Space)",
    59: "Improper Link Resolution Before File Access ('Link Following')",
    66: "Improper Handling of File Names that Identify Virtual Resources",
    67: "Improper Handling of Windows Device Names",
    69: "Improper Handling of Windows ::DATA Alternate Data Stream",
    73: "External Control of File Name or Path",
    79: "Improper Neutralization of Input During Web Page Generation ('Cross-site Scripting')",
    80: "Improper Neutralization of Script-Related HTML Tags in a Web Page (Basic XSS)",
    93: "Improper Neutralization of CRLF Sequences ('CRLF Injection')",
    113: (
        "Improper Neutralization of CRLF Sequences in HTTP Headers "
        "('HTTP Request/Response Splitting')"
    ),
    116: "Improper Encoding or Escaping of Output",
    130: "Improper Handling of Length Parameter Inconsistency",
    150: "Improper Neutralization of Escape, Meta, or Control Sequences",
    158: "Improper Neutralization of Null Byte or NUL Character",
    174: "Double Decoding of the Same Data",
    176: "Improper Handling of Unicode Encoding",
    178: "Improper Handling of Case Sensitivity",
    180: "Incorrect Behavior Order: Validate Before Canonicalize",
    182: "Collapse of Data into Unsafe Value",
    184: "Incomplete List of Disallowed Inputs",
    209: "Generation of Error Message Containing Sensitive Information",
    235: "Improper Handling of Extra Parameters",
    276: "Incorrect Default Permissions",
    279: "Incorrect Execution-Assigned Permissions",
    354: "Improper Validation of Integrity Check Value",
    362: (
        "Concurrent Execution using Shared Resource with Improper Synchronization "
        "('Race Condition')"
    ),
    367: "Time-of-check Time-of-use (TOCTOU) Race Condition",
    379: "Creation of Temporary File in Directory with Insecure Permissions",
    434: "Unrestricted Upload of File with Dangerous Type",
    436: "Interpretation Conflict",
    444: "Inconsistent Interpretation of HTTP Requests ('HTTP Request/Response Smuggling')",
    451: "User Interface (UI) Misrepresentation of Critical Information",
    459: "Incomplete Cleanup",
    460: "Improper Cleanup on Thrown Exception",
    625: "Permissive Regular Expression",
    626: "Null Byte Interaction Error (Poison Null Byte)",
    636: "Not Failing Securely ('Failing Open')",
    641: "Improper Restriction of Names for Files and Other Resources",
    646: "Reliance on File Name or Extension of Externally-Supplied File",
    694: "Use of Multiple Resources with Duplicate Identifier",
    706: "Use of Incorrectly-Resolved Name or Reference",
    732: "Incorrect Permission Assignment for Critical Resource",
    770: "Allocation of Resources Without Limits or Throttling",
    789: "Memory Allocation with Excessive Size Value",
    1284: "Improper Validation of Specified Quantity in Input",
    1286: "Improper Validation of Syntactic Correctness of Input",
    1287: "Improper Validation of Specified Type of Input",
}

ASVS: Mapping[str, Requirement] = {
    "v5.0.0-1.1.1": Requirement(
        level=2, summary="decode input once, into one canonical form, before checking it"
    ),
    "v5.0.0-1.2.1": Requirement(
        level=1, summary="output is encoded for its place: document, attribute, header"
    ),
    "v5.0.0-1.3.3": Requirement(
        level=2, summary="data for a risky context is reduced to safe characters and length"
    ),
    "v5.0.0-1.4.3": Requirement(level=2, summary="resources are released"),
    "v5.0.0-1.5.3": Requirement(
        level=3, summary="different parsers of one data type agree with each other"
    ),
    "v5.0.0-2.2.1": Requirement(
        level=1,
        summary="input is checked against what is expected, where a decision hangs on it",
    ),
    "v5.0.0-2.3.3": Requirement(level=2, summary="an operation succeeds whole or is rolled back"),
    "v5.0.0-3.2.1": Requirement(
        level=1, summary="an answer asked for by itself is not rendered in a wrong context"
    ),
    "v5.0.0-3.4.3": Requirement(
        level=2,
        summary="a content security policy allows only what is listed, hashed or has a nonce",
    ),
    "v5.0.0-3.4.4": Requirement(level=2, summary="sniffing is switched off on every answer"),
    "v5.0.0-4.1.1": Requirement(
        level=1, summary="Content-Type matches the body, with charset for text"
    ),
    "v5.0.0-4.2.1": Requirement(
        level=2, summary="one message boundary for every reader, as the HTTP version has it"
    ),
    "v5.0.0-5.1.1": Requirement(
        level=2,
        summary="types, extensions, sizes and the handling of malicious files are written down",
    ),
    "v5.0.0-5.2.1": Requirement(
        level=1, summary="only sizes the app can process without loss of performance"
    ),
    "v5.0.0-5.2.2": Requirement(
        level=1, summary="the extension is an expected one and the content is of its type"
    ),
    "v5.0.0-5.3.1": Requirement(
        level=1, summary="uploads in a public folder never run as server code"
    ),
    "v5.0.0-5.3.2": Requirement(
        level=1, summary="file paths come from internal data, or user names are validated strictly"
    ),
    "v5.0.0-5.4.1": Requirement(
        level=2,
        summary="user file names are validated or ignored; the answer names the file itself",
    ),
    "v5.0.0-5.4.2": Requirement(
        level=2, summary="served file names are encoded, so that the header keeps its structure"
    ),
    "v5.0.0-13.2.2": Requirement(level=2, summary="components work with least privilege"),
    "v5.0.0-15.3.7": Requirement(level=2, summary="parameter pollution defence"),
    "v5.0.0-15.4.2": Requirement(
        level=3, summary="check and use of a resource are one atomic step"
    ),
    "v5.0.0-16.5.1": Requirement(level=2, summary="generic message for unexpected errors"),
    "v5.0.0-16.5.3": Requirement(level=2, summary="fails securely, never open"),
}

WSTG: Mapping[str, str] = {
    "WSTG-ATHZ-01": "Testing Directory Traversal File Include",
    "WSTG-BUSL-01": "Test Business Logic Data Validation",
    "WSTG-BUSL-04": "Test for Process Timing",
    "WSTG-BUSL-08": "Test Upload of Unexpected File Types",
    "WSTG-BUSL-09": "Test Upload of Malicious Files",
    "WSTG-CONF-09": "Test File Permission",
    "WSTG-CONF-12": "Test for Content Security Policy",
    "WSTG-CONF-14": "Test Other HTTP Security Header Misconfigurations",
    "WSTG-ERRH-01": "Testing for Improper Error Handling",
    "WSTG-ERRH-02": "Testing for Stack Traces",
    "WSTG-INPV-02": "Testing for Stored Cross Site Scripting",
    "WSTG-INPV-04": "Testing for HTTP Parameter Pollution",
    "WSTG-INPV-15": "Testing for HTTP Splitting Smuggling",
}


def title(cited: str) -> str:
    """Return the title of an id such as ``CWE-22``, ``v5.0.0-5.3.2`` or ``WSTG-BUSL-09``.

    Raises:
        KeyError: the id is in none of the three tables.
    """
    if cited in ASVS:
        return ASVS[cited].summary
    if cited in WSTG:
        return WSTG[cited]
    number = cited.removeprefix("CWE-")
    if cited.startswith("CWE-") and number.isdecimal() and int(number) in CWE:
        return CWE[int(number)]
    raise KeyError(f"{cited!r} is not a CWE, ASVS or WSTG id of attacks/taxonomy.py")

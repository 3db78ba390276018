"""The ids of public catalogues that attacks and controls may cite, with their titles.

A citation is data that is checked: `title` refuses an id that is not here, so that a typing
error cannot reach a report. CWE names are the official ones of version 4.14; ASVS is cited
by version 5.0.0, with its level and a summary in our own words; WSTG titles are those of the
guide's latest edition. The module is long because the tables are.
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
    41: "Improper Resolution of Path Equivalence",
    42: "Path Equivalence: 'filename.' (Trailing Dot)",
    46: "Path Equivalence: 'filename ' (Trailing Space)",
    59: "Improper Link Resolution Before File Access ('Link Following')",
    61: "UNIX Symbolic Link (Symlink) Following",
    62: "UNIX Hard Link",
    66: "Improper Handling of File Names that Identify Virtual Resources",
    67: "Improper Handling of Windows Device Names",
    69: "Improper Handling of Windows ::DATA Alternate Data Stream",
    73: "External Control of File Name or Path",
    78: (
        "Improper Neutralization of Special Elements used in an OS Command ('OS Command Injection')"
    ),
    79: "Improper Neutralization of Input During Web Page Generation ('Cross-site Scripting')",
    80: "Improper Neutralization of Script-Related HTML Tags in a Web Page (Basic XSS)",
    88: "Improper Neutralization of Argument Delimiters in a Command ('Argument Injection')",
    89: "Improper Neutralization of Special Elements used in an SQL Command ('SQL Injection')",
    93: "Improper Neutralization of CRLF Sequences ('CRLF Injection')",
    94: "Improper Control of Generation of Code ('Code Injection')",
    113: (
        "Improper Neutralization of CRLF Sequences in HTTP Headers ('HTTP "
        "Request/Response Splitting')"
    ),
    116: "Improper Encoding or Escaping of Output",
    117: "Improper Output Neutralization for Logs",
    130: "Improper Handling of Length Parameter Inconsistency",
    150: "Improper Neutralization of Escape, Meta, or Control Sequences",
    158: "Improper Neutralization of Null Byte or NUL Character",
    174: "Double Decoding of the Same Data",
    176: "Improper Handling of Unicode Encoding",
    178: "Improper Handling of Case Sensitivity",
    180: "Incorrect Behavior Order: Validate Before Canonicalize",
    182: "Collapse of Data into Unsafe Value",
    184: "Incomplete List of Disallowed Inputs",
    201: "Insertion of Sensitive Information Into Sent Data",
    204: "Observable Response Discrepancy",
    209: "Generation of Error Message Containing Sensitive Information",
    212: "Improper Removal of Sensitive Information Before Storage or Transfer",
    223: "Omission of Security-relevant Information",
    235: "Improper Handling of Extra Parameters",
    248: "Uncaught Exception",
    250: "Execution with Unnecessary Privileges",
    276: "Incorrect Default Permissions",
    279: "Incorrect Execution-Assigned Permissions",
    306: "Missing Authentication for Critical Function",
    307: "Improper Restriction of Excessive Authentication Attempts",
    328: "Use of Weak Hash",
    338: "Use of Cryptographically Weak Pseudo-Random Number Generator (PRNG)",
    340: "Generation of Predictable Numbers or Identifiers",
    346: "Origin Validation Error",
    348: "Use of Less Trusted Source",
    351: "Insufficient Type Distinction",
    352: "Cross-Site Request Forgery (CSRF)",
    353: "Missing Support for Integrity Check",
    354: "Improper Validation of Integrity Check Value",
    362: (
        "Concurrent Execution using Shared Resource with Improper "
        "Synchronization ('Race Condition')"
    ),
    363: "Race Condition Enabling Link Following",
    367: "Time-of-check Time-of-use (TOCTOU) Race Condition",
    379: "Creation of Temporary File in Directory with Insecure Permissions",
    384: "Session Fixation",
    405: "Asymmetric Resource Consumption (Amplification)",
    407: "Inefficient Algorithmic Complexity",
    409: "Improper Handling of Highly Compressed Data (Data Amplification)",
    427: "Uncontrolled Search Path Element",
    430: "Deployment of Wrong Handler",
    434: "Unrestricted Upload of File with Dangerous Type",
    436: "Interpretation Conflict",
    444: "Inconsistent Interpretation of HTTP Requests ('HTTP Request/Response Smuggling')",
    451: "User Interface (UI) Misrepresentation of Critical Information",
    459: "Incomplete Cleanup",
    460: "Improper Cleanup on Thrown Exception",
    489: "Active Debug Code",
    502: "Deserialization of Untrusted Data",
    506: "Embedded Malicious Code",
    509: "Replicating Malicious Code (Virus or Worm)",
    523: "Unprotected Transport of Credentials",
    524: "Use of Cache Containing Sensitive Information",
    525: "Use of Web Browser Cache Containing Sensitive Information",
    532: "Insertion of Sensitive Information into Log File",
    548: "Exposure of Information Through Directory Listing",
    552: "Files or Directories Accessible to External Parties",
    598: "Use of GET Request Method With Sensitive Query Strings",
    601: "URL Redirection to Untrusted Site ('Open Redirect')",
    602: "Client-Side Enforcement of Server-Side Security",
    611: "Improper Restriction of XML External Entity Reference",
    613: "Insufficient Session Expiration",
    614: "Sensitive Cookie in HTTPS Session Without 'Secure' Attribute",
    625: "Permissive Regular Expression",
    626: "Null Byte Interaction Error (Poison Null Byte)",
    636: "Not Failing Securely ('Failing Open')",
    639: "Authorization Bypass Through User-Controlled Key",
    641: "Improper Restriction of Names for Files and Other Resources",
    646: "Reliance on File Name or Extension of Externally-Supplied File",
    650: "Trusting HTTP Permission Methods on the Server Side",
    653: "Improper Isolation or Compartmentalization",
    674: "Uncontrolled Recursion",
    694: "Use of Multiple Resources with Duplicate Identifier",
    706: "Use of Incorrectly-Resolved Name or Reference",
    732: "Incorrect Permission Assignment for Critical Resource",
    754: "Improper Check for Unusual or Exceptional Conditions",
    770: "Allocation of Resources Without Limits or Throttling",
    772: "Missing Release of Resource after Effective Lifetime",
    776: "Improper Restriction of Recursive Entity References in DTDs ('XML Entity Expansion')",
    778: "Insufficient Logging",
    779: "Logging of Excessive Data",
    789: "Memory Allocation with Excessive Size Value",
    798: "Use of Hard-coded Credentials",
    799: "Improper Control of Interaction Frequency",
    807: "Reliance on Untrusted Inputs in a Security Decision",
    838: "Inappropriate Encoding for Output Context",
    841: "Improper Enforcement of Behavioral Workflow",
    862: "Missing Authorization",
    915: "Improperly Controlled Modification of Dynamically-Determined Object Attributes",
    918: "Server-Side Request Forgery (SSRF)",
    942: "Permissive Cross-domain Policy with Untrusted Domains",
    1004: "Sensitive Cookie Without 'HttpOnly' Flag",
    1021: "Improper Restriction of Rendered UI Layers or Frames",
    1022: "Use of Web Link to Untrusted Target with window.opener Access",
    1230: "Exposure of Sensitive Information Through Metadata",
    1236: "Improper Neutralization of Formula Elements in a CSV File",
    1275: "Sensitive Cookie with Improper SameSite Attribute",
    1284: "Improper Validation of Specified Quantity in Input",
    1286: "Improper Validation of Syntactic Correctness of Input",
    1287: "Improper Validation of Specified Type of Input",
    1333: "Inefficient Regular Expression Complexity",
    1336: "Improper Neutralization of Special Elements Used in a Template Engine",
    1395: "Dependency on Vulnerable Third-Party Component",
}

ASVS: Mapping[str, Requirement] = {
    "v5.0.0-1.1.1": Requirement(
        level=2, summary="decode input once, into one canonical form, before checking it"
    ),
    "v5.0.0-1.1.2": Requirement(
        level=2, summary="encode output last, right at the interpreter that reads it"
    ),
    "v5.0.0-1.2.1": Requirement(
        level=1, summary="output is encoded for its place: document, attribute, header"
    ),
    "v5.0.0-1.2.4": Requirement(level=1, summary="queries bind parameters"),
    "v5.0.0-1.2.5": Requirement(
        level=1, summary="OS calls take separated arguments; no shell injection"
    ),
    "v5.0.0-1.2.10": Requirement(
        level=3,
        summary="CSV/spreadsheet export neutralises formula starters and quotes per RFC 4180",
    ),
    "v5.0.0-1.3.2": Requirement(level=1, summary="no eval-like execution of input"),
    "v5.0.0-1.3.3": Requirement(
        level=2, summary="data for a risky context is reduced to safe characters and length"
    ),
    "v5.0.0-1.3.4": Requirement(
        level=2, summary="user SVG holds only harmless tags and attributes"
    ),
    "v5.0.0-1.3.6": Requirement(
        level=2, summary="outbound requests built from input go to allowlisted targets only"
    ),
    "v5.0.0-1.3.7": Requirement(level=2, summary="templates are never built from input"),
    "v5.0.0-1.3.12": Requirement(level=3, summary="patterns cannot backtrack exponentially"),
    "v5.0.0-1.4.3": Requirement(level=2, summary="resources are released"),
    "v5.0.0-1.5.1": Requirement(level=1, summary="XML parsers restricted; no external entities"),
    "v5.0.0-1.5.2": Requirement(level=2, summary="no unsafe deserialisation of untrusted data"),
    "v5.0.0-1.5.3": Requirement(
        level=3, summary="different parsers of one data type agree with each other"
    ),
    "v5.0.0-2.1.1": Requirement(level=1, summary="input validation rules are written down"),
    "v5.0.0-2.1.3": Requirement(level=2, summary="limits per user and overall are written down"),
    "v5.0.0-2.2.1": Requirement(
        level=1, summary="input is checked against what is expected, where a decision hangs on it"
    ),
    "v5.0.0-2.2.2": Requirement(level=1, summary="validation happens on the server"),
    "v5.0.0-2.3.1": Requirement(level=1, summary="steps of a flow run in order, none skipped"),
    "v5.0.0-2.3.2": Requirement(level=2, summary="documented limits are enforced"),
    "v5.0.0-2.3.3": Requirement(level=2, summary="an operation succeeds whole or is rolled back"),
    "v5.0.0-2.3.4": Requirement(level=2, summary="locking stops double use of a limited resource"),
    "v5.0.0-2.4.1": Requirement(
        level=2,
        summary=(
            "anti-automation against excessive calls (quota exhaustion, junk data, "
            "DoS, costly resources)"
        ),
    ),
    "v5.0.0-3.2.1": Requirement(
        level=1, summary="an answer asked for by itself is not rendered in a wrong context"
    ),
    "v5.0.0-3.2.2": Requirement(level=1, summary="text is shown as text"),
    "v5.0.0-3.3.1": Requirement(level=1, summary="cookies Secure, and __Secure- if not __Host-"),
    "v5.0.0-3.3.2": Requirement(level=2, summary="SameSite set on purpose"),
    "v5.0.0-3.3.3": Requirement(level=2, summary="__Host- prefix unless shared on purpose"),
    "v5.0.0-3.3.4": Requirement(
        level=2, summary="HttpOnly for what scripts need not read; token only via Set-Cookie"
    ),
    "v5.0.0-3.4.1": Requirement(
        level=1, summary="HSTS on all responses, one year or more; subdomains from L2"
    ),
    "v5.0.0-3.4.2": Requirement(level=1, summary="CORS origin fixed or allowlisted"),
    "v5.0.0-3.4.3": Requirement(
        level=2,
        summary="a content security policy allows only what is listed, hashed or has a nonce",
    ),
    "v5.0.0-3.4.4": Requirement(level=2, summary="sniffing is switched off on every answer"),
    "v5.0.0-3.4.5": Requirement(level=2, summary="referrer policy keeps paths and queries private"),
    "v5.0.0-3.4.6": Requirement(
        level=2, summary="frame-ancestors on every response; X-Frame-Options not relied on"
    ),
    "v5.0.0-3.4.7": Requirement(level=3, summary="CSP names a report location"),
    "v5.0.0-3.4.8": Requirement(level=3, summary="COOP on every document response"),
    "v5.0.0-3.5.1": Requirement(
        level=1,
        summary=(
            "cross-site request forgery defence (token or non-safelisted header) "
            "where CORS preflight is not relied on"
        ),
    ),
    "v5.0.0-3.5.3": Requirement(
        level=1, summary="sensitive actions only by unsafe methods, or strict fetch-metadata check"
    ),
    "v5.0.0-3.5.4": Requirement(level=2, summary="separate applications on separate host names"),
    "v5.0.0-3.5.8": Requirement(
        level=3,
        summary="authenticated resources embeddable only when meant (Sec-Fetch check or CORP)",
    ),
    "v5.0.0-3.7.2": Requirement(
        level=2, summary="automatic redirects off-site only to allowlisted targets"
    ),
    "v5.0.0-4.1.1": Requirement(
        level=1, summary="Content-Type matches the body, with charset for text"
    ),
    "v5.0.0-4.1.3": Requirement(
        level=2, summary="headers set by intermediaries cannot be forged by the user"
    ),
    "v5.0.0-4.1.4": Requirement(level=3, summary="only supported HTTP methods answer"),
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
    "v5.0.0-5.2.3": Requirement(
        level=2,
        summary="compressed files checked for total unpacked size and entry count before unpacking",
    ),
    "v5.0.0-5.2.4": Requirement(level=3, summary="per-user quota of bytes and of files"),
    "v5.0.0-5.2.5": Requirement(
        level=3, summary="archives with symlinks refused (or allowlisted targets)"
    ),
    "v5.0.0-5.2.6": Requirement(level=3, summary="images above the pixel limit refused"),
    "v5.0.0-5.3.1": Requirement(
        level=1, summary="uploads in a public folder never run as server code"
    ),
    "v5.0.0-5.3.2": Requirement(
        level=1, summary="file paths come from internal data, or user names are validated strictly"
    ),
    "v5.0.0-5.3.3": Requirement(
        level=3, summary="unpacking ignores paths supplied by the user (zip slip)"
    ),
    "v5.0.0-5.4.1": Requirement(
        level=2,
        summary="user file names are validated or ignored; the answer names the file itself",
    ),
    "v5.0.0-5.4.2": Requirement(
        level=2, summary="served file names are encoded, so that the header keeps its structure"
    ),
    "v5.0.0-5.4.3": Requirement(
        level=2,
        summary=(
            "files from untrusted sources scanned by antivirus so that known malware is not served"
        ),
    ),
    "v5.0.0-6.3.1": Requirement(level=1, summary="brute-force and stuffing controls as documented"),
    "v5.0.0-7.2.3": Requirement(
        level=1, summary="reference session tokens unique, CSPRNG, 128 bits or more"
    ),
    "v5.0.0-7.2.4": Requirement(level=1, summary="new session token at login, old one ended"),
    "v5.0.0-7.4.1": Requirement(level=1, summary="an ended session cannot be used again"),
    "v5.0.0-8.2.1": Requirement(
        level=1, summary="functions only for consumers with that permission"
    ),
    "v5.0.0-8.2.2": Requirement(
        level=1, summary="data items only for consumers with that permission (IDOR/BOLA)"
    ),
    "v5.0.0-8.3.1": Requirement(level=1, summary="authorisation enforced in a trusted layer"),
    "v5.0.0-11.4.1": Requirement(
        level=1, summary="approved hash functions; MD5 banned for cryptographic use"
    ),
    "v5.0.0-11.4.3": Requirement(
        level=2, summary="integrity hashes collision resistant, 256 bits or more"
    ),
    "v5.0.0-11.5.1": Requirement(
        level=2, summary="non-guessable values from a CSPRNG, 128 bits or more; UUIDs do not count"
    ),
    "v5.0.0-13.2.2": Requirement(level=2, summary="components work with least privilege"),
    "v5.0.0-13.2.4": Requirement(
        level=2, summary="allowlist of external systems and files the app may reach"
    ),
    "v5.0.0-13.3.1": Requirement(
        level=2, summary="secrets from a secret store, never in source or artefacts"
    ),
    "v5.0.0-13.4.2": Requirement(level=2, summary="debug modes off"),
    "v5.0.0-13.4.3": Requirement(level=2, summary="no directory listings"),
    "v5.0.0-13.4.4": Requirement(level=2, summary="TRACE off"),
    "v5.0.0-13.4.7": Requirement(level=3, summary="web tier serves only listed extensions"),
    "v5.0.0-14.2.1": Requirement(level=1, summary="no sensitive data in URLs"),
    "v5.0.0-14.2.2": Requirement(level=2, summary="no sensitive data left in server-side caches"),
    "v5.0.0-14.2.4": Requirement(
        level=2, summary="data protection measures match the documented level"
    ),
    "v5.0.0-14.2.5": Requirement(
        level=3,
        summary="caches store only the expected type; wrong path gives 404 (web cache deception)",
    ),
    "v5.0.0-14.2.7": Requirement(level=3, summary="data deleted per retention class"),
    "v5.0.0-14.2.8": Requirement(
        level=3, summary="sensitive metadata removed from user files unless consented"
    ),
    "v5.0.0-14.3.2": Requirement(level=2, summary="anti-caching headers for sensitive data"),
    "v5.0.0-15.1.1": Requirement(
        level=1, summary="remediation time frames for components documented"
    ),
    "v5.0.0-15.1.2": Requirement(level=2, summary="component inventory (SBOM) kept"),
    "v5.0.0-15.1.3": Requirement(
        level=2, summary="costly functions identified, with the defence against overuse"
    ),
    "v5.0.0-15.2.1": Requirement(level=1, summary="no component past its remediation time"),
    "v5.0.0-15.2.2": Requirement(level=2, summary="defences against loss of availability in place"),
    "v5.0.0-15.2.3": Requirement(level=2, summary="no test or sample functionality in production"),
    "v5.0.0-15.2.4": Requirement(
        level=3, summary="components from the expected source; no dependency confusion"
    ),
    "v5.0.0-15.2.5": Requirement(
        level=3,
        summary=(
            "extra protection (sandbox, container) round dangerous functions and risky libraries"
        ),
    ),
    "v5.0.0-15.3.1": Requirement(level=1, summary="return only the needed fields"),
    "v5.0.0-15.3.3": Requirement(level=2, summary="mass assignment countermeasures"),
    "v5.0.0-15.3.4": Requirement(
        level=2, summary="original client address carried by trusted fields only"
    ),
    "v5.0.0-15.3.7": Requirement(level=2, summary="parameter pollution defence"),
    "v5.0.0-15.4.1": Requirement(level=3, summary="shared objects accessed safely by threads"),
    "v5.0.0-15.4.2": Requirement(
        level=3, summary="check and use of a resource are one atomic step"
    ),
    "v5.0.0-16.1.1": Requirement(level=2, summary="log inventory documented"),
    "v5.0.0-16.2.1": Requirement(level=2, summary="each entry has when, where, who, what"),
    "v5.0.0-16.2.2": Requirement(level=2, summary="synchronised clocks; UTC or explicit offset"),
    "v5.0.0-16.2.4": Requirement(level=2, summary="logs readable by the processor; common format"),
    "v5.0.0-16.2.5": Requirement(level=2, summary="sensitive data kept out or masked by its level"),
    "v5.0.0-16.3.1": Requirement(level=2, summary="authentication results logged, good and bad"),
    "v5.0.0-16.3.2": Requirement(
        level=2, summary="failed authorisation logged (L3: all decisions)"
    ),
    "v5.0.0-16.3.3": Requirement(
        level=2, summary="documented security events and attempts to get round controls logged"
    ),
    "v5.0.0-16.3.4": Requirement(level=2, summary="unexpected errors and control failures logged"),
    "v5.0.0-16.4.1": Requirement(level=2, summary="log data encoded against injection"),
    "v5.0.0-16.5.1": Requirement(level=2, summary="generic message for unexpected errors"),
    "v5.0.0-16.5.2": Requirement(
        level=2, summary="secure operation when an external resource fails"
    ),
    "v5.0.0-16.5.3": Requirement(level=2, summary="fails securely, never open"),
    "v5.0.0-16.5.4": Requirement(level=3, summary="last-resort handler for all exceptions"),
}

WSTG: Mapping[str, str] = {
    "WSTG-APIT-02": "API Broken Object Level Authorization",
    "WSTG-APIT-03": "Testing for Excessive Data Exposure",
    "WSTG-APIT-04": "API Broken Function Level Authorization",
    "WSTG-ATHN-03": "Testing for Weak Lock Out Mechanism",
    "WSTG-ATHN-04": "Testing for Bypassing Authentication Schema",
    "WSTG-ATHN-06": "Testing for Browser Cache Weaknesses",
    "WSTG-ATHZ-01": "Testing Directory Traversal File Include",
    "WSTG-ATHZ-02": "Testing for Bypassing Authorization Schema",
    "WSTG-ATHZ-03": "Testing for Privilege Escalation",
    "WSTG-ATHZ-04": "Testing for Insecure Direct Object References",
    "WSTG-BUSL-01": "Test Business Logic Data Validation",
    "WSTG-BUSL-03": "Test Integrity Checks",
    "WSTG-BUSL-04": "Test for Process Timing",
    "WSTG-BUSL-05": "Test Number of Times a Function Can Be Used Limits",
    "WSTG-BUSL-06": "Testing for the Circumvention of Work Flows",
    "WSTG-BUSL-07": "Test Defenses Against Application Misuse",
    "WSTG-BUSL-08": "Test Upload of Unexpected File Types",
    "WSTG-BUSL-09": "Test Upload of Malicious Files",
    "WSTG-CLNT-03": "Testing for HTML Injection",
    "WSTG-CLNT-04": "Testing for Client-side URL Redirect",
    "WSTG-CLNT-07": "Testing Cross Origin Resource Sharing",
    "WSTG-CLNT-09": "Testing for Clickjacking",
    "WSTG-CLNT-13": "Testing for Cross Site Script Inclusion",
    "WSTG-CLNT-14": "Testing for Reverse Tabnabbing",
    "WSTG-CONF-02": "Test Application Platform Configuration",
    "WSTG-CONF-03": "Test File Extensions Handling for Sensitive Information",
    "WSTG-CONF-04": "Review Old Backup and Unreferenced Files for Sensitive Information",
    "WSTG-CONF-06": "Test HTTP Methods",
    "WSTG-CONF-07": "Test HTTP Strict Transport Security",
    "WSTG-CONF-08": "Test RIA Cross Domain Policy",
    "WSTG-CONF-09": "Test File Permission",
    "WSTG-CONF-12": "Test for Content Security Policy",
    "WSTG-CONF-13": "Test for Path Confusion",
    "WSTG-CONF-14": "Test Other HTTP Security Header Misconfigurations",
    "WSTG-ERRH-01": "Testing for Improper Error Handling",
    "WSTG-ERRH-02": "Testing for Stack Traces",
    "WSTG-INFO-08": "Fingerprint Web Application Framework",
    "WSTG-INPV-01": "Testing for Reflected Cross Site Scripting",
    "WSTG-INPV-02": "Testing for Stored Cross Site Scripting",
    "WSTG-INPV-03": "Testing for HTTP Verb Tampering",
    "WSTG-INPV-04": "Testing for HTTP Parameter Pollution",
    "WSTG-INPV-05": "Testing for SQL Injection",
    "WSTG-INPV-07": "Testing for XML Injection",
    "WSTG-INPV-11": "Testing for Code Injection",
    "WSTG-INPV-12": "Testing for Command Injection",
    "WSTG-INPV-14": "Testing for Incubated Vulnerability",
    "WSTG-INPV-15": "Testing for HTTP Splitting Smuggling",
    "WSTG-INPV-17": "Testing for Host Header Injection",
    "WSTG-INPV-18": "Testing for Server-side Template Injection",
    "WSTG-INPV-19": "Testing for Server-Side Request Forgery",
    "WSTG-INPV-20": "Testing for Mass Assignment",
    "WSTG-INPV-21": "Testing for CSV Injection",
    "WSTG-INPV-23": "Testing for Insecure Deserialization",
    "WSTG-SESS-02": "Testing for Cookies Attributes",
    "WSTG-SESS-03": "Testing for Session Fixation",
    "WSTG-SESS-04": "Testing for Exposed Session Variables",
    "WSTG-SESS-05": "Testing for Cross Site Request Forgery",
    "WSTG-SESS-06": "Testing for Logout Functionality",
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

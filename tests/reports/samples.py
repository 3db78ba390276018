"""Sample records: a rich one, calm ones, unfinished ones, and one where all is hostile.

Long, because a record has many parts, and the hostile one fills in each of them.
"""

from __future__ import annotations

import dataclasses

from attacks.model import (
    Body,
    Confidence,
    Demand,
    Effect,
    Exchange,
    Fill,
    Framing,
    Outcome,
    Probe,
    Profile,
    Request,
    Sample,
    SentFile,
    Severity,
)
from attacks.record import (
    AttackResult,
    ControlFacts,
    Finding,
    OracleTally,
    Record,
    Reproducers,
    TargetFacts,
    Tool,
)
from attacks.uploads import form_for, honest, named, part_for, post

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(60))
PROFILE = Profile(
    endpoint="/upload",
    field="file",
    accepted=(Sample(extension="png", media_type="image/png", content=PNG),),
)

# Everything that has ever broken a terminal, a template or a page, in one name.
HOSTILE = (
    b"\x1b[2J\x1b]0;owned\x07\r\n\r\n<script>canary()</script>\"'><img src=x onerror=canary()>"
    b"{{7*7}}{% raw %}]]>--><!--\x00\xff\xc0\xaf\x7f \xc2\x9b31m"
    b"\xe2\x80\xae\xe2\x80\x8b\xe2\x80\xa8"
    b"[red]markup[/red] :bomb: javascript:canary() \xed\xa0\x80"
)
HOSTILE_TEXT = HOSTILE.decode("utf-8", "surrogateescape") + "\ud800\u202e\u2066"

LESSON = """Parent-directory segments in the file name.

What it does
    Sends an honest file whose *name* walks out of the storage folder: ``../``, ``..\\``,
    and the spellings that some decoder, somewhere, turns back into them.

Why it works
    Code that joins the client's name to a folder lets the client choose the folder.

    Stripping ``../`` once turns ``....//`` into ``../``.

Expected defence
    The stored path owes nothing to the client's name.

References
    - CWE-22, CWE-23
    - OWASP ASVS v5.0.0-5.3.2, WSTG-BUSL-09
"""

TITLES = {
    "CWE-20": "Improper Input Validation",
    "CWE-22": "Improper Limitation of a Pathname to a Restricted Directory",
    "CWE-434": "Unrestricted Upload of File with Dangerous Type",
    "CWE-755": "Improper Handling of Exceptional Conditions",
    "CWE-79": "Improper Neutralization of Input During Web Page Generation",
    "v5.0.0-5.3.2": "File paths are built from data of the server's own",
    "v5.0.0-5.2.2": "Extension and content of a file agree with what is expected",
    "WSTG-BUSL-09": "Test Upload of Malicious Files",
}

CONTROLS = {
    "generated-storage-name": ControlFacts(
        title="Server-chosen storage name",
        demand="The stored name is drawn from a secure random source and owes nothing to the "
        "client's name.",
    ),
    "path-containment": ControlFacts(
        title="Path containment",
        demand="Every path that is opened is resolved and lies strictly below the storage root.",
    ),
    "exclusive-create": ControlFacts(
        title="Exclusive create",
        demand="A file is only ever created, never opened over an existing one.",
    ),
    "attachment-disposition": ControlFacts(
        title="Attachment disposition",
        demand="A stored file is answered with Content-Disposition: attachment.",
    ),
    "nosniff": ControlFacts(
        title="No sniffing",
        demand="Every answer carries X-Content-Type-Options: nosniff.",
    ),
    "filename-length": ControlFacts(
        title="Name length",
        demand="A name over 120 characters is refused before a file is opened.",
    ),
    "file-size-limit": ControlFacts(
        title="File size limit", demand="A file over the limit is refused while it arrives."
    ),
}


def attack(id_: str, **changes: object) -> AttackResult:
    """Return the result of one attack that held, with *changes*."""
    plain = AttackResult(
        id=id_,
        title=id_.partition(".")[2].replace("-", " ").capitalize(),
        verdict=Outcome.HELD,
        reason="",
        cases=120,
        seconds=1.25,
        severity=Severity.HIGH,
        controls=("generated-storage-name",),
        cwe=(22,),
        asvs=("v5.0.0-5.3.2",),
        wstg=("WSTG-BUSL-09",),
        variants=("climb", "climb-deep", "climb-encoded"),
        oracles=(
            OracleTally(oracle="confinement", held=120),
            OracleTally(oracle="still_serving", held=119, inconclusive=1, reason="no honest page"),
        ),
        lesson=LESSON,
    )
    return dataclasses.replace(plain, **changes)


def finding(id_: str, **changes: object) -> Finding:
    """Return one finding with *changes*."""
    plain = Finding(
        id=id_,
        attack="filename.parent-directory",
        title="Parent-directory segments in the file name",
        oracle="confinement",
        variant="climb",
        severity=Severity.CRITICAL,
        confidence=Confidence.HIGH,
        controls=("generated-storage-name", "path-containment"),
        cwe=(22,),
        asvs=("v5.0.0-5.3.2",),
        wstg=("WSTG-BUSL-09",),
        effect=Effect(
            signature="touched outside the storage root",
            detail="touched /srv/uploads/../climbed.png",
        ),
        probe=named(PROFILE, b"../climbed.png", variant="climb"),
        observation=(
            "step 1: status 302; file stored: yes",
            "step 1: created /srv/climbed.png (76 bytes)",
        ),
        reproducers=Reproducers(
            curl="printf '\\211PNG\\r\\n' > body.bin\n"
            "curl -sS -i --data-binary @body.bin \\\n"
            "  -H 'Content-Type: multipart/form-data; boundary=----gauntlet4f1c9a72e6b8d035' \\\n"
            '  "${TARGET:-http://127.0.0.1:8000}/upload"',
            raw="printf 'UE9TVCAvdXBsb2FkIEhUVFAvMS4xDQo=' | base64 -d | nc 127.0.0.1 8000",
        ),
    )
    return dataclasses.replace(plain, **changes)


def record(**changes: object) -> Record:
    """Return the record of a calm run, with *changes*."""
    plain = Record(
        tool=Tool(name="upload-gauntlet", version="0.1.0", python="3.11.9", hypothesis="6.170.15"),
        target=TargetFacts(
            name="tests.apps.tutorial:target",
            capabilities=("disk", "retrieve"),
            endpoint="/upload",
            field="file",
            accepted=("png", "pdf", "txt"),
            limits={"body": 16 * 1024 * 1024, "file": None},
            retrieval="location",
        ),
        seed=20_261,
        level="standard",
        started="2026-11-24T11:30:00Z",
        seconds=31.4,
        cases=240,
        attacks=(attack("filename.parent-directory"), attack("naming.collision")),
        findings=(),
        controls=CONTROLS,
        titles=TITLES,
    )
    return dataclasses.replace(plain, **changes)


def calm() -> Record:
    """Return a run in which all held."""
    return record()


def empty() -> Record:
    """Return a run that tested nothing."""
    return record(attacks=(), cases=0, seconds=0.0, exit_code=4, controls={}, titles={})


def unsure() -> Record:
    """Return a run in which nothing could be told."""
    why = "the target offers no view of the disk: give --storage-root"
    unsure_ones = tuple(
        attack(name, verdict=Outcome.INCONCLUSIVE, reason=why)
        for name in ("filename.parent-directory", "naming.collision")
    )
    return record(attacks=unsure_ones, exit_code=4)


def interrupted() -> Record:
    """Return a run that a person stopped."""
    return record(attacks=(attack("naming.collision"),), interrupted=True, exit_code=130)


def troubled() -> Record:
    """Return a run with an oracle that crashed."""
    return record(problems=("oracle confinement: KeyError('x')",), exit_code=3)


def rich() -> Record:
    """Return a run with findings of every severity and all three verdicts."""
    return record(
        attacks=_rich_attacks(),
        findings=(_overlong(), _sniffed(), finding("c0ffee01"), _overwrite(), _oversize()),
        cases=1_842,
        problems=("attacks/catalogue/serving/broken.py: ImportError: no module named 'nowhere'",),
        exit_code=1,
    )


def hostile() -> Record:
    """Return a run in which every string that a client or a target could touch is hostile."""
    probe = named(PROFILE, HOSTILE, variant=HOSTILE_TEXT)
    bad = finding(
        HOSTILE_TEXT,
        title=HOSTILE_TEXT,
        variant=HOSTILE_TEXT,
        oracle=HOSTILE_TEXT,
        controls=(HOSTILE_TEXT,),
        effect=Effect(signature=HOSTILE_TEXT, detail=HOSTILE_TEXT * 50),
        probe=dataclasses.replace(probe, steps=probe.steps * 20),
        observation=(HOSTILE_TEXT, HOSTILE_TEXT),
        reproducers=Reproducers(curl=HOSTILE_TEXT, raw=HOSTILE_TEXT * 100),
    )
    result = attack(
        HOSTILE_TEXT,
        title=HOSTILE_TEXT,
        verdict=Outcome.BROKEN,
        reason=HOSTILE_TEXT,
        variants=(HOSTILE_TEXT,),
        lesson=HOSTILE_TEXT,
        oracles=(OracleTally(oracle=HOSTILE_TEXT, inconclusive=1, reason=HOSTILE_TEXT),),
    )
    return record(
        target=TargetFacts(name=HOSTILE_TEXT, endpoint=HOSTILE_TEXT, accepted=(HOSTILE_TEXT,)),
        level=HOSTILE_TEXT,
        started=HOSTILE_TEXT,
        attacks=(result,),
        findings=(bad,),
        titles={"CWE-22": HOSTILE_TEXT},
        controls={HOSTILE_TEXT: ControlFacts(title=HOSTILE_TEXT, demand=HOSTILE_TEXT)},
        problems=(HOSTILE_TEXT,),
        exit_code=1,
    )


def every() -> dict[str, Record]:
    """Return every sample by name."""
    makers = (calm, empty, unsure, interrupted, troubled, rich, hostile)
    return {maker.__name__: maker() for maker in makers}


def big_upload() -> Probe:
    """Return a chunked upload of a file that is mostly one byte repeated."""
    file = SentFile(
        filename=b"big.png",
        content=Body((PNG, Fill(pattern=b"A", size=16 * 1024 * 1024))),
        media_type=b"image/png",
    )
    form = form_for(PROFILE, part_for(PROFILE, file))
    request = post(PROFILE, form, framing=Framing.CHUNKED)
    return Probe(steps=(Exchange(request=request, file=file, demand=Demand.REFUSE),))


def lying_length() -> Request:
    """Return an honest upload that declares another length than it has."""
    request = honest(PROFILE).steps[0].request
    return dataclasses.replace(request, declared=b"5")


def _rich_attacks() -> tuple[AttackResult, ...]:
    broken = {"verdict": Outcome.BROKEN}
    return (
        attack(
            "filename.parent-directory",
            **broken,
            reason="touched /srv/uploads/../climbed.png",
            severity=Severity.CRITICAL,
            oracles=(OracleTally(oracle="confinement", held=101, broken=19),),
        ),
        attack("filename.absolute-path", severity=Severity.CRITICAL),
        attack("filename.over-long", **broken, reason="status 500", severity=Severity.MEDIUM),
        attack("naming.collision", **broken, reason="the first file changed", cases=64),
        attack("serving.as-page", **broken, reason="text/html without nosniff", cases=48),
        attack("size.limit", **broken, reason="stored", severity=Severity.LOW, seconds=14.2),
        attack("parameters.starred", seconds=0.31, variants=()),
        attack(
            "multipart.truncated",
            verdict=Outcome.INCONCLUSIVE,
            reason="no neighbour was stored, so a refusal proves nothing",
            cases=3,
        ),
    )


def _overlong() -> Finding:
    return finding(
        "c0ffee02",
        attack="filename.over-long",
        title="Over-long names",
        oracle="no_server_error",
        variant="300-bytes",
        severity=Severity.MEDIUM,
        controls=("filename-length",),
        cwe=(755, 20),
        asvs=(),
        wstg=(),
        effect=Effect(
            signature="OSError in save", detail="500: OSError: [Errno 36] File name too long"
        ),
        probe=named(PROFILE, b"a" * 900 + b".png", variant="300-bytes"),
        observation=("step 1: status 500; file stored: no",),
    )


def _sniffed() -> Finding:
    return finding(
        "c0ffee03",
        attack="serving.as-page",
        title="A stored file is shown as a page",
        oracle="inert_when_served",
        variant="html-in-txt",
        severity=Severity.HIGH,
        controls=("attachment-disposition", "nosniff"),
        cwe=(434, 79),
        asvs=("v5.0.0-5.2.2",),
        effect=Effect(
            signature="X-Content-Type-Options is missing",
            detail="GET /uploads/note.txt: text/plain, no nosniff, inline",
            control="nosniff",
        ),
        probe=named(PROFILE, b"note<script>canary()</script>.txt", variant="html-in-txt"),
        observation=(
            "step 1: status 302; file stored: yes",
            "step 1: fetched back with status 200",
        ),
    )


def _overwrite() -> Finding:
    first = honest(PROFILE).steps[0]
    return finding(
        "c0ffee04",
        attack="naming.collision",
        title="Name collisions",
        oracle="no_overwrite",
        variant="same-name-twice",
        severity=Severity.HIGH,
        controls=("exclusive-create", "generated-storage-name"),
        cwe=(22,),
        effect=Effect(
            signature="a second upload replaced the first",
            detail="/uploads/report.png answered the second file to both owners",
            control="exclusive-create",
        ),
        probe=Probe(
            steps=(
                dataclasses.replace(first, demand=Demand.ACCEPT),
                dataclasses.replace(first, actor="b"),
            ),
            variant="same-name-twice",
        ),
    )


def _oversize() -> Finding:
    return finding(
        "c0ffee05",
        attack="size.limit",
        title="A file over the limit",
        oracle="limit_enforced",
        variant="limit-plus-one",
        severity=Severity.LOW,
        confidence=Confidence.LOW,
        controls=("file-size-limit",),
        cwe=(20,),
        asvs=(),
        wstg=(),
        effect=Effect(signature="stored over the limit", detail="16,777,292 bytes were stored"),
        probe=big_upload(),
    )

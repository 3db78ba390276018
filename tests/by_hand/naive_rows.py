"""The rows of `tests.apps.naive_parser`, as raw bytes."""

from __future__ import annotations

from tests.by_hand.rows import FORM, Row, described, file_part, form, named, part

NAIVE = "naive_parser"


def naively(
    effect: str, body: bytes, content: bytes, content_type: bytes = FORM, **environ: object
) -> Row:
    """Write a row of `naive_parser`, which gives its files names of its own."""
    return Row(
        effect=effect,
        bodies=(body,),
        stored={"any": content},
        status=303,
        apps=(NAIVE,),
        content_type=content_type,
        environ=environ,
    )


LATE = file_part(b"b.txt", b"late")
NAIVE_FINDINGS = [
    naively("other headers are not read", named("a.txt"), b"x", HTTP_CONTENT_ENCODING="gzip"),
    naively("data that looks like a boundary cuts", named("a.txt", b"one --b two"), b"one "),
    naively(
        "data that looks like a boundary cuts", named("a.txt", b"first\n--b--\nlast"), b"first\n"
    ),
    naively(
        "all that follows the equals sign is the boundary",
        named("a.txt"),
        b"x\r\n--b--",
        b"multipart/form-data; boundary=b; boundary=+b",
    ),
    *(
        naively("other parameters are not read", described(parameters), b"x")
        for parameters in (
            b'filename="a.txt"; filename*0="b.txt"',
            b'filename=""; filename="b.txt"',
            b'\0 filename="a.txt"',
            b'filename="a.txt"x',
            b'filename="a.txt"; filename*=b.txt',
        )
    ),
    naively(
        "other parameters are not read",
        form(part(b'form-data; name*0="file"; filename="a.txt"')),
        b"x",
    ),
    naively("a part behind the end is taken", form(file_part(b"a.txt")) + form(LATE), b"late"),
    naively("a head without an end is read", named("a.txt").replace(b"\r\n", b"\n"), b""),
    naively(
        "anything that has a boundary is read",
        named("a.txt"),
        b"x",
        b"multipart/mixed; boundary=b",
    ),
    naively("a body that breaks off is taken", file_part(b"a.txt"), b"x"),
    naively("a body that breaks off is taken", named("a.txt", b"x" * 40)[:-20], b"x" * 29),
]

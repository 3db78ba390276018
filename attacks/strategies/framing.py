"""Bodies of an exact size that stay legal in every other dimension, and odd lengths.

Large contents are `Fill` pieces: a body of gigabytes costs nothing to carry.
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from attacks.model import (
    OWNER,
    Body,
    Exchange,
    Fill,
    Framing,
    Header,
    Profile,
    Request,
    Sample,
    SentFile,
)
from attacks.strategies.contents import two_files
from attacks.uploads import form_for, honest_file, honest_name, part_for, upload
from attacks.wire import http1
from attacks.wire.multipart import Form, Part, text_part, with_parts

CLOSE: Header = (b"Connection", b"close")
LINE = b"An honest line of sixty-four printable bytes, its end included.\n"
FIELD_ROOM = 64 * 1024  # bytes of text that any form reader takes, where no limit is stated
NUMBER_TRICKS = (b"+%d", b"-%d", b"%d_0", b"0x%x", b"%d.0", b"%de0", b"%d;", b"%d,1", b'"%d"')


def text_sample(profile: Profile) -> Sample | None:
    """Return the accepted type that has honest files of any size, if there is one."""
    return next((s for s in profile.accepted if s.extension == "txt"), None)


def text_file(sample: Sample, size: int, *, stem: str = "sized", ending: bytes = b"") -> SentFile:
    """Return *size* bytes of printable lines with *ending* as their last bytes."""
    fill = Fill(pattern=LINE, size=size - len(ending))
    return SentFile(
        filename=f"{stem}.{sample.extension}".encode(),
        content=Body((fill, ending) if ending else (fill,)),
        media_type=sample.media_type.encode(),
    )


def sized(profile: Profile, total: int, *, ending: bytes = b"") -> tuple[Form, SentFile] | None:
    """Return a form whose body is *total* bytes long, and its file; ``None`` if too short.

    The file grows first, then one more text field, both only as far as their limits; what
    is still missing is an epilogue, which RFC 2046 lets a reader ignore.
    """
    file = _file_for(profile, total, ending)
    form = form_for(profile, part_for(profile, file)) if file else None
    if file is None or form is None or form.body().size > total:
        return None
    return _topped_up(profile, form, total), file


def _file_for(profile: Profile, total: int, ending: bytes) -> SentFile | None:
    sample = text_sample(profile)
    if sample is None:
        return honest_file(profile, "sized")
    frame = form_for(profile, part_for(profile, text_file(sample, 0))).body().size
    room = min(total - frame, (profile.limits.file or total) - 1)
    return text_file(sample, room, ending=ending) if room > len(ending) else None


def _topped_up(profile: Profile, form: Form, total: int) -> Form:
    empty = with_parts(form, text_part(b"note", b""))
    room = total - empty.body().size
    if room > 0:
        size = min(room, field_room(profile))
        note = Part(headers=empty.parts[0].headers, body=Body((Fill(pattern=LINE, size=size),)))
        form = with_parts(form, note)
    return Form(parts=form.parts, epilogue=b" " * (total - form.body().size))


def field_room(profile: Profile) -> int:
    """Return how many bytes one more text field may hold beside the profile's own."""
    used = sum(len(value.encode()) for _, value in profile.fields)
    limit = profile.limits.field
    return max((FIELD_ROOM if limit is None else limit - 1) - used, 0)


def twisted_numbers(size: int) -> st.SearchStrategy[bytes]:
    """Return spellings of *size* that RFC 9110 (8.6: digits only) does not know."""
    return st.sampled_from(NUMBER_TRICKS).map(lambda spelling: spelling % size)


def name_for(profile: Profile, stem: str) -> bytes:
    """Return *stem* as an honest name; text where text is accepted."""
    sample = text_sample(profile)
    return f"{stem}.{sample.extension}".encode() if sample else honest_name(profile, stem)


def literal(request: Request, headers: tuple[Header, ...], *pieces: bytes) -> Request:
    """Return *request* with framing *headers* and a body that are sent as they are."""
    return replace(
        request,
        framing=Framing.LITERAL,
        headers=(*request.headers, *headers),
        body=Body(pieces),
        half_close=True,  # so that a server which waits for more sees that nothing comes
    )


def inner_request(profile: Profile, request: Request) -> bytes:
    """Return *request* of the owner's as it stands in the body of another one."""
    known = profile.headers.get(OWNER, ())
    sent = replace(request, headers=request.headers + known)
    host = (profile.hosts[0] if profile.hosts else "localhost").encode()
    return http1.head(sent, host) + b"".join(http1.body(sent))


def stowaway(profile: Profile) -> Exchange:
    """Return another honest upload, for a place where nobody should look for one."""
    sample = two_files(profile)[1]
    file = SentFile(
        filename=f"stowaway.{sample.extension}".encode(),
        content=Body((sample.content,)),
        media_type=sample.media_type.encode(),
    )
    return upload(profile, file)

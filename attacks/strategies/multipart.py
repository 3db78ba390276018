"""Multipart uploads with one thing wrong: builders for the seeds, grammars beyond them.

The grammars are made of the tokens that parsers trip over. The plainest token stands
first, so that a failure shrinks to something that a reader knows.
"""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from attacks.model import GENERATED, Body, Demand, Exchange, Header, Probe, Profile, SentFile
from attacks.strategies.framing import text_sample
from attacks.uploads import form_for, honest_file, honest_name, part_for, post
from attacks.wire.deviations import DEVIATIONS
from attacks.wire.multipart import BOUNDARY, Form, Part, disposition, quoted

CASES = (b"filename", b"Filename", b"FILENAME")  # parameter names ignore case: RFC 2045, 5.1
CHARSETS = (b"UTF-8", b"utf-8", b"ISO-8859-1", b"utf-7", b"utf-16", b"us-ascii", b"x-none", b"")
LANGUAGES = (b"", b"en", b"en-GB")
NOT_CRLF = (b"\n", b"\r", b"\n\r")
BCHARS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"
AFTER_A_QUOTE = (b"x", b" x", b".txt", b'"x"', b"=x", b":x", b"\\x")


def probe(
    profile: Profile,
    form: Form,
    *,
    variant: str = GENERATED,
    demand: Demand = Demand.REFUSE,
    file: SentFile | None = None,
    body: Body | None = None,
    headers: tuple[Header, ...] = (),
) -> Probe:
    """Return a probe of one step that sends *form* for *file* (the honest one, if not given)."""
    step = Exchange(
        request=post(profile, form, body=body, headers=headers),
        file=file or honest_file(profile),
        demand=demand,
    )
    return Probe(steps=(step,), variant=variant)


def with_headers(
    profile: Profile,
    *lines: bytes,
    variant: str = GENERATED,
    demand: Demand = Demand.REFUSE,
    rivals: tuple[bytes, ...] = (),
) -> Probe:
    """Return an upload of the honest file whose part header is *lines*, as they are."""
    honest = honest_file(profile)
    file = SentFile(
        filename=honest.filename,
        content=honest.content,
        media_type=honest.media_type,
        rivals=rivals,
    )
    form = form_for(profile, Part(headers=lines, body=file.content))
    return probe(profile, form, variant=variant, demand=demand, file=file)


def media_type_line(profile: Profile) -> bytes:
    """Return the honest Content-Type line of the file's part."""
    return b"Content-Type: " + profile.sample.media_type.encode()


def spelt(profile: Profile, template: bytes) -> bytes:
    """Fill in *template*: two honest names, and the second one in two pieces.

    All names are legal, so that only a control that looks at *how* they are written
    has a reason to refuse.
    """
    rival = honest_name(profile, "rival")
    return template % {
        b"field": profile.field.encode(),
        b"name": honest_name(profile),
        b"rival": rival,
        b"head": rival[:3],
        b"tail": rival[3:],
    }


def named_by(
    profile: Profile,
    parameters: bytes,
    *,
    variant: str = GENERATED,
    demand: Demand = Demand.REFUSE,
) -> Probe:
    """Return an honest upload whose file name is told by *parameters*, as they are."""
    line = disposition(quoted(b"name", profile.field.encode()), parameters)
    rivals = (honest_name(profile, "rival"),)
    return with_headers(
        profile, line, media_type_line(profile), variant=variant, demand=demand, rivals=rivals
    )


def variants(profile: Profile, templates: Mapping[str, bytes], demand: Demand) -> tuple[Probe, ...]:
    """Return one probe for each template of name parameters."""
    return tuple(
        named_by(profile, spelt(profile, template), variant=variant, demand=demand)
        for variant, template in templates.items()
    )


def line_variants(
    profile: Profile, templates: Mapping[str, tuple[bytes, ...]], demand: Demand
) -> tuple[Probe, ...]:
    """Return one probe for each template of whole header lines, the honest type behind them."""
    return tuple(
        with_headers(
            profile,
            *(spelt(profile, line) for line in lines),
            media_type_line(profile),
            variant=variant,
            demand=demand,
            rivals=(honest_name(profile, "rival"),),
        )
        for variant, lines in templates.items()
    )


def repeated_names(name: bytes, rival: bytes) -> st.SearchStrategy[bytes]:
    """Return two to four plain parameters that name at least two different files."""
    parameter = st.builds(quoted, st.sampled_from(CASES), st.sampled_from((name, rival)))
    one_of_each = st.permutations((name, rival)).map(
        lambda names: [quoted(b"filename", each) for each in names]
    )
    more = st.lists(parameter, max_size=2)
    return st.builds(lambda two, rest: b"; ".join(two + rest), one_of_each, more)


def starred_names(plain: bytes, starred: bytes) -> st.SearchStrategy[bytes]:
    """Return a plain name and an extended one (RFC 8187), in either order."""
    extended = st.builds(
        lambda case, charset, language, value: b"%s*=%s'%s'%s" % (case, charset, language, value),
        st.sampled_from(CASES),
        st.sampled_from(CHARSETS),
        st.sampled_from(LANGUAGES),
        st.lists(st.booleans(), min_size=len(starred), max_size=len(starred)).map(
            lambda coded: percent_coded(starred, coded)
        ),
    )
    both = extended.flatmap(lambda star: st.permutations((quoted(b"filename", plain), star)))
    return both.map(b"; ".join)


def percent_coded(name: bytes, coded: list[bool]) -> bytes:
    """Return *name* with the bytes that *coded* marks written as ``%XX``."""
    marked = zip(name, coded, strict=True)
    return b"".join(b"%%%02X" % byte if code else bytes((byte,)) for byte, code in marked)


def continued_names(name: bytes) -> st.SearchStrategy[bytes]:
    """Return *name* in two to four pieces (RFC 2231, section 3), in any order."""
    cuts = st.sets(st.integers(1, len(name) - 1), min_size=1, max_size=3).map(sorted)
    return cuts.map(lambda at: _pieces(name, at)).flatmap(st.permutations).map(b"; ".join)


def _pieces(name: bytes, cuts: list[int]) -> list[bytes]:
    starts, ends = [0, *cuts], [*cuts, len(name)]
    spans = enumerate(zip(starts, ends, strict=True))
    return [quoted(b"filename*%d" % number, name[start:end]) for number, (start, end) in spans]


def broken_quotes(name: bytes) -> st.SearchStrategy[bytes]:
    """Return a quoted name with something behind its closing quote, or with no such quote."""
    opened = b'filename="' + name
    tails = st.lists(st.sampled_from(AFTER_A_QUOTE), min_size=1, max_size=4).map(b"".join)
    return st.just(opened) | tails.map(lambda tail: opened + b'"' + tail)


def boundaries() -> st.SearchStrategy[bytes]:
    """Return any legal boundary of letters, digits, ``-`` and ``_`` (RFC 2046, 5.1.1)."""
    return st.text(BCHARS, min_size=1, max_size=70).map(str.encode)


def look_alikes() -> st.SearchStrategy[bytes]:
    """Return lines of text that nearly hold the delimiter, and never do."""
    nearly = (b"x", b"--", b"\r\n", b"\n", b"-", BOUNDARY[:-1], b"--" + BOUNDARY[:-1], BOUNDARY)
    text = st.lists(st.sampled_from(nearly), max_size=8).map(b"".join)
    return text.map(lambda t: b"a " + t + b" z\n").filter(_no_delimiter)


def _no_delimiter(text: bytes) -> bool:
    return b"\n--" + BOUNDARY not in text


def junk() -> st.SearchStrategy[bytes]:
    """Return up to 200 bytes that hold no delimiter, for around the parts."""
    return st.binary(max_size=200).filter(lambda data: b"--" + BOUNDARY not in data)


def line_ends(count: int) -> st.SearchStrategy[tuple[bytes, ...]]:
    """Return *count* line ends, of which one or more are not CRLF."""
    end = st.sampled_from((*NOT_CRLF, b"\r\n"))
    some = st.lists(end, min_size=count, max_size=count).map(tuple)
    return some.filter(lambda ends: any(each != b"\r\n" for each in ends))


def deviations() -> st.SearchStrategy[tuple[str, ...]]:
    """Return the names of one or two deviations from a legal form, which compose."""
    names = st.sampled_from(tuple(DEVIATIONS))
    return st.lists(names, min_size=1, max_size=2, unique=True).map(tuple)


def honest_form(profile: Profile, file: SentFile) -> Form:
    """Return the form that a browser sends for *file*."""
    return form_for(profile, part_for(profile, file))


def plain_file(profile: Profile, stem: str = "report") -> SentFile:
    """Return an honest file, a text where text is accepted: what it holds then matters least."""
    sample = text_sample(profile)
    if sample is None:
        return honest_file(profile, stem)
    return SentFile(
        filename=f"{stem}.{sample.extension}".encode(),
        content=Body((sample.content,)),
        media_type=sample.media_type.encode(),
    )

"""An upload whose body is packed: Content-Encoding.

What it does
    Packs an honest form with gzip or deflate and says so; says so of a form that is not packed;
    names codings that few know, two at once, and none at all; and sends a form that unpacks to a
    thousand times its size, and one of many gzip members.

Why it works
    A server that unpacks before it counts lets a small request become a large one (aiohttp,
    CVE-2025-69223), and many small members make some unpackers slow. One that does not unpack
    sees no form in the bytes, and lenient parsers answer that with success. A scanner in front
    reads the one, the application the other.

Expected defence
    A coding that the endpoint does not offer is refused with 415, before the body is read.

References
    - CWE-409, CWE-436
    - OWASP ASVS v5.0.0-2.2.1, v5.0.0-16.5.3; WSTG-BUSL-09
    - RFC 9110, sections 8.4 and 15.5.16
"""

from __future__ import annotations

import gzip
import zlib

from hypothesis import strategies as st

from attacks.model import GENERATED, Attack, Body, Demand, Exchange, Probe, Profile, Severity
from attacks.oracles.fails_closed import fails_closed
from attacks.strategies.multipart import honest_form, plain_file
from attacks.uploads import honest, post
from attacks.wire.multipart import Form, text_part, with_parts

FILLER = 2_000_000  # bytes of a text field that pack to a thousandth
MEMBERS = 5_000
CODINGS = (b"gzip", b"deflate", b"br", b"zstd", b"compress", b"x-gzip", b"gzip, gzip", b"x-none")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each coding, and the two that grow."""
    form = honest_form(profile, plain_file(profile))
    plain = form.body().to_bytes()
    grown = with_parts(form, text_part(b"note", b" " * FILLER)).body().to_bytes()
    rows = {
        "gzip": (b"gzip", gzip.compress(plain, mtime=0)),
        "deflate": (b"deflate", zlib.compress(plain)),
        # a coding that is claimed only
        "gzip-claimed": (b"gzip", plain),
        "brotli-claimed": (b"br", plain),
        "zstandard-claimed": (b"zstd", plain),
        "unknown": (b"x-none", plain),
        "gzip-twice": (b"gzip, gzip", gzip.compress(gzip.compress(plain, mtime=0), mtime=0)),
        # a thousand times larger, once unpacked
        "gzip-bomb": (b"gzip", gzip.compress(grown, mtime=0)),
        # each member is opened anew
        "gzip-members": (
            b"gzip",
            gzip.compress(b"", mtime=0) * MEMBERS + gzip.compress(plain, mtime=0),
        ),
    }
    return tuple(_coded(profile, form, *row, variant=variant) for variant, row in rows.items())


def _coded(
    profile: Profile, form: Form, coding: bytes, body: bytes, *, variant: str = GENERATED
) -> Probe:
    headers = ((b"Content-Encoding", coding),)
    request = post(profile, form, body=Body((body,)), headers=headers)
    file = plain_file(profile)
    return Probe(
        steps=(Exchange(request=request, file=file, demand=Demand.REFUSE),), variant=variant
    )


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Claim any coding, in any case, for a form that is packed or not."""
    form = honest_form(profile, plain_file(profile))
    plain = form.body().to_bytes()
    coding = st.builds(
        lambda name, spell: spell(name),
        st.sampled_from(CODINGS),
        st.sampled_from((bytes, bytes.upper)),
    )
    body = st.sampled_from((plain, gzip.compress(plain, mtime=0), zlib.compress(plain)))
    return st.builds(lambda name, sent: _coded(profile, form, name, sent), coding, body)


ATTACK = Attack(
    id="framing.content-coding",
    title="Upload whose body is packed",
    severity=Severity.MEDIUM,
    controls=("request-media-type",),
    cwe=(409, 436),
    asvs=("v5.0.0-2.2.1", "v5.0.0-16.5.3"),
    wstg=("WSTG-BUSL-09",),
    oracles=(fails_closed,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)

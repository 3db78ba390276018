"""A file that a page of another site embeds.

What it does
    Stores a file, and asks for it with the owner's cookie as the browser does for an element on a
    page of another site: as a picture, a script, a style sheet, a font, a video, an object, by
    script.

Why it works
    A browser sends the cookie along, where it is not told otherwise. The other page cannot read
    the bytes, and need not: that a picture loads, how large it is, and what a script defines tell
    whose browser this is, and run what was uploaded there. From the same process they can be read.

Expected defence
    Refuse what `Sec-Fetch-Site` says was started elsewhere, but for a link that somebody follows.
    What an `object` or `embed` loads calls itself a navigation, as such a link does: its
    destination tells. `Cross-Origin-Resource-Policy` has the browser refuse too.

References
    - CWE-346, CWE-942
    - OWASP ASVS v5.0.0-3.5.8, v5.0.0-3.5.3; WSTG-CLNT-07
    - W3C Fetch Metadata Request Headers, section 2; WHATWG Fetch, section 3.7
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import (
    GENERATED,
    Attack,
    Capability,
    Confidence,
    Demand,
    Header,
    Probe,
    Profile,
    Severity,
)
from attacks.oracles.not_embedded import not_embedded
from attacks.visits import asking, owners_way, stored_then, told_by_cookie

DESTINATIONS = (
    *("image", "script", "style", "font", "video", "audio", "track", "manifest", "worker"),
    *("json", "xslt", "report", "serviceworker", "paintworklet"),
)
ELEMENTS = {
    # without a look at who may read it
    "image": ("no-cors", "image"),
    "script": ("no-cors", "script"),
    "style": ("no-cors", "style"),
    "video": ("no-cors", "video"),
    # with one: fonts, modules, ``crossorigin``
    "font": ("cors", "font"),
    "by-script": ("cors", "empty"),
    "by-script-blindly": ("no-cors", "empty"),
    # as if somebody had followed a link
    "object": ("navigate", "object"),
    "embed": ("navigate", "embed"),
}
ASKED = (
    *((mode, each) for mode in ("no-cors", "cors") for each in DESTINATIONS),
    *(("navigate", each) for each in ("object", "embed")),
)


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return each element; nothing where no cookie counts."""
    if not told_by_cookie(profile):
        return ()
    return tuple(_embedding(profile, asked, variant=name) for name, asked in ELEMENTS.items())


def _embedding(
    profile: Profile, asked: tuple[str, str], site: str = "cross-site", *, variant: str
) -> Probe:
    mode, destination = asked
    headers: tuple[Header, ...] = (
        (b"Sec-Fetch-Site", site.encode()),
        (b"Sec-Fetch-Mode", mode.encode()),
        (b"Sec-Fetch-Dest", destination.encode()),
    )
    step = asking("{url}", about=0, demand=Demand.REFUSE, headers=headers)
    return stored_then(profile, step, variant=variant)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Embed it as anything, from another site or from another name of this one."""
    if not told_by_cookie(profile):
        return st.nothing()
    return st.builds(
        lambda asked, site: _embedding(profile, asked, site, variant=GENERATED),
        st.sampled_from(ASKED),
        st.sampled_from(("cross-site", "same-site")),
    )


ATTACK = Attack(
    id="access.embedded-elsewhere",
    title="A file that a page of another site embeds",
    severity=Severity.MEDIUM,
    confidence=Confidence.MEDIUM,
    controls=("fetch-metadata",),
    cwe=(346, 942),
    asvs=("v5.0.0-3.5.8", "v5.0.0-3.5.3"),
    wstg=("WSTG-CLNT-07",),
    oracles=(not_embedded,),
    seeds=seeds,
    probes=probes,
    neighbours=owners_way,
    needs=frozenset({Capability.RETRIEVE}),
)

"""A leading dot, or nothing but dots.

What it does
    Sends an honest file under the names that servers and shells read for their own ends
    (``.htaccess``, ``.env``, ``.bashrc``), under the two names that every folder already
    has, and under an extension without a stem. Each hidden name is also sent with the
    allowed extension behind it, so that its leading dot is all that is wrong with it.

Why it works
    ``.htaccess`` has no extension, so a check of the extension has nothing to refuse, and
    in a served folder it turns any stored file into a program. ``.png`` has no extension
    either, or no stem, and code that thinks otherwise stores it as ``png``, where the next
    such upload replaces it. Tools skip hidden files when they list, scan or clean up.

Expected defence
    Refuse a name that starts with a dot or is blank. Storing the file under a
    server-chosen name with the extension of its type holds as well.

References
    - CWE-434, CWE-641
    - OWASP ASVS v5.0.0-5.3.2, WSTG-BUSL-09
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Severity
from attacks.oracles.confinement import confinement
from attacks.oracles.safe_name import safe_name
from attacks.strategies import filenames
from attacks.strategies.patterns import generated, variants
from attacks.uploads import honest

NAMES = {
    "dot": b".",
    "dot-dot": b"..",
    "dots": b"...",
    "blank": b" ",
    "only-extension": b".GOOD",
    "only-extension-two-dots": b"..GOOD",
    "htaccess": b".htaccess",  # handlers for a folder under Apache
    "user-ini": b".user.ini",  # a file that PHP prepends to every page
    "env": b".env",  # settings of the application
    "git-config": b".git/config",  # where a working copy is deployed
    "ssh-keys": b".ssh/authorized_keys",  # who may log in
    "bashrc": b".bashrc",  # run by the account's next shell
    "hidden": b".hidden.GOOD",
    "htaccess-allowed-tail": b".htaccess.GOOD",
    "env-allowed-tail": b".env.GOOD",
    "two-dots-allowed-tail": b"..hidden.GOOD",
    "blank-before-dot": b" .hidden.GOOD",  # trimmed to a dotfile
}


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each name."""
    return variants(profile, NAMES)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put dots and blanks in front of a known or harmless stem, with and without extension."""
    extension = "." + profile.sample.extension
    lead = st.sampled_from((".", "..", ". ", " .", "\u00a0.", "...", "․", "．"))
    stem = st.one_of(st.just(""), filenames.stems(), st.sampled_from(filenames.DOTFILES))
    tail = st.sampled_from((extension, "", ".", " "))
    return generated(profile, st.tuples(lead, stem, tail).map(lambda name: "".join(name).encode()))


ATTACK = Attack(
    id="filename.dotfile",
    title="A leading dot, or nothing but dots",
    severity=Severity.HIGH,
    confidence=Confidence.MEDIUM,  # the program that reads the file must share the folder
    controls=("reserved-names",),
    cwe=(434, 641),
    asvs=("v5.0.0-5.3.2",),
    wstg=("WSTG-BUSL-09",),
    oracles=(safe_name, confinement),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)

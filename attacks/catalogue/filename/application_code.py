"""A file that the application itself is made of.

What it does
    Sends what a Python application, its server and its tools load by name: packages, modules that
    run when an interpreter starts, ``wsgi.py``, settings, templates, manifests. Each holds
    harmless text that would only prove that it was loaded.

Why it works
    A store beside the code is a folder on the import path, or a folder of templates, or the one
    that a server was started in. Python runs ``sitecustomize.py`` and the import lines of a
    ``.pth`` file without being asked, a reloading server takes a new ``wsgi.py`` at once, and an
    overwritten template is source that the engine runs for the next visitor. No web server has
    to be taught anything.

Expected defence
    Keep the store outside import path, templates and working folder, under names that the server
    chose. Refuse types that are code.

References
    - CWE-434, CWE-427, CWE-73
    - OWASP ASVS v5.0.0-5.3.1, v5.0.0-5.3.2, WSTG-BUSL-09
    - Python, "site" module: Site-specific configuration hook
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.model import Attack, Confidence, Probe, Profile, Severity
from attacks.oracles.confinement import confinement
from attacks.oracles.safe_name import safe_name
from attacks.oracles.server_chosen_path import server_chosen_path
from attacks.strategies.patterns import Texts, generated_texts, texts
from attacks.uploads import honest

MARK = b"# gauntlet\n"
TEMPLATE = b"{{ 313370001 * 45671 }}\n"

FILES: Texts = {
    "package": (b"__init__.py", MARK),
    "package-run": (b"__main__.py", MARK),
    "start-of-interpreter": (b"sitecustomize.py", MARK),
    "start-of-user": (b"usercustomize.py", MARK),
    "path-file": (b"gauntlet.pth", b"import sys\n"),  # a line that begins so is run
    "bytecode": (b"gauntlet.pyc", MARK),
    "wsgi": (b"wsgi.py", MARK),
    "application": (b"app.py", MARK),
    "settings": (b"settings.py", MARK),
    "test-configuration": (b"conftest.py", MARK),
    "server-configuration": (b"gunicorn.conf.py", MARK),
    "environment": (b".env", MARK),
    "environment-of-flask": (b".flaskenv", MARK),
    "template": (b"templates/index.html", TEMPLATE),
    "template-beside": (b"../templates/gauntlet-climbed.html", TEMPLATE),
    "module-beside": (b"../gauntlet-climbed.py", MARK),
    "package-manifest": (b"package.json", b'{"scripts": {"prepare": "true"}}\n'),
    "project-manifest": (b"pyproject.toml", MARK),
    "requirements": (b"requirements.txt", MARK),
}
FOLDERS = (b"", b"", b"../", b"../../", b"templates/", b"app/", b"static/", b"..%2f", b"..\\")


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each file that this target may be sent."""
    return texts(profile, FILES)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Put each file into a folder where it would be loaded."""
    files = st.builds(
        lambda folder, file: (folder + file[0].rpartition(b"/")[2], file[1]),
        st.sampled_from(FOLDERS),
        st.sampled_from(tuple(FILES.values())),
    )
    return generated_texts(profile, files)


ATTACK = Attack(
    id="filename.application-code",
    title="A file that the application itself is made of",
    severity=Severity.CRITICAL,
    confidence=Confidence.MEDIUM,  # the store must lie where the application looks
    controls=("extension-allowlist", "generated-storage-name", "path-containment"),
    cwe=(434, 427, 73),
    asvs=("v5.0.0-5.3.1", "v5.0.0-5.3.2"),
    wstg=("WSTG-BUSL-09",),
    oracles=(safe_name, confinement, server_chosen_path),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)

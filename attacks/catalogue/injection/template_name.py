"""File names that are expressions of a template engine.

What it does
    Stores files whose names compute something in the languages of template engines, opens the
    list of files, and looks for the value.

Why it works
    A page that is built by pasting a name into template *source*, and not by passing it as a
    value, runs whatever the name says, with the rights of the server. One sum that appears
    computed proves it.

Expected defence
    Names are values in templates, never source.

References
    - CWE-1336, CWE-94
    - OWASP ASVS v5.0.0-1.3.7, v5.0.0-1.3.2; WSTG-INPV-18
    - James Kettle, Server-Side Template Injection (2015)
"""

from __future__ import annotations

from hypothesis import strategies as st

from attacks.catalogue.injection._listed import all_listed, listed
from attacks.model import Attack, Probe, Profile, Severity
from attacks.oracles.unevaluated_names import unevaluated_names
from attacks.uploads import honest

SUM = "313370001+45671"
STEMS = {
    # Jinja, Twig, Nunjucks, Handlebars
    "double-braces": "{{" + SUM + "}}",
    "double-braces-product": "{{313370001*45671}}",
    "double-braces-repetition": "{{'7654'*4}}",
    # a filter, where parentheses and dots are taken out
    "double-braces-filter": "{{(" + SUM + ")|string}}",
    "statement": "{%if 1%}{{" + SUM + "}}{%endif%}",
    # FreeMarker, Mako, Thymeleaf, JSP expression language
    "dollar-brace": "${" + SUM + "}",
    "hash-brace": "#{" + SUM + "}",
    # Thymeleaf, in a text
    "brackets": "[[${" + SUM + "}]]",
    # Smarty, Pebble, str.format and f-strings that are evaluated
    "brace": "{" + SUM + "}",
    # Razor
    "at-sign": "@(" + SUM + ")",
    # ERB, EJS, ASP
    "angle-percent": "<%= " + SUM + " %>",
    # Velocity
    "hash-set": "#set($x=" + SUM + ")$x",
    # JavaScript template literals, Groovy
    "back-quotes": "`${" + SUM + "}`",
}
OPENINGS = (("{{", "}}"), ("${", "}"), ("#{", "}"), ("{", "}"), ("@(", ")"), ("<%=", "%>"))


def seeds(profile: Profile) -> tuple[Probe, ...]:
    """Return one probe for each language."""
    return all_listed(profile, STEMS)


def probes(profile: Profile) -> st.SearchStrategy[Probe]:
    """Compute any sum or product in any brackets."""
    return st.builds(
        lambda brackets, first, sign, second: listed(
            profile, f"{brackets[0]}{first}{sign}{second}{brackets[1]}"
        ),
        st.sampled_from(OPENINGS),
        st.integers(100_000_000, 999_999_999),
        st.sampled_from("+*"),
        st.integers(10_000, 99_999),
    )


ATTACK = Attack(
    id="injection.template-name",
    title="File names that are expressions of a template engine",
    severity=Severity.CRITICAL,
    controls=("template-injection",),
    cwe=(1336, 94),
    asvs=("v5.0.0-1.3.7", "v5.0.0-1.3.2"),
    wstg=("WSTG-INPV-18",),
    oracles=(unevaluated_names,),
    seeds=seeds,
    probes=probes,
    neighbours=lambda profile: (honest(profile),),
)

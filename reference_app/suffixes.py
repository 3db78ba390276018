"""How a name splits into suffixes, and which suffixes something, somewhere, runs.

The table is not the defence: the allowlist is. It only settles which *inner* suffixes are
refused, because some servers look at every suffix of a name (Apache's ``AddHandler`` runs
``x.php.png``).
"""

import re

RUNS = """
    php php3 php4 php5 php6 php7 php8 phps pht phtm phtml phar pgif inc hphp ctp
    asp aspx asa asax ascx ashx asmx axd cer cshtml vbhtml soap config
    jsp jspx jspf jsw jsv jhtml cfm cfml cfc dbm
    pl cgi fcgi rb rhtml erb lua py pyc pyo pyw pyz wsgi pth tcl shtml shtm stm ssi esi

    html htm xhtml xht hta mht mhtml svg svgz xml xsl xslt rdf js mjs cjs jse wasm swf swc xap

    exe scr pif bat cmd ps1 psm1 psd1 vbs vbe wsf wsh msi msp msc cpl dll sys lnk url scf iqy reg
    ins isp gadget jar jnlp sh bash zsh csh ksh dmg pkg desktop deb rpm apk
    htaccess htpasswd ini
"""
ACTIVE = frozenset(RUNS.split())
"""What servers, browsers and desktops run.

There is no ``com`` among them: invoices of ``example.com.pdf`` are honest.
"""


def of(name: str) -> tuple[str, ...]:
    """Return what follows each dot of *name*, lower-cased, without the empty ones."""
    return tuple(filter(None, (piece.strip().lower() for piece in name.split(".")[1:])))


def is_active(suffix: str) -> bool:
    """Tell whether *suffix* is an active type, up to the first mark that some reader cuts at.

    ``php`` is, and so are ``php%00`` and ``cfm x``.
    """
    return re.split(r"[^0-9a-z]", suffix, maxsplit=1)[0] in ACTIVE

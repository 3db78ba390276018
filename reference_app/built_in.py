"""The controls that are no step of the pipeline. A test joins this list with all others.

Held by where things stand: a file of this package, and what to look for in it.

    active-content          policy.py _acceptable
    cheap-first             pipeline.py CONTROLS
    deletion                ledger.py remove
    dependencies            doctor.py ADVISORIES
    events-logged           events.py refused
    header-crlf             controls/disposition_filename.py disposition_filename
    html-escaping           rendering.py _render
    last-resort-handler     rendering.py install
    log-injection           events.py _events
    log-privacy             events.py bound_to
    log-time-and-format     events.py _events
    metadata-stripped       sandbox/images.py reencode
    method-allowlist        views/api.py api
    no-listing              ledger.py listing
    no-secret-in-url        gate.py _identity
    policy-as-data          policy.py told
    response-minimal        views/pages.py DESCRIBED
    server-side-only        pipeline.py CONTROLS
    validator-fail-closed   pipeline.py run

Met by absence: a test reads the source of the package and finds nothing that makes it untrue.

    command-injection       no shell; one program, our own interpreter, started by the sandbox
    entity-expansion        no XML type is accepted, and no XML parser is imported
    no-egress               sockets lead to the scanner and the sandbox; nothing fetches a URL
    regex-linear            no pattern repeats without bound what it repeats without bound
    safe-deserialisation    no pickle, marshal, YAML, eval or exec: data is JSON or TOML
    sql-parameters          SQLAlchemy builds the statements; none is put together from text
    template-injection      templates are files of the package; none is made from text
    xxe                     no XML type is accepted, and no XML parser is imported
"""

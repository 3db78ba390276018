"""HTTP in, HTTP out. Nothing is decided here.

Each route names its methods, and there are no others (``method-allowlist``): what a method of
another name, or a header that overrides it, asks for is not there.
"""

"""Oracles: one pure function per file, named for the effect that it denies.

An oracle sees one `Observation` and returns a `Verdict`. It sends nothing, logs nothing
and keeps nothing; where it cannot look, it answers INCONCLUSIVE and says why.
"""

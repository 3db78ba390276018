"""The oracles that judge every probe, whatever it is."""

from __future__ import annotations

from attacks.model import Oracle
from attacks.oracles.confinement import confinement
from attacks.oracles.header_integrity import header_integrity
from attacks.oracles.no_disclosure import no_disclosure
from attacks.oracles.no_server_error import no_server_error
from attacks.oracles.nothing_left_behind import nothing_left_behind
from attacks.oracles.still_serving import still_serving

STANDING: tuple[Oracle, ...] = (
    confinement,
    nothing_left_behind,
    no_server_error,
    no_disclosure,
    header_integrity,
    still_serving,
)

"""`cheap-first`: what a glance can refuse costs no more than a glance.

No answer tells what an upload has cost, so this is counted inside the app.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from attacks.calibrate import calibrate
from attacks.observe import observe
from attacks.strategies.contents import HONEST
from attacks.strategies.images import claiming
from attacks.strategies.typed import holding
from reference_app.controls.image_rewriting import sandboxed_processing
from reference_app.pipeline import CONTROLS
from tests.swapped import with_control
from tests.twins import Twin, cheap_first

HOPELESS = {
    "pixels": claiming("png", 50_000, 50_000),
    "structure": HONEST["png"].content[:-1],
    "signature": HONEST["gif"].content,
}


def decodings(controls, content):
    """Return how often an upload of *content* as a picture was handed to the decoder."""
    jobs = []

    def counted(examination, job, **options):
        jobs.append(job)
        return sandboxed_processing(examination, job, **options)

    counting = with_control("sandboxed-processing", counted, controls=controls)
    target = Twin(control="cheap-first", controls=counting).target()
    with target.open() as session:
        profile = calibrate(session, replace(target.hints, accepted=("png",)))
        jobs.clear()
        observe(session, profile, holding(profile, HONEST["png"], content))
    return len(jobs)


def test_an_honest_picture_is_decoded():
    """Or the count would say nothing."""
    assert decodings(CONTROLS, HONEST["png"].content) == 1


@pytest.mark.parametrize("content", HOPELESS.values(), ids=HOPELESS)
def test_a_hopeless_picture_is_not_decoded(content):
    """Signature, structure and header are looked at before."""
    assert decodings(CONTROLS, content) == 0


def test_in_another_order_it_is():
    """The twin's decoder sees what the header would have refused."""
    assert decodings(cheap_first.TWIN.controls, HOPELESS["pixels"]) == 1

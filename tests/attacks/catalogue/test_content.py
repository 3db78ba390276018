"""Files that are not what their name says: one thing is wrong in each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attacks import catalogue
from attacks.catalogue.content import (
    active_document,
    broken_structure,
    code_in_upload,
    declared_type,
    decoder_abuse,
    empty_file,
    file_read,
    frame_flood,
    malware_test_file,
    pixel_flood,
    polyglot,
    remote_reference,
    scanner_limits,
    shell_in_name,
    text_encoding,
    trailing_data,
    type_mismatch,
)
from attacks.model import Demand, Limits
from attacks.oracles.canaries import EICAR, FETCHED, HIDDEN, HOST
from attacks.oracles.files_unread import ACCOUNT
from attacks.oracles.unpacking import holds
from attacks.strategies.contents import BUILDERS, HONEST
from tests.attacks.seeking import PNG, TXT, found, names

ALL = replace(PNG, accepted=tuple(HONEST.values()))
NONE = replace(TXT, accepted=(HONEST["json"],))
CONTENT = [attack for attack in catalogue.load() if attack.id.startswith("content.")]
# These send honest bytes, or documents of their own types.
ANY_TYPE = {"declared-type", "active-document", "xml-entities", "shell-in-name", "empty-file"}
ANY_TYPE |= {"remote-reference", "file-read", "office-macros"}


def contents(probe):
    """Return the bytes of each file that *probe* sends."""
    return [step.file.content.to_bytes() for step in probe.steps if step.file]


@pytest.mark.parametrize("attack", CONTENT, ids=lambda attack: attack.id)
def test_only_known_types_are_attacked(attack):
    """Where no type is accepted that the attack knows, it has nothing to send."""
    knows_nothing = attack.seeds(NONE) == () and attack.probes(NONE).is_empty
    assert knows_nothing != (attack.id.partition(".")[2] in ANY_TYPE)


@pytest.mark.parametrize("attack", CONTENT, ids=lambda attack: attack.id)
def test_every_known_type_has_a_variant_of_its_own(attack):
    """Named for the technique and the type, once."""
    variants = [probe.variant for probe in attack.seeds(ALL)]
    assert variants
    assert len(variants) == len(set(variants))
    found(attack.probes(ALL), lambda probe: probe.steps)


@pytest.mark.parametrize(
    "attack", [broken_structure, trailing_data, type_mismatch, text_encoding, pixel_flood]
)
def test_what_must_be_refused_is_no_honest_file(attack):
    """Not one byte of a demand for refusal is an honest file's."""
    honest = {build(shade) for _, build in BUILDERS.values() for shade in (0, 1)}
    for probe in attack.ATTACK.seeds(ALL):
        (content,), (name,) = contents(probe), names(probe)
        own = HONEST[name.decode().rpartition(".")[2]].content
        assert probe.steps[0].demand is Demand.REFUSE
        assert content != own
        assert content not in honest or attack is type_mismatch


def test_texts_are_no_utf_8_or_no_text():
    """Strict decoding, or a NUL or a shift, tells each of them."""
    for name, data in text_encoding.VARIANTS.items():
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            continue
        assert {"\0", "\x1b"} & set(text) or name == "utf-7-mark"


def test_a_claim_is_tried_with_and_without():
    """The same bytes under the same name: only the claim differs."""
    pairs = [probe for probe in declared_type.ATTACK.seeds(ALL) if len(probe.steps) == 2]
    assert pairs
    for plain, claimed in (probe.steps for probe in pairs):
        assert plain.file.content == claimed.file.content
        assert plain.file.filename == claimed.file.filename
        assert plain.file.media_type != claimed.file.media_type


@pytest.mark.parametrize("attack", [malware_test_file, scanner_limits])
def test_the_test_string_is_in_every_file(attack):
    """As it is, where any scanner finds it."""
    assert all(EICAR in data for probe in attack.ATTACK.seeds(ALL) for data in contents(probe))


def test_scanner_limits_stay_below_the_files_limit():
    """Another limit would refuse them, and hide what the scanner said."""
    for limit in (None, 200_000, 1 << 25):
        profile = replace(ALL, limits=Limits(file=limit))
        sizes = [p.steps[0].file.content.size for p in scanner_limits.ATTACK.seeds(profile)]
        assert max(sizes) <= (limit or 1 << 21)


@pytest.mark.parametrize("attack", [code_in_upload, decoder_abuse, shell_in_name])
def test_what_would_run_makes_one_known_file(attack):
    """It is looked for afterwards, and named in what is sent."""
    for probe in attack.ATTACK.seeds(ALL):
        (witness,) = probe.witnesses
        sent = b"".join([*contents(probe), *names(probe)])
        assert attack.WITNESS.encode() in sent
        assert witness.endswith(attack.WITNESS)


def test_names_of_commands_hold_no_slash():
    """A name ends at its last slash; the shell makes its own."""
    assert all(b"/" not in name for p in shell_in_name.ATTACK.seeds(TXT) for name in names(p))


def test_what_would_be_fetched_is_in_no_request():
    """To have it, the target must open the URL."""
    for probe in remote_reference.ATTACK.seeds(ALL):
        (step,) = probe.steps
        body = step.request.body.to_bytes()
        assert FETCHED not in body
        assert HOST.encode() in body or b"data:" in body


def test_a_document_that_is_accepted_is_not_called_foreign():
    """A target may take pages on purpose."""
    svg = replace(HONEST["txt"], extension="svg", media_type="image/svg+xml")
    variants = {p.variant for p in active_document.ATTACK.seeds(replace(TXT, accepted=(svg,)))}
    assert "own-html" in variants
    assert "own-svg" not in variants


def test_floods_fit_into_what_the_target_takes():
    """A limit on bytes would refuse them first."""
    tight = replace(ALL, limits=Limits(file=1000))
    assert {p.variant for p in frame_flood.ATTACK.seeds(tight)} == {"claims-millions-png"}


def test_an_empty_file_has_a_name_or_bytes_but_not_both():
    """Each of the three ways to send nothing."""
    for probe in empty_file.ATTACK.seeds(ALL):
        (content,), (name,) = contents(probe), names(probe)
        assert not (content and name)


def test_a_second_file_is_in_every_polyglot():
    """In a picture of an accepted type, as it is or compressed."""
    for probe in polyglot.ATTACK.seeds(ALL):
        assert all(holds(data, HIDDEN) for data in contents(probe))
        assert probe.steps[0].demand is Demand.EITHER


def test_a_file_of_the_servers_is_named_and_not_sent():
    """What comes back of it, the server has read."""
    for probe in file_read.ATTACK.seeds(ALL):
        assert all(b"passwd" in data and not ACCOUNT.search(data) for data in contents(probe))


def test_a_picture_of_one_changed_bit_is_drawn():
    """Anywhere in it: each has a checksum that tells."""
    honest = HONEST["png"].content

    def flipped(data: bytes) -> bool:
        bits = [(a ^ b).bit_count() for a, b in zip(data, honest, strict=False)]
        return len(data) == len(honest) and sum(bits) == 1

    found(broken_structure.ATTACK.probes(PNG), lambda probe: flipped(contents(probe)[0]))


def test_part_types_are_left_out_and_repeated():
    """Nothing else of the part changes."""
    heads = {
        probe.variant: probe.steps[0].request.body.to_bytes().count(b"\nContent-Type: ")
        for probe in declared_type.ATTACK.seeds(TXT)
    }
    assert (heads["claims-nothing"], heads["claims-twice"], heads["claims-html"]) == (0, 2, 1)

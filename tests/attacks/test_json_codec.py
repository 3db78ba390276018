"""Dataclasses to JSON and back, and the schema that says so."""

from __future__ import annotations

import dataclasses
import inspect
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attacks import catalogue, model, profile_file, record, schemas
from attacks.json_codec import BadShape, decode, encode, schema
from attacks.model import Body, Fill, Outcome, Severity
from attacks.run import Plan, run
from tests.apps import tutorial

RECORDED = [
    kind
    for module in (record, profile_file, model)
    for _, kind in inspect.getmembers(module, inspect.isclass)
    if dataclasses.is_dataclass(kind) and kind.__module__ == module.__name__
    if kind is not model.Attack  # holds functions, and is never written
]
SETTINGS = settings(derandomize=True, database=None, max_examples=25, deadline=None)


def _mappings(kind: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.text(max_size=5), st.from_type(get_args(kind)[1]), max_size=2)


# Left to itself, Hypothesis tries every mapping class that was ever imported.
st.register_type_strategy(Mapping, _mappings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    """One field of each shape."""

    text: str
    number: int
    share: float
    flag: bool
    data: bytes
    outcome: Outcome
    severity: Severity
    pair: tuple[bytes, int]
    many: tuple[int, ...]
    named: Mapping[str, Body]
    maybe: int | None = None


VALUE = Everything(
    text="\ud800é",
    number=1,
    share=0.5,
    flag=True,
    data=b"\x00\xff",
    outcome=Outcome.BROKEN,
    severity=Severity.CRITICAL,
    pair=(b"a", 2),
    many=(1, 2),
    named={"b": Body((b"x", Fill(pattern=b"ab", size=5)))},
)
JSON = {
    "text": "\ud800é",
    "number": 1,
    "share": 0.5,
    "flag": True,
    "data": {"base64": "AP8="},
    "outcome": "broken",
    "severity": "critical",
    "pair": [{"base64": "YQ=="}, 2],
    "many": [1, 2],
    "named": {"b": {"pieces": [{"base64": "eA=="}, {"pattern": {"base64": "YWI="}, "size": 5}]}},
    "maybe": None,
}


def test_each_kind_of_value_has_its_shape():
    """Bytes are base64, enums their words, tuples lists, and nothing is lost on the way back."""
    assert encode(VALUE) == JSON
    assert decode(Everything, json.loads(json.dumps(JSON))) == VALUE


def test_sets_and_lists_become_lists():
    """JSON knows one kind of sequence."""
    assert encode([1, (2,), frozenset({3})]) == [1, [2], [3]]


def test_defaults_may_be_left_out():
    """What has a default is not demanded of the writer."""
    data = {key: value for key, value in JSON.items() if key != "maybe"}

    assert decode(Everything, data) == VALUE


@pytest.mark.parametrize("kind", RECORDED, ids=lambda kind: kind.__name__)
def test_every_recorded_dataclass_survives_the_round_trip(kind):
    """Whatever a run writes is read back equal, and fits the schema."""
    validator = jsonschema.Draft202012Validator(schema(kind))

    @SETTINGS
    @given(st.from_type(kind))
    def there_and_back(value):
        text = json.dumps(encode(value))
        data = json.loads(text)
        assert repr(decode(kind, data)) == repr(value)  # by text: NaN is not equal to itself
        validator.validate(data)

    there_and_back()


def test_the_round_trip_test_covers_the_record():
    """The list above is found, not written; this is what it must hold at least."""
    names = {kind.__name__ for kind in RECORDED}

    assert {"Record", "Finding", "AttackResult", "Probe", "Fill", "ProfileFile"} <= names


KNOWN = "known are data, flag, many, maybe, named, number, outcome, pair, severity, share, text"


def changed(**fields: Any) -> dict[str, Any]:
    """Return the JSON of `VALUE` with other *fields*."""
    return {**JSON, **fields}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], r"$: expected an object"),
        (changed(more=1, also=2), f"$: unknown also, more; {KNOWN}"),
        (
            {k: v for k, v in JSON.items() if k not in {"text", "flag"}},
            f"$: missing flag, text; {KNOWN}",
        ),
        (changed(text=1), "$.text: expected str"),
        (changed(number=True), "$.number: expected int"),
        (changed(number=1.0), "$.number: expected int"),
        (changed(share=False), "$.share: expected float"),
        (changed(flag=1), "$.flag: expected bool"),
        (changed(data="AP8="), '$.data: expected {"base64": ...}'),
        (changed(data={"base64": "AP8=", "x": 1}), '$.data: expected {"base64": ...}'),
        (changed(data={"base64": "A"}), "$.data: not base64"),
        (changed(data={"base64": "A*=="}), "$.data: not base64"),
        (changed(data={"base64": 5}), "$.data: not base64"),
        (changed(outcome="BROKEN"), "$.outcome: not one of ['held', 'broken', 'inconclusive']"),
        (changed(outcome=[]), "$.outcome: not one of ['held', 'broken', 'inconclusive']"),
        (changed(severity=4), "$.severity: not one of ['low', 'medium', 'high', 'critical']"),
        (changed(severity="worst"), "$.severity: not one of ['low', 'medium', 'high', 'critical']"),
        (changed(pair="ab"), "$.pair: expected a list"),
        (changed(pair=[{"base64": ""}]), "$.pair: expected 2 items, found 1"),
        (changed(pair=[{"base64": ""}, "2"]), "$.pair[1]: expected int"),
        (changed(many=[1, None]), "$.many[1]: expected int"),
        (changed(named=[]), "$.named: expected an object"),
        (changed(named={"b": {"pieces": [7]}}), "$.named.b.pieces[0]: expected bytes or Fill"),
        (changed(maybe="1"), "$.maybe: expected int or nothing"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(data, message):
    """A reader of the error finds the spot; the schema refuses the same data."""
    with pytest.raises(BadShape) as error:
        decode(Everything, data)

    assert str(error.value) == message


def test_the_schema_refuses_what_reading_refuses():
    """Unknown, missing and mistyped fields are invalid for an editor too."""
    validator = jsonschema.Draft202012Validator(schema(Everything))
    validator.validate(JSON)

    wrong = [changed(more=1), changed(text=1), changed(number=True), changed(flag=1)]
    wrong += [changed(data="x"), changed(data={"base64": "", "x": 1}), changed(severity=4)]
    wrong += [changed(pair=[{"base64": ""}]), changed(pair=[{"base64": ""}, 1, 2])]
    wrong += [changed(named={"b": {}, "c": 7}), {"text": "only"}, changed(outcome="HELD")]
    assert [each for each in wrong if validator.is_valid(each)] == []


def test_the_schema_of_the_schema_holds():
    """Everything that is published is a schema of the 2020-12 dialect."""
    for kind in RECORDED:
        jsonschema.Draft202012Validator.check_schema(schema(kind))


@pytest.mark.parametrize("name", schemas.published())
def test_the_published_file_is_what_the_code_says(name):
    """`python -m attacks.schemas` was run after the last change."""
    assert (schemas.FOLDER / name).read_text(encoding="utf-8") == schemas.published()[name]


def test_a_real_record_fits_the_published_schema_and_a_broken_one_does_not(tmp_path):
    """What a run writes is what the schema promises."""
    attacks = catalogue.load()
    chosen = tuple(a for a in attacks if a.id.startswith(("storage.over", "multipart.trunc")))
    chosen += tuple(a for a in attacks if a.id == "filename.dotfile")
    record.write(run(Plan(target=tutorial.target, attacks=chosen, level="quick")), tmp_path / "r")
    data = json.loads((tmp_path / "r").read_text())
    validator = jsonschema.Draft202012Validator(
        json.loads((schemas.FOLDER / "run.schema.json").read_text())
    )

    validator.validate(data)
    assert data["findings"]
    assert len(data["attacks"]) == 3
    data["findings"][0]["effect"]["signature"] = None
    assert not validator.is_valid(data)

"""How the field and the file are named: the parameters of Content-Disposition."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from attacks.wire.multipart import Form, quoted

NAME = re.compile(rb'(?i)filename="([^"\r\n]*)"')
FIELD = re.compile(rb'(?<![\w*])name="([^"\r\n]*)"')


def rival_of(line: bytes) -> bytes:
    """Return another name with the extension of the one in *line*: a second legal name."""
    found = NAME.search(line)
    return b"rival." + (found[1].rpartition(b".")[2] if found else b"txt")


def _named(spell: Callable[[bytes, bytes], bytes]) -> Callable[[Form], Form]:
    """Return the deviation that writes the file name anew: *spell* is given it and a rival."""

    def rewritten(line: bytes) -> bytes:
        rival = rival_of(line)
        return NAME.sub(lambda found: spell(found[1], rival), line, count=1)

    return _first_line(rewritten)


def _field(spell: Callable[[bytes], bytes]) -> Callable[[Form], Form]:
    """Return the deviation that writes the field name anew."""
    return _first_line(lambda line: FIELD.sub(lambda found: spell(found[1]), line, count=1))


def _first_line(change: Callable[[bytes], bytes]) -> Callable[[Form], Form]:
    def upon(form: Form) -> Form:
        *others, part = form.parts
        line, *rest = part.headers
        return replace(form, parts=(*others, replace(part, headers=(change(line), *rest))))

    return upon


def _plain(name: bytes) -> bytes:
    return quoted(b"filename", name)


def _before_suffix(text: bytes) -> Callable[[bytes, bytes], bytes]:
    """Return a spelling with *text* in front of the extension."""
    return lambda name, _: _plain(b"%s%s.%s" % (name.rpartition(b".")[0], text, _suffix(name)))


def _suffix(name: bytes) -> bytes:
    return name.rpartition(b".")[2]


TABLE: Mapping[str, Callable[[Form], Form]] = {
    # which of two wins is each parser's secret
    "name-twice": _named(lambda name, rival: _plain(name) + b"; " + _plain(rival)),
    "name-twice-other-case": _named(lambda name, rival: _plain(name) + b'; FILENAME="%s"' % rival),
    # RFC 8187, which RFC 7578 forbids in forms
    "name-starred": _named(lambda name, rival: _plain(name) + b"; filename*=UTF-8''" + rival),
    "name-starred-first": _named(
        lambda name, rival: b"filename*=UTF-8''%s; %s" % (rival, _plain(name))
    ),
    "name-starred-alone": _named(lambda name, _: b"filename*=UTF-8''" + name),
    "name-starred-climb": _named(
        lambda name, rival: _plain(name) + b"; filename*=UTF-8''..%2f..%2f" + rival
    ),
    "name-starred-utf-7": _named(lambda name, rival: _plain(name) + b"; filename*=UTF-7''" + rival),
    # RFC 2231, section 3
    "name-continued": _named(
        lambda name, rival: (
            b'%s; filename*0="%s"; filename*1="%s"' % (_plain(name), rival[:4], rival[4:])
        )
    ),
    "name-continued-alone": _named(
        lambda name, _: b'filename*0="%s"; filename*1="%s"' % (name[:3], name[3:])
    ),
    # quotes that are missing, open, single or escaped
    "name-unterminated": _named(lambda name, _: b'filename="' + name),
    "name-unquoted": _named(lambda name, _: b"filename=" + name),
    "name-unquoted-space": _named(lambda name, rival: b"filename=%s %s" % (name, rival)),
    "name-unquoted-semicolon": _named(lambda name, rival: b"filename=%s;%s" % (rival, name)),
    "name-single-quotes": _named(lambda name, _: b"filename='%s'" % name),
    "name-spaced-equals": _named(lambda name, _: b'filename = "%s"' % name),
    "name-escaped-quote": _named(_before_suffix(rb"\"")),
    "name-escaped-backslash": _named(_before_suffix(rb"\\")),
    "name-path": _named(lambda name, _: _plain(b"C:\\dir\\" + name)),
    "name-path-doubled": _named(lambda name, _: _plain(b"C:\\\\dir\\\\" + name)),
    # codings that some readers undo
    "name-percent-quote": _named(_before_suffix(b"%22")),
    "name-percent-line-end": _named(_before_suffix(b"%0D%0A")),
    "name-entity": _named(_before_suffix(b"&#46;")),
    "name-entity-climb": _named(lambda name, _: _plain(b"..&#x2f;" + name)),
    "name-encoded-word": _named(lambda name, _: _plain(b"=?utf-8?q?%s?=" % name)),
    # bytes that a header or a text cannot hold
    "name-nul": _named(_before_suffix(b"\x00")),
    "name-bare-return": _named(_before_suffix(b"\r")),
    "name-folded": _named(_before_suffix(b"\r\n ")),
    "name-latin-1": _named(_before_suffix(b"\xfc")),
    "name-overlong": _named(_before_suffix(b"\xc0\xaf")),
    "name-surrogate": _named(_before_suffix(b"\xed\xa0\x80")),
    "name-new-header": _named(_before_suffix(b"\r\nX-Injected: 1\r\nX-Rest: ")),
    "name-empty": _named(lambda _, __: _plain(b"")),
    "name-missing": _named(lambda _, __: b"x=y"),
    # the field's own name
    "field-starred": _field(lambda field: quoted(b"name", field) + b"; name*=UTF-8''note"),
    "field-twice": _field(lambda field: quoted(b"name", field) + b'; name="note"'),
    "field-missing": _field(lambda _: b"x=y"),
    "field-empty": _field(lambda _: b'name=""'),
    "field-array": _field(lambda field: quoted(b"name", field + b"[]")),
    "field-open-bracket": _field(lambda field: quoted(b"name", field + b"[[b")),
    "field-other-case": _field(lambda field: quoted(b"name", field.swapcase())),
    "field-proto": _field(lambda _: b'name="__proto__"'),
}

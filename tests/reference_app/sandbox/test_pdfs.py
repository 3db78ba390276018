"""A document that acts by itself is refused, however it spells it."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Object, ObjectStreamMode

from reference_app.sandbox import INSPECT_PDF, Refused
from reference_app.sandbox.pdfs import ACTIVE, inspect


def document(change=None, **options):
    """Return the bytes of a document of one page, changed as wished."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        if change:
            change(pdf)
        file = io.BytesIO()
        pdf.save(file, **options)
        return file.getvalue()


def root(**entries):
    """Return a change of the catalog, in the document's own syntax."""
    return lambda pdf: pdf.Root.update({f"/{k}": Object.parse(v) for k, v in entries.items()})


def judged(data):
    """Have a document inspected."""
    return inspect(io.BytesIO(data), io.BytesIO())


def embedded(pdf):
    """Embed a file as a library does."""
    pdf.attachments["a.exe"] = b"MZ"


def on_page(**entries):
    """Return a change of the page."""
    return lambda pdf: pdf.pages[0].obj.update(
        {f"/{k}": Object.parse(v) for k, v in entries.items()}
    )


def linked(action):
    """Return a change that puts a link with an action on the page."""
    return on_page(Annots=b"[<</Type /Annot /Subtype /Link /Rect [0 0 9 9] /A " + action + b">>]")


SCRIPT = b"<</S /JavaScript /JS (app.alert\\(1\\))>>"
ACTING = {
    "script in the catalog": root(OpenAction=SCRIPT),
    "script in the name tree": root(Names=b"<</JavaScript <</Names []>>>>"),
    "script behind a link": linked(SCRIPT),
    "script in a chain": linked(b"<</S /GoTo /D (a) /Next [" + SCRIPT + b"]>>"),
    "launch": linked(b"<</S /Launch /F (cmd.exe)>>"),
    "another file": linked(b"<</S /GoToR /F (\\\\\\\\host\\\\share)>>"),
    "form that sends": linked(b"<</S /SubmitForm /F (http://host)>>"),
    "page action": on_page(AA=b"<<>>"),
    "embedded file": embedded,
    "rich media": on_page(Annots=b"[<</Type /Annot /Subtype /RichMedia>>]"),
    "dynamic form": root(AcroForm=b"<</XFA []>>"),
    "link on opening": root(OpenAction=b"<</S /URI /URI (http://host)>>"),
    "chain on opening": root(OpenAction=b"<</S /GoTo /Next <</S /URI /URI (http://host)>>>>"),
    "odd action on opening": root(OpenAction=b"(what)"),
}
STILL = {
    "plain": None,
    "link": linked(b"<</S /URI /URI (https://example.org/)>>"),
    "jump": linked(b"<</S /GoTo /D (chapter)>>"),
    "place on opening": root(OpenAction=b"[0 /Fit]"),
    "jump on opening": root(OpenAction=b"<</S /GoTo /D [0 /Fit]>>"),
    "names in text": root(Title=b"(/JavaScript /Launch)", Lang=b"/JS"),
}


@pytest.mark.parametrize("mode", [ObjectStreamMode.disable, ObjectStreamMode.generate])
@pytest.mark.parametrize("change", ACTING.values(), ids=ACTING)
def test_active_content_is_refused(change, mode):
    """In plain sight, and compressed into an object stream."""
    with pytest.raises(Refused, match=r"^the document holds active content \(/\w+\)$"):
        judged(document(change, object_stream_mode=mode))


@pytest.mark.parametrize("change", STILL.values(), ids=STILL)
def test_what_only_lies_there_is_accepted(change):
    """Links, jumps, and the place to begin that many writers give."""
    assert judged(document(change)) == {"pages": 1}


@pytest.mark.parametrize("name", sorted(ACTIVE - {"/Encrypt"}))
def test_each_name_is_found(name):
    """As a key, however deep, and as the kind of an action."""
    for entry in (f"{name} 1", f"/S {name}", f"/Type {name}", f"/Subtype {name}"):
        deep = b"[<</Kids " * 40 + f"<<{entry}>>".encode() + b">>]" * 40
        with pytest.raises(Refused, match=name):
            judged(document(root(Deep=deep)))


def test_an_escaped_name_is_read_as_a_viewer_reads_it():
    """``/J#61vaScript`` is the same name."""
    data = document(root(Names=b"<</JavaScript____ 1>>"))
    with pytest.raises(Refused, match="active content"):
        judged(data.replace(b"/JavaScript____", b"/J#61v#61Script"))


@pytest.mark.parametrize("password", ["", "secret"])
def test_encryption_is_refused(password):
    """Whether it opens for everybody, or only for those who know a word."""
    encryption = pikepdf.Encryption(owner="owner", user=password)
    with pytest.raises((Refused, pikepdf.PasswordError), match=r"Encrypt|password"):
        judged(document(encryption=encryption))


def test_a_stream_is_looked_at_as_well():
    """Its dictionary says what it is."""
    with pytest.raises(Refused, match="EmbeddedFile"):
        judged(
            document(
                lambda pdf: pdf.Root.update({"/A": pdf.make_stream(b"MZ", Type=Name.EmbeddedFile)})
            )
        )


def test_a_damaged_table_is_not_repaired():
    """A viewer that repairs it may find what we have not seen."""
    data = document()
    before, found, _ = data.rpartition(b"startxref")
    with pytest.raises(pikepdf.PdfError):
        judged(before + found + b"\n7\n%%EOF\n")


@pytest.mark.parametrize("harm", [lambda d: d[:200], lambda _: b"", lambda _: b"%PDF-1.7\n%%EOF\n"])
def test_a_damaged_document_is_refused(harm):
    """It is not repaired: each viewer would repair it in its own way."""
    with pytest.raises(pikepdf.PdfError):
        judged(harm(document()))


def test_a_circle_ends():
    """Objects that refer to each other come once each."""

    def circle(pdf):
        pdf.Root.A = pdf.make_indirect(Dictionary())
        pdf.Root.A.B = pdf.make_indirect(Dictionary(A=pdf.Root.A))

    assert judged(document(circle)) == {"pages": 1}


@pytest.mark.parametrize("change", [None, embedded])
def test_a_confined_child_can_do_it(sandbox, source, change):
    """The walls leave a healthy parser alone."""
    source.seek(0)
    source.write(document(change))
    source.flush()
    if change is None:
        assert sandbox.run(INSPECT_PDF, source) == {"pages": 1}
    else:
        with pytest.raises(Refused, match="active content"):
            sandbox.run(INSPECT_PDF, source)

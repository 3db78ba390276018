"""Office documents are packages, where they are not older or plain text."""

from __future__ import annotations

import io
import zipfile

import pytest

from attacks.strategies.office import ACTING, OLE, office


def test_a_package_has_its_types_first():
    """Then its parts, as they were given."""
    with zipfile.ZipFile(io.BytesIO(office((b"word/a.xml", b"<a/>")))) as package:
        assert package.namelist() == ["[Content_Types].xml", "word/a.xml"]


@pytest.mark.parametrize("name", ACTING)
def test_it_is_what_its_extension_says(name):
    """A package, a compound file, or text that a program reads."""
    extension, data = ACTING[name]
    package = len(extension) == 4
    assert zipfile.is_zipfile(io.BytesIO(data)) == package
    assert package or data.startswith(OLE) == (extension == "xls")

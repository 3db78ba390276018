"""Ready-made sets of types, to be combined: ``IMAGES | TEXT``. All of them have a reader."""

from collections.abc import Mapping
from types import MappingProxyType

TEXT = MappingProxyType({"txt": "text/plain"})
DOCUMENTS = MappingProxyType({"pdf": "application/pdf"})
IMAGES = MappingProxyType(
    {
        "png": "image/png",
        "jpg": "image/jpeg",
        "jpeg": "image/jpeg",
        "gif": "image/gif",
        "webp": "image/webp",
    }
)
DATA = MappingProxyType({"csv": "text/csv"})
ARCHIVES = MappingProxyType({"zip": "application/zip"})

SETS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"TEXT": TEXT, "DOCUMENTS": DOCUMENTS, "IMAGES": IMAGES, "DATA": DATA, "ARCHIVES": ARCHIVES}
)
EVERY: Mapping[str, str] = MappingProxyType(TEXT | DOCUMENTS | IMAGES | DATA | ARCHIVES)
DEFAULT: Mapping[str, str] = MappingProxyType(TEXT | DOCUMENTS | IMAGES)

"""Ready-made sets of types, to be combined: ``IMAGES | TEXT``. All of them have a reader."""

from types import MappingProxyType

JPEG = "image/jpeg"

TEXT = MappingProxyType({"txt": "text/plain"})
DOCUMENTS = MappingProxyType({"pdf": "application/pdf"})
IMAGES = MappingProxyType(
    {"png": "image/png", "jpg": JPEG, "jpeg": JPEG, "gif": "image/gif", "webp": "image/webp"}
)
DATA = MappingProxyType({"csv": "text/csv"})
ARCHIVES = MappingProxyType({"zip": "application/zip"})

SETS = MappingProxyType(
    {"TEXT": TEXT, "DOCUMENTS": DOCUMENTS, "IMAGES": IMAGES, "DATA": DATA, "ARCHIVES": ARCHIVES}
)
EVERY = MappingProxyType(TEXT | DOCUMENTS | IMAGES | DATA | ARCHIVES)
DEFAULT = MappingProxyType(TEXT | DOCUMENTS | IMAGES)

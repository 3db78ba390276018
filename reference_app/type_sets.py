"""Ready-made sets of types, to be combined: ``IMAGES | TEXT``. All of them have a reader."""

from types import MappingProxyType

PICTURES = ("png", "jpg", "jpeg", "gif", "webp")

TEXT = MappingProxyType({"txt": "text/plain"})
DOCUMENTS = MappingProxyType({"pdf": "application/pdf"})
IMAGES = MappingProxyType({each: f"image/{each.replace('jpg', 'jpeg')}" for each in PICTURES})
DATA = MappingProxyType({"csv": "text/csv"})
ARCHIVES = MappingProxyType({"zip": "application/zip"})
EVERY = MappingProxyType(TEXT | DOCUMENTS | IMAGES | DATA | ARCHIVES)
DEFAULT = MappingProxyType(TEXT | DOCUMENTS | IMAGES)

SETS = MappingProxyType(
    {"TEXT": TEXT, "DOCUMENTS": DOCUMENTS, "IMAGES": IMAGES, "DATA": DATA, "ARCHIVES": ARCHIVES}
)

"""Small files of every format, written for tests."""

from __future__ import annotations

import gzip
import json

BODY = "The ferry left the harbour at dawn and did not come back before the evening tide."


def write(folder, **files):
    """Write files; a double underscore in a name becomes a dot, and ``.gz`` files are packed."""
    for name, content in files.items():
        path = folder / name.replace("__", ".")
        data = content if isinstance(content, bytes) else content.encode()
        path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return folder


def json_lines(*rows):
    """JSON Lines of the rows."""
    return "\n".join(json.dumps(row) for row in rows)

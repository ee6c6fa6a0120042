"""Archives and documents of office programs, made in memory for tests."""

from __future__ import annotations

import io
import tarfile
import zipfile


def zipped(members, *, packed=True):
    """Bytes of a ZIP file with members: a dict, or a list of pairs, of names and contents."""
    target = io.BytesIO()
    pairs = members.items() if isinstance(members, dict) else members
    method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in pairs:
            archive.writestr(name, content)
    return target.getvalue()


def tarred(members, packing=""):
    """Bytes of a TAR file, also packed (``gz``, ``bz2``, ``xz``)."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode=f"w:{packing}") as archive:
        for name, content in members.items():
            data = content if isinstance(content, bytes) else content.encode()
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return target.getvalue()

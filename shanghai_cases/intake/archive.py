"""Zip containers opened with care: what they unpack to is counted before any reader is let in."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, NamedTuple

from shanghai_cases.errors import DataError, msg
from shanghai_cases.intake.kinds import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_UNPACKED = 128 << 20  # bytes; ten thousand full rows unpack to about a tenth of it
_MAX_MEMBERS = 10_000
_CHUNK = 1 << 20
_PROLOGUE = 64 << 10  # bytes in which a document type would be declared
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_LOCAL_HEADER = 30
_UNREAD = ("xl/media/", "pictures/", "thumbnails/")  # pictures in workbooks, which no reader opens
_ENCRYPTED = 0x1
_DAMAGED = msg("it is damaged or cut off; ask for it again")


class Archive(NamedTuple):
    """A zip container held in memory, with its members by name, in small letters and with ``/`` between folders."""

    file: str
    data: bytes
    members: dict[str, zipfile.ZipInfo]

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpack a member piece by piece, trusting neither its declared size nor its checksum. Raises `DataError`."""
        info = self.members[name]
        start = info.header_offset
        header = self.data[start : start + _LOCAL_HEADER]
        if len(header) < _LOCAL_HEADER:
            raise unreadable(self.file, _DAMAGED)
        start += _LOCAL_HEADER + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        packed = memoryview(self.data)[start : start + info.compress_size]
        if len(packed) < info.compress_size:
            raise unreadable(self.file, _DAMAGED)
        if info.compress_type == zipfile.ZIP_STORED:
            yield from (bytes(packed[at : at + _CHUNK]) for at in range(0, len(packed), _CHUNK))
        elif info.compress_type == zipfile.ZIP_DEFLATED:
            yield from self._inflate(packed)
        else:
            raise unreadable(self.file, msg("it is packed in an unusual way; open it and save it again"))

    def _inflate(self, packed: memoryview) -> Iterator[bytes]:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        pending: bytes | memoryview = packed
        try:
            while pending and not inflater.eof:
                chunk = inflater.decompress(pending, _CHUNK)
                pending = inflater.unconsumed_tail
                yield chunk
        except zlib.error as error:
            raise unreadable(self.file, _DAMAGED) from error
        if packed and not inflater.eof:
            raise unreadable(self.file, _DAMAGED)

    def whole(self, name: str, limit: int) -> bytes:
        """Unpack a member whole. Raises `DataError` beyond ``limit`` bytes."""
        kept = bytearray()
        for chunk in self.chunks(name):
            kept += chunk
            if len(kept) > limit:
                raise too_big(self.file)
        return bytes(kept)

    def text(self, name: str, limit: int = 4 << 20) -> str:
        """Unpack an XML member whole; empty where it is missing. Raises `DataError` beyond ``limit`` bytes."""
        written = self.whole(name, limit) if name in self.members else b""
        encoding = "utf-16" if written.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
        return written.decode(encoding, errors="replace")

    def check_size(self, largest: int = MAX_UNPACKED) -> None:
        """Unpack all that is read once, keeping nothing, and refuse more than ``largest``. Raises `DataError`."""
        total = 0
        for name in self.members:
            if name.startswith(_UNREAD):
                continue
            first = True
            for chunk in self.chunks(name):
                total += len(chunk)
                if total > largest:
                    raise too_big(self.file)
                if (
                    first
                    and name.endswith((".xml", ".rels"))
                    and _DECLARED.search(chunk[:_PROLOGUE].replace(b"\0", b""))
                ):
                    raise unreadable(self.file, msg("it declares entities, as no office program does; don't trust it"))
                first = False


def open_archive(file: str, data: bytes) -> Archive:
    """Read the list of members. Raises `DataError` for a damaged, protected or swollen container."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            infos = opened.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OSError) as error:
        raise unreadable(file, _DAMAGED) from error
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise unreadable(file, msg("it is protected by a password; save it without one"))
    if len(infos) > _MAX_MEMBERS:
        raise too_big(file)
    return Archive(file, data, {info.filename.replace("\\", "/").lower(): info for info in infos})


def refuse_entities(file: str, xml: bytes) -> None:
    """Refuse XML that declares a document type or entities, in UTF-16 as well. Raises `DataError`."""
    if _DECLARED.search(xml.replace(b"\0", b"")):
        raise unreadable(file, msg("it declares entities, as no office program does; don't trust it"))


def too_far(file: str, row: int, column: int) -> DataError:
    """Make the error for a sheet whose cells span more than the memory."""
    return unreadable(
        file,
        msg("a cell stands far outside the list, in row {row}, column {column}; delete it", row=row, column=column),
    )


def too_big(file: str) -> DataError:
    """Make the error for a file that would fill the memory."""
    return unreadable(file, msg("it unpacks to more than can be a list of cases; copy the rows into a new workbook"))

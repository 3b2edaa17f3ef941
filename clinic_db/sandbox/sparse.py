"""Copying files without their zeros: three quarters of a fresh data folder are nothing else.

Left as holes, they take neither time nor memory (46 MB instead of 190 in /dev/shm).
"""

from __future__ import annotations

import errno
import os
import shutil

# InnoDB's page. A smaller block finds more zeros and takes longer.
_BLOCK = 16384
_ZEROS = bytes(_BLOCK)


def hollow(source: str, target: str) -> str:
    """Copy a file, leaving a hole for every block of zeros; return `target`, as shutil wants."""
    with open(source, "rb") as reading, open(target, "wb") as writing:
        while block := reading.read(_BLOCK):
            if block == _ZEROS[: len(block)]:
                writing.seek(len(block), os.SEEK_CUR)
            else:
                writing.write(block)
        writing.truncate()
    shutil.copymode(source, target)
    return target


def copy(source: str, target: str) -> str:
    """Copy a file hole for hole where the system can; return `target`, as shutil wants."""
    if not hasattr(os, "SEEK_DATA") or not hasattr(os, "copy_file_range"):
        return shutil.copy(source, target)
    with open(source, "rb") as reading, open(target, "wb") as writing:
        size = os.fstat(reading.fileno()).st_size
        os.truncate(writing.fileno(), size)
        begin = _next_data(reading.fileno(), 0)
        while begin < size:
            end = os.lseek(reading.fileno(), begin, os.SEEK_HOLE)
            os.lseek(writing.fileno(), begin, os.SEEK_SET)
            while begin < end:
                begin += os.sendfile(writing.fileno(), reading.fileno(), begin, end - begin)
            begin = _next_data(reading.fileno(), begin)
    shutil.copymode(source, target)
    return target


def _next_data(handle: int, begin: int) -> int:
    """Return where the next data is; far behind the end if only a hole follows."""
    try:
        return os.lseek(handle, begin, os.SEEK_DATA)
    except OSError as error:
        if error.errno == errno.ENXIO:
            return 1 << 62
        raise

"""Why the system refuses a file, as an argument that is shown in the language of the reader."""

from __future__ import annotations

import errno

_REASONS = {
    errno.ENOENT: "<no such file>",
    errno.ENOTDIR: "<no such file>",
    errno.EISDIR: "<a folder>",
    errno.EEXIST: "<exists already>",
    errno.EACCES: "<not allowed>",
    errno.EPERM: "<not allowed>",
    errno.EROFS: "<may only be read>",
    errno.ENOSPC: "<no space>",
    errno.EDQUOT: "<no space>",
    errno.EFBIG: "<too large for the system>",
    errno.EIO: "<the device fails>",
    errno.ENAMETOOLONG: "<a name too long>",
    errno.EMFILE: "<too many open files>",
    errno.ENFILE: "<too many open files>",
}


def reason_of(error: Exception) -> str:
    """A term of the catalogue where there is one; else what the system says, in its own words."""
    number = getattr(error, "errno", None)
    return _REASONS.get(number or 0) or getattr(error, "strerror", None) or str(error)

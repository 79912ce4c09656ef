"""Why the system refused a file, as words of a diagnostic: its own are in the language of the system."""

from __future__ import annotations

import errno

from rubricc.compiler.runtime.exact import clipped

_REASONS: dict[int, tuple[str, str, str]] = {
    errno.ENOENT: ("no such file", "没有这个文件", "there is no such file"),
    errno.EISDIR: ("a folder", "这是文件夹", "it is a folder"),
    errno.EACCES: ("no permission", "没有权限", "no permission"),
    errno.EPERM: ("not permitted", "不允许这样做", "not permitted"),
    errno.ENOTDIR: ("no folder", "路径中有一段不是文件夹", "a part of the path is no folder"),
    errno.EEXIST: ("exists already", "已经有这个文件", "the file exists already"),
    errno.ENOTEMPTY: ("not empty", "文件夹不是空的", "the folder is not empty"),
    errno.ENAMETOOLONG: ("name too long", "名称太长", "the name is too long"),
    errno.ELOOP: ("links in a circle", "链接绕成了圈", "links lead round in a circle"),
    errno.ENOSPC: ("disk full", "磁盘已满", "the disk is full"),
    errno.EDQUOT: ("quota used up", "磁盘配额已用完", "the disk quota is used up"),
    errno.EFBIG: ("file too large", "文件太大", "the file is too large"),
    errno.EROFS: ("read-only disk", "磁盘是只读的", "the disk is read-only"),
    errno.EIO: ("disk error", "磁盘读写出错", "the disk failed"),
    errno.EBUSY: ("in use", "正在使用中", "it is in use"),
    errno.ETXTBSY: ("in use", "正在使用中", "it is in use"),
    errno.EINVAL: ("not accepted", "系统不接受", "the system does not accept it"),
    errno.ENXIO: ("no device", "没有这个设备", "there is no such device"),
    errno.EPIPE: ("closed", "已关闭", "it is closed"),
    errno.EBADF: ("closed", "已关闭", "it is closed"),
}
REASONS: dict[str, tuple[str, str]] = {name: (zh, en) for name, zh, en in _REASONS.values()}


def reason_of(error: Exception) -> str:
    """The argument that says why: a word of `terms.py`, or what the system says where there is none for it."""
    known = _REASONS.get(getattr(error, "errno", None) or 0)
    return f"<{known[0]}>" if known else clipped(getattr(error, "strerror", None) or str(error))


def reason_in(error: Exception, chinese: bool) -> str:
    """The same in words, for what is no diagnostic."""
    reason = reason_of(error)
    return REASONS[reason[1:-1]][not chinese] if reason[1:-1] in REASONS else reason

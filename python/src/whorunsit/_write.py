"""The one way this package writes a file: whole or not at all, and never over somebody's work."""

from __future__ import annotations

import errno
import os
import stat


def write_file(
    path: str | os.PathLike[str],
    data: bytes,
    *,
    force: bool = False,
    inputs: tuple[str | os.PathLike[str], ...] = (),
) -> None:
    """Write beside the file, sync, and rename; where that fails, everything is as it was before.

    A file that exists is replaced only by ``force`` and keeps its permissions; one of the ``inputs`` never is, nor is
    anything written through a symbolic link. Raises ``FileExistsError``, or another ``OSError``.
    """
    path = os.fspath(path)
    try:
        there = os.lstat(path)
    except FileNotFoundError:
        there = None
    if there is not None:
        if stat.S_ISLNK(there.st_mode):
            raise OSError(errno.ELOOP, "it is a symbolic link: name the file that is to be written", path)
        if not stat.S_ISREG(there.st_mode):
            raise OSError(errno.EINVAL, "it is no file", path)
        if any(os.path.exists(one) and os.path.samefile(one, path) for one in inputs):
            raise FileExistsError(errno.EEXIST, "it is the input, which is never overwritten", path)
        if not force:
            raise FileExistsError(errno.EEXIST, "it exists already; force=True replaces it", path)
    beside = os.path.join(os.path.dirname(path), f".whorunsit-{os.getpid()}-{os.urandom(6).hex()}")
    try:
        # As open() would make it, so that a new file has the permissions of any other.
        file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        with os.fdopen(file, "wb") as out:
            out.write(data)
            if there is not None:
                os.chmod(beside, stat.S_IMODE(there.st_mode))
            out.flush()
            os.fsync(out.fileno())
        if there is None:
            _rename_to_new(beside, path)
        else:
            os.replace(beside, path)
    except OSError as error:
        # Of the file that was asked for: the name beside it says nothing to anybody.
        raise type(error)(error.errno, error.strerror, path) from None
    finally:
        try:
            os.unlink(beside)
        except OSError:
            pass  # it is in its place, or was never made
    _sync_folder(os.path.dirname(path) or ".")


def _rename_to_new(beside: str, path: str) -> None:
    """Rename, unless somebody made the file meanwhile."""
    try:
        os.link(beside, path)
    except FileExistsError:
        raise FileExistsError(errno.EEXIST, "it exists already; force=True replaces it", path) from None
    except OSError:
        # A file system without hard links.
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, "it exists already; force=True replaces it", path) from None
        os.rename(beside, path)


def _sync_folder(folder: str) -> None:
    """Put the name on the disk; a system that cannot do that for a folder has nothing more to offer."""
    try:
        file = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(file)
    except OSError:
        pass
    finally:
        os.close(file)

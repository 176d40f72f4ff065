"""Files are written whole or not at all, and never over somebody's work."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys

import pytest
import whorunsit
from whorunsit._write import write_file

pytest.importorskip("openpyxl")


def mode(path: pathlib.Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_file_is_replaced_only_by_force_and_keeps_its_permissions(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "portfolio.xlsx"
    path.write_text("my own work")
    path.chmod(0o640)
    with pytest.raises(FileExistsError, match="it exists already; force=True replaces it"):
        whorunsit.template(path)
    assert path.read_text() == "my own work"
    whorunsit.template(path, force=True)
    assert path.read_bytes().startswith(b"PK") and mode(path) == 0o640
    assert os.listdir(tmp_path) == ["portfolio.xlsx"]


def test_a_new_file_has_the_permissions_of_any_other(tmp_path: pathlib.Path) -> None:
    (tmp_path / "other").touch()
    write_file(tmp_path / "new", b"x")
    assert mode(tmp_path / "new") == mode(tmp_path / "other")


def test_the_input_is_never_overwritten(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "in"
    path.write_text("my own work")
    os.link(path, tmp_path / "twin")
    for name in ("in", "twin", "../" + tmp_path.name + "/in"):
        with pytest.raises(FileExistsError, match="it is the input"):
            write_file(tmp_path / name, b"x", force=True, inputs=(path,))
    assert path.read_text() == "my own work"


@pytest.mark.parametrize("force", [False, True])
def test_symbolic_links_are_not_followed(tmp_path: pathlib.Path, force: bool) -> None:
    (tmp_path / "elsewhere").write_text("my own work")
    (tmp_path / "link").symlink_to("elsewhere")
    (tmp_path / "dangling").symlink_to("nowhere")
    for name in ("link", "dangling"):
        with pytest.raises(OSError, match="it is a symbolic link"):
            whorunsit.template(tmp_path / name, force=force)
    assert (tmp_path / "elsewhere").read_text() == "my own work"
    assert sorted(os.listdir(tmp_path)) == ["dangling", "elsewhere", "link"]


def test_missing_folders_and_folders_are_told(tmp_path: pathlib.Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        whorunsit.template(tmp_path / "no" / "portfolio.xlsx")
    assert caught.value.filename == str(tmp_path / "no" / "portfolio.xlsx")
    with pytest.raises(OSError, match="it is no file"):
        whorunsit.template(tmp_path, force=True)


def test_somebody_quicker_is_not_overwritten(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    sync = os.fsync

    def slow(file: int) -> None:
        sync(file)
        path.write_text("my own work")

    monkeypatch.setattr(os, "fsync", slow)
    with pytest.raises(FileExistsError):
        write_file(path, b"x")
    assert path.read_text() == "my own work" and os.listdir(tmp_path) == ["file"]


DISK = """
import errno, os, sys, whorunsit
path = "disk/portfolio.xlsx"
def attempt(**options):
    try:
        whorunsit.template(path, **options)
        return "written"
    except OSError as error:
        assert error.filename == path, error
        return errno.errorcode[error.errno]
"""


@pytest.mark.parametrize(
    "script, printed",
    [
        ("print(attempt(), os.listdir('disk'))", "ENOSPC []"),
        (
            "open(path, 'w').write('mine'); print(attempt(force=True), os.listdir('disk'), open(path).read())",
            "ENOSPC ['portfolio.xlsx'] mine",
        ),
        ("os.system('mount -o remount,ro disk'); print(attempt(), os.listdir('disk'))", "EROFS []"),
    ],
    ids=["full", "full-and-there", "read-only"],
)
def test_a_disk_that_takes_nothing_leaves_everything_as_it_was(
    tmp_path: pathlib.Path, script: str, printed: str
) -> None:
    (tmp_path / "disk").mkdir()
    unshare = ["unshare", "--map-root-user", "--mount", "sh", "-c"]
    mount = "mount -t tmpfs -o size=8k tmpfs disk"
    if not shutil.which("unshare") or subprocess.run([*unshare, mount], cwd=tmp_path, capture_output=True).returncode:
        pytest.skip("unshare and mount, which make a small disk, are not allowed here")
    (tmp_path / "script.py").write_text(DISK + script)
    command = [*unshare, f"{mount} && exec {sys.executable} script.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout == printed + "\n", done.stderr

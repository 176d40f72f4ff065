"""The shapes of what goes in and comes out, for type checkers; nothing here runs.

A documented key of an answer gets its ``TypedDict`` here.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict, Union

if TYPE_CHECKING:
    from typing_extensions import TypeAlias

Portfolio: TypeAlias = Union["os.PathLike[str]", str, bytes, bytearray, memoryview, Mapping[str, Any]]


class Options(TypedDict, total=False):
    """What every command takes beside the portfolio."""

    pretty: bool
    """Write the answer's JSON over several lines."""

from collections.abc import Callable
from typing import Final, final

__all__ = [
    "DRAW_COLUMNS",
    "MAX_DEPTH",
    "MONEY_KEYS",
    "SCHEMA",
    "Kept",
    "__version__",
    "_stream_digest",
    "as_toml",
    "call",
    "changed",
    "columns",
    "drawn",
    "measured",
    "watch",
]

DRAW_COLUMNS: Final[tuple[str, ...]]
MAX_DEPTH: Final[int]
MONEY_KEYS: Final[tuple[str, ...]]
SCHEMA: Final[str]
__version__: Final[str]

@final
class Kept:
    def __new__(cls) -> Kept: ...
    def call(self, command: str, portfolio: bytes, options: str) -> str: ...

def call(command: str, portfolio: bytes, options: str) -> str: ...
def watch(
    command: str, portfolio: bytes, options: str, progress: Callable[[int, int], object] | None = None
) -> str: ...
def drawn(
    portfolio: bytes, options: str, progress: Callable[[int, int], object] | None = None
) -> tuple[str, list[tuple[str, str, list[bytes | None]]]]: ...
def as_toml(portfolio: bytes) -> str: ...
def changed(portfolio: bytes, changes: bytes) -> str: ...
def columns(portfolio: bytes) -> str: ...
def measured(
    command: str,
    request: str,
    incidents: tuple[str, object] | None = None,
    deployments: tuple[str, object] | None = None,
    work: tuple[str, object] | None = None,
) -> str: ...
def _stream_digest(seed: int) -> str: ...

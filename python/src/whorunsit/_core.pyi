from collections.abc import Callable
from typing import Final

__all__ = ["MONEY_KEYS", "__version__", "_stream_digest", "call", "watch"]

MONEY_KEYS: Final[tuple[str, ...]]
__version__: Final[str]

def call(command: str, portfolio: bytes, options: str) -> str: ...
def watch(
    command: str, portfolio: bytes, options: str, progress: Callable[[int, int], object] | None = None
) -> str: ...
def _stream_digest(seed: int) -> str: ...

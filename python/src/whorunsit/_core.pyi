from typing import Final

__all__ = ["MONEY_KEYS", "SCHEMA", "__version__", "call", "changed", "columns"]

MONEY_KEYS: Final[tuple[str, ...]]
SCHEMA: Final[str]
__version__: Final[str]

def call(command: str, portfolio: bytes, options: str) -> str: ...
def changed(portfolio: bytes, changes: bytes) -> str: ...
def columns(portfolio: bytes) -> str: ...

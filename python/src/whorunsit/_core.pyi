from typing import Final

__all__ = ["MONEY_KEYS", "__version__", "call"]

MONEY_KEYS: Final[tuple[str, ...]]
__version__: Final[str]

def call(command: str, portfolio: bytes, options: str) -> str: ...

from typing import Final, final

MONEY_KEYS: Final[tuple[str, ...]]
__version__: Final[str]

def call(command: str, portfolio: bytes, options: str) -> str: ...

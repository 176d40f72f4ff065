"""The answer of a command: its JSON text, and its content on demand."""

from __future__ import annotations

from ._core import MONEY_KEYS

TYPE_CHECKING = False  # what type checkers read as true; importing typing would double the import time
if TYPE_CHECKING:
    from collections.abc import Callable, ItemsView, Iterator, KeysView
    from typing import Any, NoReturn

_MONEY_KEYS = frozenset(MONEY_KEYS)


class Answer:
    """What a command of the core answered.

    Its keys are attributes and items: ``answer.services`` and ``answer["services"]`` are the same list. The
    text is parsed when one is first asked for; money becomes :class:`decimal.Decimal`. Two answers are equal
    if their texts are.

    >>> import whorunsit
    >>> answer = whorunsit.Answer('{"ok":true,"services":[{"name":"bedroom","exposure_per_hour":"0.10"}]}')
    >>> answer.services
    [{'name': 'bedroom', 'exposure_per_hour': Decimal('0.10')}]
    >>> answer["services"] is answer.services
    True
    >>> answer
    <whorunsit.Answer with ok, services; 70 characters of JSON>
    """

    __slots__ = ("__weakref__", "_data", "_text")

    if TYPE_CHECKING:
        _text: str
        _data: dict[str, Any] | None

    def __init__(self, text: str) -> None:
        """Hold the JSON text of an answer."""
        object.__setattr__(self, "_text", text)
        object.__setattr__(self, "_data", None)

    def to_json(self) -> str:
        """Return the text exactly as the core wrote it, the same in every language.

        >>> import whorunsit
        >>> whorunsit.Answer('{"ok":true}').to_json()
        '{"ok":true}'
        """
        return self._text

    def to_dict(self) -> dict[str, Any]:
        """Return the content, parsed once and shared by all who ask: copy it before changing it.

        >>> import whorunsit
        >>> whorunsit.Answer('{"ok":true,"loss":"0.10"}').to_dict()
        {'ok': True, 'loss': Decimal('0.10')}
        """
        if self._data is not None:
            return self._data
        import json

        data: dict[str, Any] = json.loads(self._text, object_hook=_money_hook())
        object.__setattr__(self, "_data", data)
        return data

    def keys(self) -> KeysView[str]:
        """Return the names of what the answer holds, as a dict does: ``dict(answer)`` and ``{**answer}`` work."""
        return self.to_dict().keys()

    def items(self) -> ItemsView[str, Any]:
        """Return names and values, as a dict does."""
        return self.to_dict().items()

    def get(self, key: str, default: Any = None, /) -> Any:
        """Return a value, or ``default`` where there is none, as a dict does."""
        return self.to_dict().get(key, default)

    def __getitem__(self, key: str) -> Any:
        return self.to_dict()[key]

    def __getattr__(self, name: str) -> Any:
        # Copying, pickling and notebooks ask for many private names: none of them is a key.
        if not name.startswith("_"):
            try:
                return self.to_dict()[name]
            except KeyError:
                pass
        raise AttributeError(f"this answer has no {name!r}", name=name, obj=self)

    def __contains__(self, key: object) -> bool:
        return key in self.to_dict()

    def __iter__(self) -> Iterator[str]:
        return iter(self.to_dict())

    def __len__(self) -> int:
        return len(self.to_dict())

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self.to_dict()})

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"an answer cannot be changed: {name!r}", name=name, obj=self)

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"an answer cannot be changed: {name!r}", name=name, obj=self)

    def __eq__(self, other: object) -> bool:
        return self._text == other._text if isinstance(other, Answer) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return f"<whorunsit.Answer with {', '.join(self)}; {len(self._text)} characters of JSON>"

    def __reduce__(self) -> tuple[type[Answer], tuple[str]]:
        return (Answer, (self._text,))


def _money_hook() -> Callable[[dict[str, Any]], dict[str, Any]]:
    from decimal import Decimal

    def money(found: dict[str, Any]) -> dict[str, Any]:
        for key in _MONEY_KEYS & found.keys():
            value = found[key]
            if isinstance(value, str):
                found[key] = Decimal(value)
        return found

    return money

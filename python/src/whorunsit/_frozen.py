"""Dicts and lists that cannot be changed: what answers are made of."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from ._origin import Origin


def _refuse(self: object, *_: object, **__: object) -> NoReturn:
    raise TypeError("an answer cannot be changed; copy.deepcopy makes a plain copy that can")


class FrozenDict(dict[str, Any]):
    """A dict in an answer."""

    __slots__ = ()
    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def copy(self) -> dict[str, Any]:
        """Return a plain dict of the same values, which themselves are those of the answer."""
        return dict(self)

    def __copy__(self) -> dict[str, Any]:
        return dict(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Any]:
        return {key: copy.deepcopy(value, memo) for key, value in self.items()}

    def __reduce__(self) -> tuple[type, tuple[dict[str, Any]]]:
        return (FrozenDict, (dict(self),))


class FrozenList(list[Any]):
    """A list in an answer."""

    __slots__ = ()
    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse
    append = clear = extend = insert = pop = remove = reverse = sort = _refuse

    def copy(self) -> list[Any]:
        """Return a plain list of the same values, which themselves are those of the answer."""
        return list(self)

    def __copy__(self) -> list[Any]:
        return list(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> list[Any]:
        return [copy.deepcopy(value, memo) for value in self]

    def __reduce__(self) -> tuple[type, tuple[list[Any]]]:
        return (FrozenList, (list(self),))


def with_places(data: dict[str, Any], origin: Origin) -> FrozenDict:
    """Return an answer whose problems say where the row and column, or the sheet and cell, of each is."""
    problems = [FrozenDict({**one, "where": origin.of_pointer(one["path"])[0]}) for one in data["problems"]]
    return FrozenDict({**data, "problems": FrozenList(problems)})


def frozen_list(values: list[Any]) -> FrozenList:
    """Return the list, and every list in it, as one that cannot be changed."""
    return FrozenList([frozen_list(value) if type(value) is list else value for value in values])

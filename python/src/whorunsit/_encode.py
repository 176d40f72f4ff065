"""What a user passes, as the bytes that the core reads.

Only what has no JSON form is refused here; whether a value makes sense is for the core to say.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping

from ._portfolio import Portfolio

TYPE_CHECKING = False  # what type checkers read as true; importing typing would double the import time
if TYPE_CHECKING:
    from typing import Any

    from typing_extensions import TypeAlias

# Made without `typing`, which it would take longer to import than all of this package.
PortfolioSource: TypeAlias = os.PathLike[str] | str | bytes | bytearray | memoryview | Mapping[str, object]

_TEXT = frozenset({str})
_LEAVES = frozenset({str, int, float, bool, type(None)})


def encode_portfolio(portfolio: PortfolioSource | Portfolio, what: str = "a portfolio") -> bytes:
    """Read a file, or encode text or a mapping; ``what`` it is goes into errors."""
    if isinstance(portfolio, Portfolio):
        return portfolio._data
    # First, for a path object that is also a str is a path all the same.
    if isinstance(portfolio, os.PathLike):
        with open(portfolio, "rb") as file:
            return file.read()
    if isinstance(portfolio, str):
        # A lone surrogate goes on as it is: the core refuses it with its own code.
        return portfolio.encode("utf-8", "surrogatepass")
    if isinstance(portfolio, (bytes, bytearray, memoryview)):
        return bytes(portfolio)
    if isinstance(portfolio, Mapping):
        return _encode_mapping(portfolio, what)
    raise TypeError(
        f"{what} is a path object, text as str or bytes, or a mapping such as a dict; "
        f"this is of type {_type_name(portfolio)}"
    )


def encode_scenarios(scenarios: Mapping[str, PortfolioSource]) -> list[dict[str, str]]:
    """Encode the changes of each scenario as a portfolio is, for the options."""
    if not isinstance(scenarios, Mapping):
        raise TypeError(
            f"scenarios are a mapping such as a dict, from names to changes; this is of type {_type_name(scenarios)}"
        )
    # What is no UTF-8 goes on as it is, for the core to refuse.
    encoded = {name: encode_portfolio(changes, f"scenario {name!r:.60}") for name, changes in scenarios.items()}
    return [{"name": name, "changes": text.decode("utf-8", "surrogateescape")} for name, text in encoded.items()]


def encode_options(options: dict[str, Any]) -> str:
    """Encode the keyword arguments of a command."""
    return _dumps(options, "options")


def _encode_mapping(portfolio: Mapping[str, Any], what: str) -> bytes:
    text = _dumps(portfolio, what)
    # json turns the keys 1, True and None into text without a word.
    _refuse_other_keys(portfolio, what)
    # These are no JSON, and the core could only say that the whole text is wrong: as text, it names their place.
    # Text that merely holds the words is written again to no effect.
    if "NaN" in text or "Infinity" in text:
        try:
            text = _dumps(_with_spelt_floats(portfolio), what)
        except RecursionError:
            raise _too_deep(what) from None
    return text.encode("ascii")


def _with_spelt_floats(node: Any) -> Any:
    if isinstance(node, float) and not math.isfinite(node):
        return "NaN" if math.isnan(node) else "Infinity" if node > 0 else "-Infinity"
    if isinstance(node, Mapping):
        return {key: _with_spelt_floats(child) for key, child in node.items()}
    if isinstance(node, (list, tuple)):
        return [_with_spelt_floats(child) for child in node]
    return node


def _dumps(value: Any, what: str) -> str:
    import json

    try:
        return json.dumps(value, default=lambda leaf: _as_json(leaf, value, what), separators=(",", ":"))
    except RecursionError:
        raise _too_deep(what) from None


def _too_deep(what: str) -> ValueError:
    return ValueError(f"{what} cannot be nested this deeply")


def _as_json(value: Any, root: Any, what: str) -> Any:
    """Give `value`, which json does not know, a form that it does."""
    import datetime
    import decimal

    if isinstance(value, decimal.Decimal):
        exponent = value.as_tuple().exponent
        # Plain digits, for 6E+3 is how Decimal shows 6000; but not megabytes of zeros, and NaN has none.
        return format(value, "f") if isinstance(exponent, int) and -60 <= exponent <= 60 else str(value)
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(
        f"{what} cannot hold {value!r:.60}, of type {_type_name(value)}, at {_pointer_to(value, root)!r}; "
        "use str, int, float, bool, None, Decimal, date, list or dict"
    )


def _refuse_other_keys(root: Any, what: str) -> None:
    # Whole nodes are compared with sets of types first: a loop over every key would take as long as json does.
    pending = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, Mapping):
            if not _TEXT.issuperset(map(type, node)):
                for key in node:
                    if not isinstance(key, str):
                        raise TypeError(
                            f"the keys of {what} are str; {key!r:.60} at {_pointer_to(node, root)!r} "
                            f"is of type {_type_name(key)}"
                        )
            node = node.values()
        elif not isinstance(node, (list, tuple)):
            continue
        if not _LEAVES.issuperset(map(type, node)):
            pending.extend(child for child in node if type(child) not in _LEAVES)


def _pointer_to(wanted: Any, root: Any) -> str:
    """Find where in `root` the object `wanted` is, as a JSON Pointer."""
    pending: list[tuple[str, Any]] = [("", root)]
    seen: set[int] = set()
    while pending:
        pointer, node = pending.pop()
        if node is wanted:
            return pointer
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, Mapping):
            pending += [(f"{pointer}/{_escape(key)}", child) for key, child in node.items()]
        elif isinstance(node, (list, tuple)):
            pending += [(f"{pointer}/{index}", child) for index, child in enumerate(node)]
    return ""


def _escape(key: object) -> str:
    return str(key).replace("~", "~0").replace("/", "~1")


def _type_name(value: object) -> str:
    kind = type(value)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"

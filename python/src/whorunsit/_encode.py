"""What a user passes, as the bytes that the core reads.

Only what has no JSON form is refused here; whether a value makes sense is for the core to say.
"""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Mapping, Set

from ._errors import PortfolioError, Problem
from ._portfolio import Portfolio

TYPE_CHECKING = False  # what type checkers read as true; importing typing would double the import time
if TYPE_CHECKING:
    from typing import Any, TypeAlias

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
    """Encode the keyword arguments of a command: whole floats and NumPy's scalars as numbers of Python."""
    return dumps({name: as_option(name, value) for name, value in options.items()}, "options")


def as_option(name: str, value: Any) -> Any:
    """Return the value of an option in a form that JSON has; raise ``ValueError`` for NaN and what is infinite."""
    if isinstance(value, float) or _is_array(value):
        plain = plain_numbers(value)
        if isinstance(plain, str):
            raise ValueError(f"the option {name} is {plain}, which is no number that it could have")
        return plain
    return value


def option_whole(name: str, value: Any) -> int | None:
    """Return an option that counts something; raise ``TypeError`` for text, booleans and what is not whole."""
    plain = as_option(name, value)
    if plain is None or (isinstance(plain, int) and not isinstance(plain, bool)):
        return plain
    raise TypeError(f"the option {name} is a whole number, such as 10000; this is {value!r:.60}")


def option_yes(name: str, value: Any) -> bool:
    """Return an option that is on or off; raise ``TypeError`` for anything but a boolean."""
    plain = as_option(name, value)
    if isinstance(plain, bool):
        return plain
    raise TypeError(f"the option {name} is True or False; this is {value!r:.60}")


def listed(values: Any, what: str) -> list[Any]:
    """Return the values of a list, an array, a Series or an Arrow column; raise ``TypeError`` for what has no order or is text."""
    if isinstance(values, (str, bytes, bytearray, memoryview)):
        raise TypeError(f"{what} are a list, not one text; this is of type {_type_name(values)}")
    if isinstance(values, (Set, Mapping)):
        raise TypeError(f"{what} are a list; this is a {_type_name(values)}, which has no order")
    for method in ("to_pylist", "to_list", "tolist"):
        if hasattr(values, method):
            plain = getattr(values, method)()
            if isinstance(plain, list):
                return plain
    try:
        return list(values)
    except TypeError:
        raise TypeError(f"{what} are a list, an array or a Series; this is of type {_type_name(values)}") from None


def _encode_mapping(portfolio: Mapping[str, Any], what: str) -> bytes:
    text = dumps(portfolio, what)
    # json turns the keys 1, True and None into text without a word.
    _refuse_other_keys(portfolio, what)
    # NaN is no JSON, and the core could only say that the whole text is wrong: as text, it names its place. Whole floats are
    # whole numbers, as in frames. Text that merely holds such letters is written again to no effect.
    if "NaN" in text or "Infinity" in text or ".0" in text:
        try:
            plain = plain_numbers(portfolio)
        except RecursionError:
            raise PortfolioError([_unwritable(portfolio, what)]) from None
        text = dumps(plain, what)
    return text.encode("ascii")


def plain_numbers(node: Any) -> Any:
    """Return whole floats as whole numbers, and what is not finite as text, at any depth."""
    if isinstance(node, float):
        if not math.isfinite(node):
            return "NaN" if math.isnan(node) else "Infinity" if node > 0 else "-Infinity"
        # Above 2**53 a float is whole by itself.
        return int(node) if node.is_integer() and abs(node) < 2**53 else float(node)
    if isinstance(node, Mapping):
        return {key: plain_numbers(child) for key, child in node.items()}
    if isinstance(node, (list, tuple)):
        return [plain_numbers(child) for child in node]
    return plain_numbers(_of_array(node)) if _is_array(node) else node


def _is_array(value: Any) -> bool:
    """Tell whether it is a scalar or an array of NumPy or Arrow, or a Series, that JSON can have the values of."""
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, (numpy.generic, numpy.ndarray)):
        return value.dtype.kind in "biufU"
    if type(value).__name__ in ("Series", "Index") and hasattr(value, "to_list"):
        return True
    return type(value).__module__.partition(".")[0] == "pyarrow" and (
        hasattr(value, "to_pylist") or hasattr(value, "as_py")
    )


def _of_array(value: Any) -> Any:
    for method in ("as_py", "to_pylist", "to_list", "tolist"):
        if hasattr(value, method):
            return getattr(value, method)()
    return value


def dumps(value: Any, what: str) -> str:
    """Return the JSON text; raise :class:`PortfolioError` for what Python cannot write, with its path."""
    import json

    try:
        return json.dumps(value, default=lambda leaf: _as_json(leaf, value, what), separators=(",", ":"))
    except (RecursionError, ValueError):
        # Nested too deeply, or within itself; or a number with more digits than Python turns into text.
        raise PortfolioError([_unwritable(value, what)]) from None


# Python itself refuses longer ones, by a limit that may be set otherwise.
_MOST_BITS = 14_000


def _unwritable(root: Any, what: str) -> Problem:
    """Find what cannot be written as JSON: too deep a nesting, one within itself, or too long a number."""
    around: set[int] = set()
    # Each node with its place; the children of one come off before its end does.
    pending: list[tuple[Any, tuple[Any, ...], bool]] = [(root, (), False)]
    deepest: tuple[Any, ...] = ()
    while pending:
        node, place, ends = pending.pop()
        if ends:
            around.discard(id(node))
            continue
        if isinstance(node, int) and node.bit_length() > _MOST_BITS:
            message, help = "this number has thousands of digits", "write one that an organisation could have"
            return Problem("number-out-of-range", _pointer(place), message, help)
        children: Any = ()
        if isinstance(node, Mapping):
            children = node.items()
        elif isinstance(node, (list, tuple)):
            children = enumerate(node)
        else:
            continue
        if id(node) in around:
            message, help = f"{what} holds itself here, without an end", "give a copy of what is meant"
            return Problem("too-deep", _pointer(place), message, help)
        if len(place) > len(deepest):
            deepest = place
        around.add(id(node))
        pending.append((node, place, True))
        if len(place) < _DEEPEST:
            pending += [(child, (*place, key), False) for key, child in children]
    place = deepest[:_SHOWN_DEPTH]
    return Problem(
        "too-deep",
        _pointer(place),
        f"{what} is nested too deeply",
        "flatten it: no key of the format needs so many levels",
    )


_DEEPEST = 2_000
_SHOWN_DEPTH = 17


def _pointer(place: tuple[Any, ...]) -> str:
    return "".join(f"/{_escape(part)}" for part in place)


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
    if _is_array(value):
        return _of_array(value)
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

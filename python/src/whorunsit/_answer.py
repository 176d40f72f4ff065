"""The answer of a command: its JSON text, and its content on demand."""

from __future__ import annotations

from ._core import MONEY_KEYS

TYPE_CHECKING = False  # what type checkers read as true; importing typing would double the import time
if TYPE_CHECKING:
    import os
    from collections.abc import Callable, ItemsView, Iterator, KeysView
    from typing import Any, ClassVar, NoReturn

    import altair
    import pandas
    import polars
    import pyarrow

    from ._origin import Origin
    from ._types import ChartName

_MONEY_KEYS = frozenset(MONEY_KEYS)


class Answer:
    """What a command of the core answered.

    Its keys are attributes and items: ``answer.services`` and ``answer["services"]`` are the same list. The
    text is parsed when one is first asked for; money becomes :class:`decimal.Decimal`. Two answers are equal
    if their texts are.

    A service with problems of its own is left out of every figure, and does not stop those of the others: ``left_out`` has such
    services, ``problems`` what is wrong, with ``where`` of a portfolio of frames or of a workbook; both are tables, too, and
    empty where nothing is left out.

    The answers of commands are subclasses with tables, which :meth:`to_pandas`, :meth:`to_polars` and
    :meth:`to_arrow` make frames of. In a notebook an answer shows its first table. Iterating over one gives the rows of the
    first table, so that ``pandas.DataFrame(answer)`` is that table, as ``polars.DataFrame(answer)`` and
    ``pyarrow.table(answer)`` are.

    >>> import whorunsit
    >>> answer = whorunsit.Answer('{"ok":true,"services":[{"name":"bedroom","exposure_per_hour":"0.10"}]}')
    >>> answer.services
    [{'name': 'bedroom', 'exposure_per_hour': Decimal('0.10')}]
    >>> answer["services"] is answer.services
    True
    >>> answer
    <whorunsit.Answer with ok, services; 70 characters of JSON>
    """

    __slots__ = ("__weakref__", "_data", "_origin", "_source", "_text")

    _title: ClassVar[str] = "Answer"
    _chart: ClassVar[ChartName | None] = None
    # By name, each with its columns: the path of a value, and of what kind it is unless it is text.
    _tables: ClassVar[dict[str, str]] = {}
    # Where the rows of a table are, if not under its name.
    _paths: ClassVar[dict[str, str]] = {}
    # Keys that are left out where there is nothing to say: they read as None.
    _left_out: ClassVar[tuple[str, ...]] = ()

    if TYPE_CHECKING:
        _text: str | None
        _data: dict[str, Any] | None
        _source: bytes | None
        _origin: Origin | None
        # Problems of services that are left out of every figure, and those services: empty where none is.
        problems: list[dict[str, Any]]
        left_out: list[Any]

    @classmethod
    def _notes(cls, data: dict[str, Any]) -> list[str]:
        """Return what a notebook says above the table."""
        return []

    def __init__(self, text: str, source: bytes | None = None, origin: Origin | None = None) -> None:
        """Hold the JSON text of an answer, the portfolio that it is about if known, and where its values come from."""
        object.__setattr__(self, "_text", text)
        object.__setattr__(self, "_data", None)
        object.__setattr__(self, "_source", source)
        object.__setattr__(self, "_origin", origin)

    def to_json(self) -> str:
        """Return the text exactly as the core wrote it, the same in every language.

        >>> import whorunsit
        >>> whorunsit.Answer('{"ok":true}').to_json()
        '{"ok":true}'
        """
        return self._text or ""

    def to_dict(self) -> dict[str, Any]:
        """Return the content, parsed once and shared by all who ask. It is a dict that cannot be changed, down to the
        last list: ``copy.deepcopy`` makes a plain one of it.

        >>> import whorunsit
        >>> whorunsit.Answer('{"ok":true,"loss":"0.10"}').to_dict()
        {'ok': True, 'loss': Decimal('0.10')}
        """
        if self._data is not None:
            return self._data
        import json

        data: dict[str, Any] = json.loads(self.to_json(), object_hook=_frozen_hook())
        if self._origin is not None and "problems" in data:
            from ._frozen import with_places

            data = with_places(data, self._origin)
        object.__setattr__(self, "_data", data)
        return data

    def to_pandas(self, table: str | None = None, *, exact: bool = False, scale: int | None = None) -> pandas.DataFrame:
        """Return a table of this answer as a pandas frame.

        ``table`` is the name of one of its tables, which the description of its class lists; the first if left out.
        ``left_out`` has services that are left out of every figure, ``problems`` what is wrong with them.
        Columns are named by their keys, keys inside keys with an underline: ``loss_over_horizon``. Money and other numbers
        with decimals are ``float64``, which all of pandas, NumPy and Altair take, and which is off by a little. Counts are
        ``Int64``, yes and no ``boolean``, all else text; what is not known is missing, never zero. Where an amount may lack
        something that is not given, a column ``partial`` says so.

        With ``exact=True`` they are Arrow's decimals, which need pyarrow: of 18 digits if that holds the values, so that one
        column can be divided by another, otherwise of 38. ``scale`` says how many decimals they have, of 38 digits; by
        default as many as the longest value needs, so that frames of different answers may differ in it. A value that needs
        more than ``scale`` raises ``ValueError``.

        Raises ``ImportError`` without pandas or pyarrow, ``ValueError`` if there is no such table.
        """
        from . import _tables

        return _tables.pandas_frame(self, table, exact, scale)

    def to_polars(self, table: str | None = None, *, exact: bool = False, scale: int | None = None) -> polars.DataFrame:
        """Return a table of this answer as a polars frame; see :meth:`to_pandas`.

        Exact numbers are polars' ``Decimal``. Needs polars only.
        """
        from . import _tables

        return _tables.polars_frame(self, table, exact, scale)

    def to_arrow(self, table: str | None = None, *, exact: bool = False, scale: int | None = None) -> pyarrow.Table:
        """Return a table of this answer as a pyarrow table; see :meth:`to_pandas`.

        Exact numbers are ``decimal128``. Needs pyarrow only.
        """
        from . import _tables

        return _tables.arrow_table(self, table, exact, scale)

    def to_workbook(self, path: str | os.PathLike[str], *, force: bool = False) -> None:
        """Write all tables of this answer to a workbook (``.xlsx``), a sheet for each. Needs openpyxl.

        Amounts are numbers with a format, what is not known is an empty cell. It is written whole or not at all. A file that is
        there already is replaced only with ``force=True``, otherwise ``FileExistsError`` is raised; another ``OSError`` where
        nothing can be written.
        """
        from . import _to_workbook

        _to_workbook.write_answer(self, path, force)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Hand the first table to whatever reads Arrow's PyCapsules: polars, DuckDB, pandas. Needs pyarrow."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def chart(self, name: ChartName | None = None, /, *, service: str | None = None, **options: Any) -> altair.Chart:
        """Return a picture of what this answer is about, as an Altair chart. Needs Altair.

        ``name`` is one of those that :func:`whorunsit.chart` draws; left out, it is the one that fits best: ``selector``
        for a recommendation, ``scale`` for schedules, ``costs`` for costs and a comparison, ``break-even`` for a plan,
        ``exceedance`` for a simulation (with its seed and trials), ``tornado`` for a sensitivity. ``service`` and
        ``options`` are those of :func:`whorunsit.chart`. Raises ``ValueError`` for an answer that no chart fits, or one
        that does not know its portfolio because it was made of text.
        """
        wanted = name or self._chart
        if wanted is None:
            raise ValueError(f"no chart fits {type(self).__name__}; name one, such as 'selector'")
        if self._source is None:
            raise ValueError("this answer was made of text and does not know its portfolio")
        from ._risk import chart

        if wanted == self._chart == "exceedance":
            options = {"seed": int(self["seed"]), "trials": self["trials"], **options}
        return chart(self._source, wanted, service=service, **options).to_altair()

    def keys(self) -> KeysView[str]:
        """Return the names of what the answer holds, as a dict does: ``dict(answer)`` and ``{**answer}`` work."""
        return self.to_dict().keys()

    def items(self) -> ItemsView[str, Any]:
        """Return names and values, as a dict does."""
        return self.to_dict().items()

    def get(self, key: str, default: Any = None, /) -> Any:
        """Return a value, or ``default`` where there is none, as a dict does."""
        return self.to_dict().get(key, default)

    def _column_lists(self, table: str, paths: list[str]) -> list[list[Any]]:
        """Return the values of a table, one list for each column."""
        from . import _tables

        data = self.to_dict()
        rows = _tables.rows_of(data, self._paths.get(table, table))
        # What holds for the answer as a whole holds for every row.
        return [
            [data.get(path[7:])] * len(rows) if path.startswith("answer.") else _tables.column_of(rows, path)
            for path in paths
        ]

    def __getitem__(self, key: str) -> Any:
        return self.to_dict()[key]

    def __getattr__(self, name: str) -> Any:
        # Copying, pickling and notebooks ask for many private names: none of them is a key.
        if not name.startswith("_"):
            try:
                return self.to_dict()[name]
            except KeyError:
                if name in self._left_out:
                    return None
                if name in {"problems", "left_out"}:
                    # Services are left out only where some have problems.
                    return []
        raise AttributeError(f"this answer has no {name!r}", name=name, obj=self)

    def __contains__(self, key: object) -> bool:
        return key in self.to_dict()

    def __iter__(self) -> Iterator[Any]:
        if not self._tables:
            return iter(self.to_dict())
        from . import _tables

        return _tables.rows(self)

    def __len__(self) -> int:
        from . import _tables

        return len(_tables.rows_of(self.to_dict(), next(iter(self._tables)))) if self._tables else len(self.to_dict())

    def __bool__(self) -> bool:
        # An answer is one, however many rows it has.
        return True

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self.to_dict()})

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"an answer cannot be changed: {name!r}", name=name, obj=self)

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"an answer cannot be changed: {name!r}", name=name, obj=self)

    def __eq__(self, other: object) -> bool:
        return self.to_json() == other.to_json() if isinstance(other, Answer) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.to_json())

    def __repr__(self) -> str:
        if not self._tables:
            return f"<whorunsit.Answer with {', '.join(self)}; {len(self.to_json())} characters of JSON>"
        from . import _tables

        return _tables.short_text(self)

    def _repr_html_(self) -> str:
        from . import _html

        return _html.answer(self)

    def __reduce__(self) -> tuple[type[Answer], tuple[str, bytes | None, Origin | None]]:
        return (type(self), (self.to_json(), self._source, self._origin))


def _frozen_hook() -> Callable[[dict[str, Any]], dict[str, Any]]:
    from decimal import Decimal

    from ._frozen import FrozenDict, frozen_list

    def freeze(found: dict[str, Any]) -> dict[str, Any]:
        for key in _MONEY_KEYS & found.keys():
            value = found[key]
            # A percentile may also be a share, in percent, and an end of an estimate a length of time.
            if isinstance(value, str) and value[-1:].isdigit():
                found[key] = Decimal(value)
        for key, value in found.items():
            if type(value) is list:
                found[key] = frozen_list(value)
        return FrozenDict(found)

    return freeze

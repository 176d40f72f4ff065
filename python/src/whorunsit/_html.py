"""What objects look like as the last line of a cell. Nothing imports this before a notebook asks."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from . import _tables
from ._errors import PortfolioError

if TYPE_CHECKING:
    from ._answer import Answer
    from ._portfolio import Portfolio

# How many findings are listed, and how many rows: a table scrolls, but a browser holds only so many.
_ITEMS = 20
_SENTENCES = 6  # more of a summary are folded away below the table
_ROWS = 500

# Everything is in the colour of the text around it, more or less of it: legible on any background, light or dark.
_STYLE = """<style>
.whorunsit{font-variant-numeric:tabular-nums;line-height:1.45;max-width:100%}
.whorunsit .head{font-size:1.15em;font-weight:600;margin:.2em 0 .1em}
.whorunsit .note{opacity:.72;margin:.1em 0 .5em}
.whorunsit .scroll{overflow:auto;max-height:32em}
.whorunsit table{border-collapse:collapse;border:0;margin:.3em 0;color:inherit;background:transparent}
.whorunsit th,.whorunsit td{padding:.3em .7em;text-align:left!important;vertical-align:top;border:0;color:inherit;
background:transparent;border-bottom:1px solid rgba(128,128,128,.28);max-width:24em}
.whorunsit thead th{font-weight:600;border-bottom:2px solid rgba(128,128,128,.5);vertical-align:bottom;max-width:8em}
.whorunsit .long thead th{position:sticky;top:0;background:Canvas;color:CanvasText}
.whorunsit td:first-child{white-space:nowrap}
.whorunsit th.n,.whorunsit td.n{text-align:right!important}
.whorunsit td.n{white-space:nowrap}
.whorunsit .none{opacity:.6}
.whorunsit .model{display:inline-block;padding:0 .6em;border-radius:.8em;white-space:nowrap;border:1px solid transparent}
.whorunsit .ybi{background:rgba(0,158,115,.18);border-color:rgba(0,158,115,.65)}
.whorunsit .ops{background:rgba(213,94,0,.18);border-color:rgba(213,94,0,.65)}
.whorunsit details{margin:.4em 0}.whorunsit summary{cursor:pointer}
.whorunsit ul{margin:.2em 0 .2em 1.2em;padding:0}
</style>"""

# In the colours of the charts.
_CLASSES = {"you-build-it-you-run-it": "model ybi", "ops-run-it": "model ops"}

_NUMBERS = frozenset({"money", "number", "count"})
_NOTHING = "\u2013"

# The columns that a notebook shows, of tables that have many; frames have all of them.
_SHOWN = {
    ("Recommendation", "services"): """name team exposure_per_hour availability_target deployment_target operating_model
        schedule insurance.extra_premium_over_horizon insurance.loss_avoided_over_horizon""",
    ("Comparison", "strategies"): """strategy you_build_it_you_run_it product_team_schedules standby_per_year
        targets_missed premium.over_horizon premium.partial loss.over_horizon loss.partial over_horizon""",
    ("Scenarios", "scenarios"): """name you_build_it_you_run_it targets_missed disagreements premium_over_horizon
        loss_over_horizon over_horizon more_than_as_it_is partial""",
    ("Simulation", "services"): """name operating_model you_build_it_cheaper_percent difference.exact_mean difference.p5
        difference.p95 ops_run_it.year_loss.spread.exact_mean you_build_it_you_run_it.year_loss.spread.exact_mean""",
    ("SchedulePlan", "schedules"): "name kind teams services people_on_call standby_cost_per_year",
}
# Headings that are not the key itself, with models and strategies by their codes: the core says what those are called.
_HEADINGS = {
    "exposure_per_hour": "Exposure an hour",
    "insurance.extra_premium_over_horizon": "Extra premium",
    "insurance.loss_avoided_over_horizon": "Loss avoided",
    "premium.over_horizon": "Premium",
    "loss.over_horizon": "Loss",
    "premium.partial": "Premium is partial",
    "loss.partial": "Loss is partial",
    "premium_over_horizon": "Premium",
    "loss_over_horizon": "Loss",
    "over_horizon": "Over the horizon",
    "standby_per_year": "Standby a year",
    "standby_cost_per_year": "Standby a year",
    "one_off": "Once",
    "per_year": "A year",
    "more_than_as_it_is": "More than as it is",
    "you_build_it_cheaper_percent": "{you-build-it-you-run-it} is cheaper, %",
    "difference.exact_mean": "Difference, mean",
    "difference.p5": "in the best 5 %",
    "difference.p95": "in the worst 5 %",
    "ops_run_it.year_loss.spread.exact_mean": "Loss a year, {ops-run-it}",
    "you_build_it_you_run_it.year_loss.spread.exact_mean": "Loss a year, {you-build-it-you-run-it}",
    "evpi": "Worth of knowing more",
}


@cache
def _labels() -> dict[str, str]:
    """Return what models and strategies are called, by the core."""
    from ._commands import words

    known = words()
    return {
        code: word["label"] for concept in ("operating_models", "strategies") for code, word in known[concept].items()
    }


def _numbers(values: list[Any]) -> list[str]:
    """Write the numbers of a column for people, all in one format: thousands apart, decimals only where they matter.

    What is missing is a dash: that it is not estimated, or cannot be compared, the findings say.
    """
    numbers = [None if value is None else Decimal(str(value)) for value in values]
    given = [number for number in numbers if number is not None]
    small = all(abs(number) < 1000 for number in given)
    places = max((max(-int(number.normalize().as_tuple().exponent), 0) for number in given), default=0) if small else 0
    return [
        _NOTHING if number is None else f"{number:,.{min(places, 3)}f}".replace("-", "\u2212") for number in numbers
    ]


def _cells(values: list[Any], kind: str) -> list[str]:
    """Write the cells of a column."""
    if kind in _NUMBERS:
        return [f'<td class="n{" none" if text == _NOTHING else ""}">{escape(text)}</td>' for text in _numbers(values)]
    return [_cell(value, kind) for value in values]


def _cell(value: Any, kind: str) -> str:
    if value is None:
        return f'<td class="none">{_NOTHING}</td>'
    if kind == "yes":
        return f"<td>{'yes' if value else 'no'}</td>"
    text = _tables._words(value) if kind == "words" else str(_given(value))
    shown = escape(_labels().get(text, text))
    return f'<td><span class="{_CLASSES[text]}">{shown}</span></td>' if text in _CLASSES else f"<td>{shown}</td>"


def _heading(path: str, kind: str) -> str:
    last = path.rpartition(".")[2]
    text = _HEADINGS.get(path) or _labels().get(last.replace("_", "-")) or last.replace("_", " ").capitalize()
    text = text.format_map(_labels()) if "{" in text else text
    return f'<th class="n">{escape(text)}</th>' if kind in _NUMBERS else f"<th>{escape(text)}</th>"


def table(answer: Answer, name: str) -> str:
    """Return one table of an answer, which scrolls if it is long."""
    name, paths, kinds = _tables.columns_of(answer, name)
    shown = _SHOWN.get((type(answer).__name__, name))
    kind_of = dict(zip(paths, kinds))
    wanted = shown.split() if shown else paths
    lists = answer._column_lists(name, wanted)
    count = len(lists[0])
    # A column of nothing at all says nothing, and neither does one that says of nothing that it is partial.
    columns = [
        (path, values[:_ROWS])
        for path, values in zip(wanted, lists)
        if any(value is not None for value in values) and not (path.endswith("partial") and True not in values)
    ]
    if not columns:
        return '<p class="note">nothing</p>'
    head = "".join(_heading(path, kind_of[path]) for path, _ in columns)
    rows = zip(*(_cells(values, kind_of[path]) for path, values in columns))
    return _scrolled(head, "".join(f"<tr>{''.join(cells)}</tr>" for cells in rows), count)


def _scrolled(head: str, body: str, count: int) -> str:
    """Return a table that scrolls inside its cell, and what it leaves out of so many rows."""
    more = (
        f'<p class="note">and {count - _ROWS:,} more; <code>.to_pandas()</code> has them all</p>'
        if count > _ROWS
        else ""
    )
    long = " long" if count > 12 else ""
    return f'<div class="scroll{long}"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{more}'


def answer(of: Answer) -> str:
    """Return an answer: what it is, its first table, and what it found."""
    data = of.to_dict()
    tables = type(of)._tables
    if not tables:
        return f"{_STYLE}<div class='whorunsit'><pre>{escape(repr(of))}</pre></div>"
    parts = [type(of)._title]
    if data.get("name"):
        parts.append(str(data["name"]))
    notes = [f"Amounts in {data['currency']}, rounded here"] if data.get("currency") else []
    if data.get("horizon_years"):
        years = data["horizon_years"]
        notes.append(f"over {years} year{'' if years == 1 else 's'}")
    notes += type(of)._notes(data)
    findings = _tables.findings_of(data)
    left_out = _left_out(data)
    words = "".join(f"<li>{escape(sentence)}</li>" for sentence in data.get("summary") or ())
    found = f"<ul>{words}</ul>" if words else ""
    count = len(data.get("summary") or ())
    if count > _SENTENCES:
        found = f"<details><summary>{count} sentences on what was found</summary>{found}</details>"
    if findings:
        shown = "".join(f"<li>{escape(_told(finding))}</li>" for finding in findings[:_ITEMS])
        if len(findings) > _ITEMS:
            shown += f'<li class="note">and {len(findings) - _ITEMS} more: <code>.to_pandas("findings")</code></li>'
        found += (
            f"<details><summary>{len(findings)} finding{'' if len(findings) == 1 else 's'}</summary>"
            f"<ul>{shown}</ul></details>"
        )
    return (
        f'{_STYLE}<div class="whorunsit"><div class="head">{escape(": ".join(parts))}</div>'
        f'<div class="note">{escape(", ".join(notes))}</div>{left_out}{table(of, next(iter(tables)))}{found}</div>'
    )


def _left_out(data: dict[str, Any]) -> str:
    """Return the services that are left out of every figure, with what is wrong; open, since all figures lack them."""
    told = _tables.left_out_text(data)
    if not told:
        return ""
    problems = data["problems"]
    items = "".join(
        f"<li><b>{escape(str(one.get('where') or one['path']))}</b>: {escape(one['message'])}"
        f"<br><span class='note'>{escape(one['help'])}</span></li>"
        for one in problems[:_ITEMS]
    )
    if len(problems) > _ITEMS:
        items += f'<li class="note">and {len(problems) - _ITEMS} more: <code>.to_pandas("problems")</code></li>'
    return f"<details open><summary>{escape(told[2:])} of every figure</summary><ul>{items}</ul></details>"


def _told(finding: dict[str, Any]) -> str:
    whose = finding["service"] or finding["schedule"]
    return f"{whose}: {finding['message']}" if whose else str(finding["message"])


def portfolio(of: Portfolio) -> str:
    """Return what a portfolio holds, or what is wrong with it."""
    try:
        data = of.to_dict()
    except PortfolioError as error:
        count = len(error.problems)
        items = "".join(
            f"<li><b>{escape(problem.where or problem.path or 'the portfolio')}</b>: {escape(problem.message)}"
            f"<br><span class='note'>{escape(problem.help)}</span></li>"
            for problem in error.problems[:_ITEMS]
        )
        more = f'<p class="note">and {count - _ITEMS} more</p>' if count > _ITEMS else ""
        return (
            f'{_STYLE}<div class="whorunsit"><div class="head">Portfolio with {count} '
            f"problem{'' if count == 1 else 's'}</div><ul>{items}</ul>{more}</div>"
        )
    services = data["services"]
    keys = ["name", "kind", "team", "exposure_per_hour", "feature_demand", "incidents_per_year"]
    keys = [key for key in keys if any(service.get(key) is not None for service in services)]
    columns = {key: [service.get(key) for service in services[:_ROWS]] for key in keys}
    numbers = ("exposure_per_hour", "incidents_per_year")
    head = "".join(_heading(key, "money" if key in numbers else "given") for key in keys)
    rows = zip(*(_given_numbers(own) if key in numbers else _cells(own, "given") for key, own in columns.items()))
    body = "".join(f"<tr>{''.join(cells)}</tr>" for cells in rows)
    title = f"Portfolio: {data['name']}" if data.get("name") else "Portfolio"
    counts = f"{len(services)} services, {len(data.get('teams') or ())} teams, in {data['currency']}"
    return (
        f'{_STYLE}<div class="whorunsit"><div class="head">{escape(title)}</div><div class="note">{escape(counts)}</div>'
        f"{_scrolled(head, body, len(services))}</div>"
    )


def _is_number(value: Any) -> bool:
    """Tell whether a value as it was given is one number, or not given."""
    try:
        return value is None or Decimal(value).is_finite()
    except (ArithmeticError, TypeError, ValueError):
        return False


def _given_numbers(values: list[Any]) -> list[str]:
    """Write a column of amounts, of which some are estimates: all to the right, thousands apart."""
    plain = iter(_numbers([value for value in values if _is_number(value)]))
    cells = []
    for value in values:
        text = next(plain) if _is_number(value) else str(_given(value))
        cells.append(f'<td class="n{" none" if text == _NOTHING else ""}">{escape(text)}</td>')
    return cells


def _part(value: Any) -> str:
    """Write a part of an estimate, with thousands apart if it is a number."""
    if isinstance(value, list):
        return "; ".join(map(_part, value))
    return f"{Decimal(value):,f}" if value is not None and _is_number(value) else str(value)


def _given(value: Any) -> Any:
    """Show an estimate as its parts, anything else as it was given."""
    if not isinstance(value, dict):
        return value
    if value.keys() == {"p5", "p95"}:
        return f"{_part(value['p5'])} to {_part(value['p95'])}"
    return ", ".join(f"{key} {_part(part)}" for key, part in value.items() if part is not None)[:200]

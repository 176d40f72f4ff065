"""What objects look like as the last line of a cell. Nothing imports this before a notebook asks."""

from __future__ import annotations

from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any

from . import _tables
from ._errors import PortfolioError

if TYPE_CHECKING:
    from ._answer import Answer
    from ._portfolio import Portfolio

_ROWS = 20

# Everything is in the colour of the text around it, more or less of it: legible on any background, light or dark.
_STYLE = """<style>
.whorunsit{font-variant-numeric:tabular-nums;line-height:1.45;max-width:100%}
.whorunsit .head{font-size:1.15em;font-weight:600;margin:.2em 0 .1em}
.whorunsit .note{opacity:.72;margin:.1em 0 .5em}
.whorunsit .scroll{overflow-x:auto}
.whorunsit table{border-collapse:collapse;border:0;margin:.3em 0;color:inherit;background:transparent}
.whorunsit th,.whorunsit td{padding:.3em .7em;text-align:left!important;vertical-align:top;border:0;color:inherit;
background:transparent;border-bottom:1px solid rgba(128,128,128,.28);max-width:24em}
.whorunsit thead th{font-weight:600;border-bottom:2px solid rgba(128,128,128,.5);vertical-align:bottom;max-width:8em}
.whorunsit td:first-child{white-space:nowrap}
.whorunsit th.n,.whorunsit td.n{text-align:right!important}
.whorunsit td.n{white-space:nowrap}
.whorunsit .none{opacity:.6}
.whorunsit .model{display:inline-block;padding:0 .6em;border-radius:.8em;white-space:nowrap;border:1px solid transparent}
.whorunsit .ybi{background:rgba(213,94,0,.18);border-color:rgba(213,94,0,.65)}
.whorunsit .ops{background:rgba(0,114,178,.18);border-color:rgba(0,114,178,.65)}
.whorunsit details{margin:.4em 0}.whorunsit summary{cursor:pointer}
.whorunsit ul{margin:.2em 0 .2em 1.2em;padding:0}
</style>"""

# In the colours of the charts.
_MODELS = {
    "you-build-it-you-run-it": '<span class="model ybi">You Build It You Run It</span>',
    "ops-run-it": '<span class="model ops">Ops Run It</span>',
}

_STRATEGIES = {
    "all-ops-run-it": "All Ops Run It",
    "all-you-build-it-you-run-it": "All You Build It You Run It",
    "hybrid-with-team-schedules": "Hybrid with team schedules",
    "hybrid-at-scale": "Recommended: hybrid at scale",
    "least-cost": "Least cost",
}

# The columns that a notebook shows, of tables that have many; frames have all of them.
_SHOWN = {
    ("Recommendation", "services"): """name team exposure_per_hour availability_target deployment_target operating_model
        schedule insurance.extra_premium_over_horizon insurance.loss_avoided_over_horizon""",
    ("Comparison", "strategies"): """strategy you_build_it_you_run_it product_team_schedules standby_per_year
        targets_missed premium.over_horizon loss.over_horizon over_horizon""",
    ("Scenarios", "scenarios"): """name you_build_it_you_run_it targets_missed disagreements premium_over_horizon
        loss_over_horizon over_horizon more_than_as_it_is""",
    ("Simulation", "services"): """name operating_model you_build_it_cheaper_percent difference.exact_mean difference.p5
        difference.p95 ops_run_it.year_loss.spread.exact_mean you_build_it_you_run_it.year_loss.spread.exact_mean""",
    ("SchedulePlan", "schedules"): "name kind teams services people_on_call standby_cost_per_year",
}
_HEADINGS = {
    "exposure_per_hour": "Exposure an hour",
    "insurance.extra_premium_over_horizon": "Extra premium",
    "insurance.loss_avoided_over_horizon": "Loss avoided",
    "premium.over_horizon": "Premium",
    "loss.over_horizon": "Loss",
    "premium_over_horizon": "Premium",
    "loss_over_horizon": "Loss",
    "over_horizon": "Over the horizon",
    "you_build_it_you_run_it": "You Build It You Run It",
    "standby_per_year": "Standby a year",
    "standby_cost_per_year": "Standby a year",
    "one_off": "Once",
    "per_year": "A year",
    "more_than_as_it_is": "More than as it is",
    "you_build_it_cheaper_percent": "You Build It is cheaper, %",
    "difference.exact_mean": "Difference, mean",
    "difference.p5": "in the best 5 %",
    "difference.p95": "in the worst 5 %",
    "ops_run_it.year_loss.spread.exact_mean": "Loss a year, Ops Run It",
    "you_build_it_you_run_it.year_loss.spread.exact_mean": "Loss a year, You Build It",
    "evpi": "Worth of knowing more",
}


def _number(value: Decimal | str | int | float) -> str:
    """Write a number for people: thousands apart, decimals only where they matter, a real minus sign."""
    number = Decimal(str(value))
    digits = f"{number:,.2f}" if number != number.to_integral_value() and abs(number) < 1000 else f"{number:,.0f}"
    return digits.replace("-", "\u2212")


def _cell(value: Any, kind: str) -> str:
    if value is None:
        return '<td class="none">not known</td>' if kind in ("money", "number") else '<td class="none">\u2013</td>'
    if kind == "yes":
        return f"<td>{'yes' if value else 'no'}</td>"
    if kind == "money" or kind == "count":
        return f'<td class="n">{escape(_number(value))}</td>'
    if kind == "number":
        text = escape(str(value)).replace("-", "\u2212")
        return f'<td class="n">{text}</td>'
    shown = _MODELS.get(value) or _STRATEGIES.get(value) or escape(str(value))
    return f"<td>{shown}</td>"


def _heading(path: str, kind: str) -> str:
    text = _HEADINGS.get(path) or path.removeprefix("of.").rpartition(".")[2].replace("_", " ").capitalize()
    return f'<th class="n">{escape(text)}</th>' if kind in ("money", "number", "count") else f"<th>{escape(text)}</th>"


def table(answer: Answer, name: str) -> str:
    """Return one table of an answer, its first rows only."""
    name, paths, kinds = _tables.columns_of(answer, name)
    shown = _SHOWN.get((type(answer).__name__, name))
    kind_of = dict(zip(paths, kinds))
    wanted = shown.split() if shown else paths
    rows = _tables.rows_of(answer.to_dict(), name)
    lists = _tables.column_lists(rows[:_ROWS], wanted)
    # A column of nothing at all says nothing.
    columns = [(path, values) for path, values in zip(wanted, lists) if any(value is not None for value in values)]
    if not columns:
        return '<p class="note">nothing</p>'
    head = "".join(_heading(path, kind_of[path]) for path, _ in columns)
    body = ""
    for row in range(len(rows[:_ROWS])):
        cells = ((values[row], kind_of[path]) for path, values in columns)
        body += "<tr>"
        body += "".join(_cell(_tables._words(value) if kind == "words" else value, kind) for value, kind in cells)
        body += "</tr>"
    more = ""
    if len(rows) > _ROWS:
        more = f'<p class="note">and {len(rows) - _ROWS} more; <code>.to_pandas()</code> has them all</p>'
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{more}'


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
    findings = [finding for finding in data.get("findings") or () if isinstance(finding, dict)]
    for service in data.get("services") or ():
        for finding in service.get("findings") or ():
            if finding.get("severity") != "reason":
                findings.append({**finding, "message": f"{service['name']}: {finding['message']}"})
    words = "".join(f"<li>{escape(sentence)}</li>" for sentence in data.get("summary") or ())
    found = f"<ul>{words}</ul>" if words else ""
    if findings:
        shown = "".join(f"<li>{escape(finding['message'])}</li>" for finding in findings[:_ROWS])
        found += (
            f"<details><summary>{len(findings)} finding{'' if len(findings) == 1 else 's'}</summary>"
            f"<ul>{shown}</ul></details>"
        )
    return (
        f'{_STYLE}<div class="whorunsit"><div class="head">{escape(": ".join(parts))}</div>'
        f'<div class="note">{escape(", ".join(notes))}</div>{table(of, next(iter(tables)))}{found}</div>'
    )


def portfolio(of: Portfolio) -> str:
    """Return what a portfolio holds, or what is wrong with it."""
    try:
        data = of.to_dict()
    except PortfolioError as error:
        count = len(error.problems)
        items = "".join(
            f"<li><b>{escape(problem.where or problem.path or 'the portfolio')}</b>: {escape(problem.message)}"
            f"<br><span class='note'>{escape(problem.help)}</span></li>"
            for problem in error.problems[:_ROWS]
        )
        more = f'<p class="note">and {count - _ROWS} more</p>' if count > _ROWS else ""
        return (
            f'{_STYLE}<div class="whorunsit"><div class="head">Portfolio with {count} '
            f"problem{'' if count == 1 else 's'}</div><ul>{items}</ul>{more}</div>"
        )
    services = data["services"]
    keys = ["name", "kind", "team", "exposure_per_hour", "feature_demand", "incidents_per_year"]
    keys = [key for key in keys if any(service.get(key) is not None for service in services)]
    head = "".join(f"<th>{escape(_HEADINGS.get(key, key.replace('_', ' ').capitalize()))}</th>" for key in keys)
    body = "".join(
        f"<tr>{''.join(_given(service.get(key)) for key in keys)}</tr>" for service in services[:_ROWS]
    )
    more = f'<p class="note">and {len(services) - _ROWS} more</p>' if len(services) > _ROWS else ""
    title = f"Portfolio: {data['name']}" if data.get("name") else "Portfolio"
    counts = f"{len(services)} services, {len(data.get('teams') or ())} teams, in {data['currency']}"
    return (
        f'{_STYLE}<div class="whorunsit"><div class="head">{escape(title)}</div><div class="note">{escape(counts)}</div>'
        f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{more}</div>'
    )


def _given(value: Any) -> str:
    """Show a value as it was given; an estimate as its parts."""
    if value is None:
        return '<td class="none">\u2013</td>'
    if isinstance(value, dict):
        if value.keys() == {"p5", "p95"}:
            return f"<td>{escape(str(value['p5']))} to {escape(str(value['p95']))}</td>"
        parts = [f"{key} {part}" for key, part in value.items() if part is not None]
        return f"<td>{escape(', '.join(parts)[:200])}</td>"
    return f"<td>{escape(str(value))}</td>"

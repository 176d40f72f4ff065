"""Inputs by the names that flips give them: where each is written, and the portfolio with another value of it."""

from ledger import OPS, YOU
from named import resolved
from values import Estimate, hours, share

INPUTS = [
    "exposure_per_hour",
    "incidents_per_year",
    "severity",
    "features_per_year",
    "value_per_feature_week",
    "insights_per_year",
    "value_per_insight_week",
]
# Shares that no answer changes its name for; what is shared with others is named with its tables.
SHARES = ["working_hours_exposure", "out_of_hours_exposure", "incidents_out_of_hours"]


def with_input(raw, service, key, value):
    """The portfolio with one input of one service at a value, written where it is said nearest to the service."""
    # What is said by name elsewhere is written where it is used.
    raw = resolved(raw)
    table = next(s for s in raw["services"] if s["name"] == service)
    if key in INPUTS or key in SHARES:
        if key == "incidents_out_of_hours" and key not in table:
            table = raw
        table[key] = plain(value) + "%" if key == "severity" or key in SHARES else plain(value)
        return raw
    table, last = place_of(raw, table, key)
    unit = unit_of(key)
    written = f"{value}s" if unit == "seconds" else plain(value) + "%" if unit == "percent" else plain(value)
    table[last] = written
    return raw


def unit_of(key):
    """What the values of an input count that is named with its tables."""
    table, last = key.split(".")[0], key.split(".")[-1]
    if last in ("resolves", "rework_rate", "change_failure_rate"):
        return "percent"
    if table in ("setup", "transition", "on_call") or last in ("hourly_cost", "capacity_hours_per_week"):
        return "money"
    return "seconds"


def owners(raw, service):
    """Who may say something of a service, the nearest first."""
    team = next((t for t in raw.get("teams", []) if t["name"] == service.get("team")), {})
    domain = next((d for d in raw.get("domains", []) if d["name"] == team.get("domain")), {})
    return [service, team, domain, raw], team


def place_of(raw, service, key):
    """The table of an input that is named with its tables, and its key there."""
    every, team = owners(raw, service)
    table, *middle, last = key.split(".")
    if table == "teams":
        return team, last
    if table == "operations":
        return raw["operations"], last
    for owner in every:
        found = owner.get(table)
        if table == "response":
            model, name = middle[0], ".".join(middle[1:])
            found = found.get(model) if isinstance(found, dict) else None
            if found is None:
                continue
            rows = found["tiers"] + (found["workflow"] if isinstance(found.get("workflow"), list) else [])
            found = next((r for r in rows if r["name"] == name and last in r), None)
        elif table == "on_call":
            if middle[0] in ("product_teams", "operations") and owner is raw:
                found = found.get(middle[0])
            elif middle[0] == "operations":
                continue
            found = found.get(last) if found else None
            found = found.get("rules", found) if isinstance(found, dict) else found
            found = found[0] if isinstance(found, list) else found
            if found is not None:
                return found, "amount"
            continue
        else:
            found = (found or {}).get(middle[0])
        if found is not None and last in found:
            return found, last
    raise KeyError(key)


def wider_inputs(raw, service):
    """Some that the program has to search: shares of the exposure, times of the response, hand-offs."""
    keys = [] if "exposure_by_hour" in service else SHARES[:2]
    raw = resolved(raw)
    service = next(s for s in raw["services"] if s["name"] == service["name"])
    for model in (OPS, YOU):
        for owner in owners(raw, service)[0]:
            response = owner.get("response")
            if response and model in response:
                for tier in response[model]["tiers"]:
                    keys += [f"response.{model}.{tier['name']}.{key}" for key in ("pick_up", "handling")]
                break
        if any("hand_off_lead_time" in o.get("throughput", {}).get(model, {}) for o in owners(raw, service)[0]):
            keys.append(f"throughput.{model}.hand_off_lead_time")
    return keys


def wider_now(raw, service, key):
    """Its mean, and how far it is searched."""
    raw = resolved(raw)
    service = next(s for s in raw["services"] if s["name"] == service["name"])
    if key in SHARES:
        return 100 * Estimate(service.get(key, "100%"), share).mean, 100
    table, last = place_of(raw, service, key)
    now = 3600 * Estimate(table[last], hours).mean
    return now, 10 * now


def plain(x):
    """A decimal, without an exponent."""
    text = f"{x.numerator * 10**9 // x.denominator:010d}"
    return f"{text[:-9]}.{text[-9:]}".rstrip("0").rstrip(".")

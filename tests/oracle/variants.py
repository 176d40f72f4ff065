"""Other forms of the operating models: the portfolio with a variant's tables in place of its own. Rules: docs/costs.md."""

import copy

from named import resolved

TABLES = ("response", "throughput", "learning", "operations_work", "setup", "transition")


def written_in(raw, variant):
    """The portfolio with the variant's tables, each whole, as those of its model."""
    number = raw["variants"].index(variant)
    raw = resolved(raw)
    variant = raw["variants"][number]
    del raw["variants"]
    model = variant["operating_model"]
    for table in TABLES:
        if table in variant:
            raw.setdefault(table, {})[model] = copy.deepcopy(variant[table])
    for line in variant.get("recurring_costs", []):
        lines = raw.setdefault("recurring_costs", [])
        line = {**line, "operating_model": model}
        place = next((i for i, one in enumerate(lines) if one["name"] == line["name"]), None)
        if place is None:
            lines.append(line)
        else:
            lines[place] = line
    return raw

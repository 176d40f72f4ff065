"""How available a service can be at most, given what it needs. Rules: docs/model.md, "Dependencies"."""

from ledger import OPS
from values import F, share


def parts(portfolio, name):
    """Of every service that one needs, directly or not, the greatest share of it that fails with that one."""
    found = {}
    for need in portfolio.by_name[name].raw.get("depends_on", []):
        other, degraded = (
            (need, F(1)) if isinstance(need, str) else (need["service"], share(need.get("degraded", "100%")))
        )
        found[other] = max(degraded, found.get(other, F(0)))
        for further, part in parts(portfolio, other).items():
            found[further] = max(degraded * part, found.get(further, F(0)))
    return found


def ceilings(portfolio):
    """The highest availability of each service that needs others, in percent."""
    choices = portfolio.assignment("hybrid-at-scale")
    levels = portfolio.team_levels(choices)
    expected = {}
    for s in portfolio.services:
        model = choices[s.name][0]
        found = s.availability(model, None if model == OPS else tuple(level > 0 for level in levels[s.rota]))
        expected[s.name] = s.target if found is None else found
    told = {}
    for s in portfolio.services:
        left = F(100)
        for other, part in parts(portfolio, s.name).items():
            left *= 1 - part * (1 - expected[other] / 100)
        if s.raw.get("depends_on"):
            told[s.name] = left
    return told

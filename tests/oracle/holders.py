"""Whose budget pays for a line item. Rules: docs/costs.md, "Who pays, and how it is accounted"."""

from ledger import YOU, cell


def of_team(portfolio, team):
    return "it" if portfolio.teams.get(team, {}).get("funding") == "it" else "product-team"


def holder(portfolio, line, model):
    """`product-team`, `it`, `operations`, or None for what is nobody's."""
    service = portfolio.by_name[line.service]
    if line.payer:
        return {"nobody": None, "team": of_team(portfolio, service.team)}.get(line.payer, line.payer)
    kind = cell(line)[1]
    if kind == "opportunity":
        return None
    if model == YOU and line.code == "standby":
        owners = portfolio.schedule_owners(line.schedule)
        given = portfolio.merged(owners, "on_call", portfolio.pay["product-team"]).get("budget_holder")
        return given or of_team(portfolio, budget_team(portfolio, line, service))
    if model == YOU:
        given = portfolio.merged(service.owners()[:-1], "on_call", portfolio.pay["product-team"]).get("budget_holder")
        return given if given and line.code in ("callouts", "time-off") else of_team(portfolio, service.team)
    if kind in ("setup", "transition"):
        return "it"
    return of_team(portfolio, service.team) if line.code in ("rework", "improvements") else "operations"


def budget_team(portfolio, line, service):
    """The team that pays for a schedule: each its part, or one of a domain all of it."""
    kind, _, name = (line.schedule or "").partition(" ")
    domain = next((d for d in portfolio.raw.get("domains", []) if kind == "domain" and d["name"] == name), {})
    sole = domain.get("sole_budget_holder")
    if sole != "largest-team":
        return sole or service.team
    teams = [t for t in portfolio.raw["teams"] if t.get("domain") == name]
    people = [t.get("on_call_participants") for t in teams]
    if None in people:
        people = [sum(s.team == t["name"] for s in portfolio.services) for t in teams]
    return teams[people.index(max(people))]["name"]

"""Lines that a portfolio adds: an amount times one driver. Rules: docs/costs.md, "Lines of your own"."""

from ledger import OPS, YOU, Line, product
from values import F, number, share

SHARED = ("portfolio", "domain", "team", "person-on-call")
EVENTS = ("incident", "hour-of-response")


def costs(portfolio):
    return portfolio.raw.get("recurring_costs", [])


def per(cost):
    return cost.get("per", "portfolio")


def once(cost):
    return cost.get("frequency") == "one-off"


def cell_of(cost, credits=False):
    usual = "setup" if once(cost) else "incident" if per(cost) in EVENTS else "run"
    kind = "incident" if credits else cost.get("cost_type", usual)
    return cost.get("aspect", "service-reliability").replace("service-", "").replace("deployment-", ""), kind


def within(portfolio, cost, service):
    if "team" in cost:
        return service.team == cost["team"]
    return "domain" not in cost or domain_of(portfolio, service) == cost["domain"]


def domain_of(portfolio, service):
    return portfolio.teams.get(service.team, {}).get("domain") if service.team else None


def paid_already(service, model):
    return service.today != "nothing" and model in (None, service.today)


def rate(portfolio, cost):
    """What one of what it is paid for costs."""
    times = {"monthly": F(12), "weekly": portfolio.weeks}.get(cost.get("frequency"), F(1))
    seats = cost.get("seats")
    if seats:
        worked = number(seats["hours_per_week"]) if "hours_per_week" in seats else F(portfolio.calendar.longest, 60)
        staffed = 168 * (1 + share(seats.get("overlap", "0%"))) / (worked * (1 - share(seats.get("leave", "0%"))))
        times *= seats["number"] * staffed
    return times * number(cost["amount"])


def lines(service, model):
    """Those of one service."""
    p = service.portfolio
    for cost in costs(p):
        given = cost.get("operating_model")
        if given not in (None, model) or not within(p, cost, service):
            continue
        incidents = None if service.incidents is None else service.incidents.mean
        factors = None
        if per(cost) == "service" and not (once(cost) and paid_already(service, given)):
            factors = [F(1)]
        elif per(cost) == "deployment":
            factors = [service.deployment(model)[0]]
        elif per(cost) == "incident":
            factors = [incidents]
        elif per(cost) == "hour-of-response":
            chain = service.tiers(model)
            worked = None if chain is None else sum(t["reach"] * t["handling"].mean * t["people"] for t in chain)
            factors = [incidents, worked]
        if factors:
            amount = product(*factors, rate(p, cost))
            yield paid_by(
                cost, Line(service.name, cost["name"], amount, p.book, once(cost), p.annuity(), cell_of(cost))
            )
        credits = cost.get("service_credits")
        if credits:
            above = None if incidents is None else max(F(0), incidents - number(credits["above_incidents"]))
            back = product(above, -number(credits["amount"]))
            line = Line(service.name, cost["name"], back, p.book, False, p.annuity(), cell_of(cost, True))
            yield paid_by(cost, line)


def paid_by(cost, line):
    line.payer = cost.get("budget_holder")
    return line


def units(portfolio):
    """What is paid if any of some services is run by a model; `model` None: in any case."""
    if "units" in portfolio.cache:
        return portfolio.cache["units"]
    found = []
    for n, cost in enumerate(costs(portfolio)):
        if per(cost) not in SHARED:
            continue
        models = [cost.get("operating_model")]
        if per(cost) == "person-on-call" and models == [None]:
            models = [OPS, YOU]
        for model in models:
            groups = {}
            for s in portfolio.services:
                if not within(portfolio, cost, s):
                    continue
                scope = per(cost)
                if scope == "person-on-call":
                    scope = "team" if model == YOU else "portfolio"
                key = {"portfolio": None, "domain": domain_of(portfolio, s), "team": s.rota}[scope]
                if scope != "domain" or key:
                    groups.setdefault((scope, key), []).append(s)
            for (scope, key), members in groups.items():
                if once(cost) and any(paid_already(s, model) for s in members):
                    continue
                people = F(1)
                if per(cost) == "person-on-call":
                    table = portfolio.pay["operations"] if model == OPS else portfolio.teams.get(members[0].team, {})
                    people = table.get("participants" if model == OPS else "on_call_participants")
                    people = None if people is None else F(people)
                amount = product(people, rate(portfolio, cost))
                found.append({"key": (n, model, scope, key), "cost": cost, "model": model, "members": members})
                found[-1]["amount"] = amount
                whole = Line(None, cost["name"], amount, portfolio.book, once(cost), portfolio.annuity())
                found[-1]["over"] = whole.over or 0
    portfolio.cache["units"] = found
    return found


def runs(unit, choices):
    return [s for s in unit["members"] if unit["model"] in (None, choices[s.name][0])]


def paid(portfolio, choices):
    return [unit for unit in units(portfolio) if runs(unit, choices)]


def shared(portfolio, choices):
    found = []
    for unit in paid(portfolio, choices):
        cost = unit["cost"]
        lines = portfolio.split(
            runs(unit, choices), unit["amount"], portfolio.annuity(), cost["name"], once(cost), cell_of(cost)
        )
        found += [paid_by(cost, line) for line in lines]
    return found

"""Least cost by brute force: every model of every service, every level of every team, in every peak."""

import itertools

from ledger import LEVELS, OPS, YOU
from own import units


def least_cost(portfolio, limit=300_000):
    """Minor units over the horizon, or None where there is no such strategy; 'large' where too many."""
    if portfolio.standby_year("product-team") is None or portfolio.standby_year("operations") is None:
        return None
    annuity = portfolio.annuity()
    book = portfolio.book
    if any(unit["amount"] is None for unit in units(portfolio)):
        return None
    comparable = {s.name: portfolio.comparable(s) for s in portfolio.services}
    if not any(comparable.values()):
        return None
    rota = book(portfolio.standby_year("operations") * portfolio.pay["operations"].get("rotas", 1))
    rota = book(rota * portfolio.unit * annuity)
    cost = {}

    def schedule(name, length):
        if (name, length) not in cost:
            year = portfolio.standby_year("product-team", name)
            cost[name, length] = book(book(year * length / portfolio.days) * portfolio.unit * annuity)
        return cost[name, length]

    def own(s, model, cover):
        key = (s.name, model, cover)
        if key not in cost:
            cost[key] = sum(line.over or 0 for line in s.lines(model, cover))
        return cost[key]

    groups = {}
    for s in portfolio.services:
        domain = portfolio.teams.get(s.team, {}).get("domain") if s.team else None
        group = ("domain", domain) if domain else ("rota", s.rota)
        groups.setdefault(group, {}).setdefault(s.rota, []).append(s)
    # What groups come to, by whether operations and whether product teams run any of their services.
    told, everyone = [], {s.name for s in portfolio.services}
    for (kind, domain), teams in groups.items():
        options = [team_options(portfolio, members, comparable, own) for members in teams.values()]
        combinations = 1
        for o in options:
            combinations *= len(o)
        if combinations > limit:
            return "large"
        members = {s.name for team in teams.values() for s in team}
        inside = [u for u in units(portfolio) if names(u) <= members and not of_one_team(u)]
        best = {}
        for picked in itertools.product(*options):
            total = sum(amount for amount, _, _ in picked)
            if kind == "domain":
                classes = range(len(portfolio.classes))
                length = portfolio.length([any(lv and lv[i] == 1 for _, lv, _ in picked) for i in classes])
                total += schedule(f"domain {domain}", length) if length else 0
            for team, (_, lv, _) in zip(teams, picked):
                alone = (2,) if kind == "domain" else (1, 2)
                length = portfolio.length([bool(lv) and lv[i] in alone for i in range(len(portfolio.classes))])
                total += schedule(f"team {team}", length) if length else 0
            flags = any(by_ops for _, _, by_ops in picked), any(lv is not None for _, lv, _ in picked)
            total += sum(u["over"] for u in inside if is_run(u, *flags))
            best[flags] = min(total, best.get(flags, total))
        told.append((members, best))
    outside = [u for u in units(portfolio) if not any(names(u) <= members for members, _ in told)]
    assert all(names(u) == everyone for u in outside)
    found = []
    for flags in ((True, True), (True, False), (False, True)):
        fits = [[v for k, v in best.items() if k[0] <= flags[0] and k[1] <= flags[1]] for _, best in told]
        if all(fits):
            shared = sum(u["over"] for u in outside if is_run(u, *flags))
            found.append(sum(min(values) for values in fits) + shared + rota * flags[0])
    return min(found)


def names(unit):
    return {s.name for s in unit["members"]}


def of_one_team(unit):
    return len({s.rota for s in unit["members"]}) == 1


def is_run(unit, by_ops, by_you):
    return unit["model"] is None or (by_ops if unit["model"] == OPS else by_you)


def team_options(portfolio, members, comparable, own):
    """Each way a team may run its services: (own cost, levels by class or None, whether operations run some)."""
    options = {}
    mine_alone = [u for u in units(portfolio) if names(u) <= {s.name for s in members}]
    for models in itertools.product((OPS, YOU), repeat=len(members)):
        if any(not comparable[s.name] and m != s.recommended for s, m in zip(members, models)):
            continue
        if any(s.given and m != s.given for s, m in zip(members, models)):
            continue
        mine = [s for s, m in zip(members, models) if m == YOU]
        patterns = {None} if not mine else set()
        if mine:
            least = max(s.least if comparable[s.name] else LEVELS.index(s.need) for s in mine)
            peaks = [
                (s.name, p["name"], LEVELS.index(p["need"]) if not comparable[s.name] else 0)
                for s in mine
                for p in s.peaks
            ]
            for base in range(least, 3):
                for raised in itertools.product(*(range(max(base, low), 3) for _, _, low in peaks)):
                    at = {(n, p): r for (n, p, _), r in zip(peaks, raised)}
                    patterns.add(tuple(max([base, *(at[k] for k in on if k in at)]) for on, _ in portfolio.classes))
        for pattern in patterns:
            cover = pattern and tuple(level > 0 for level in pattern)
            if any(not s.allowed(m, cover) for s, m in zip(members, models) if comparable[s.name]):
                continue
            amount = sum(own(s, m, cover if m == YOU else None) for s, m in zip(members, models))
            amount += sum(u["over"] for u in mine_alone if is_run(u, OPS in models, YOU in models))
            key = (pattern, OPS in models)
            options[key] = min(amount, options.get(key, amount))
    return [(amount, pattern, by_ops) for (pattern, by_ops), amount in options.items()]

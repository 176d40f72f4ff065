"""Portfolios that disagree, made as small as they get."""

import copy
import re


def smaller(raw):
    """Portfolios with one thing less."""
    for i in range(len(raw["services"])):
        if len(raw["services"]) > 1:
            less = copy.deepcopy(raw)
            gone = less["services"].pop(i)["name"]
            for cause in less.get("shared_causes", []):
                cause["services"] = [n for n in cause["services"] if n != gone]
            if "shared_causes" in less:
                less["shared_causes"] = [c for c in less["shared_causes"] if c["services"]]
            yield less
    used = {s.get("team") for s in raw["services"]}
    for i, team in enumerate(raw.get("teams", [])):
        if team["name"] not in used:
            less = copy.deepcopy(raw)
            less["teams"].pop(i)
            yield less
    for path in list(paths(raw)):
        less = copy.deepcopy(raw)
        at = less
        for key in path[:-1]:
            at = at[key]
        del at[path[-1]]
        yield less
    # An uncertain input at one of its values, a long list at its first member.
    for path in list(paths(raw)):
        at = raw
        for key in path:
            at = at[key]
        simple = None
        if isinstance(at, dict) and any(k in at for k in ("low", "p5", "observed", "median")):
            simple = at.get("median") or at.get("likely") or at.get("low") or at.get("p5") or at["observed"][0]
        elif isinstance(at, str) and " to " in at:
            simple = at.split(" to ")[1]
        if simple is not None:
            less = copy.deepcopy(raw)
            inner = less
            for key in path[:-1]:
                inner = inner[key]
            inner[path[-1]] = simple
            yield less


def paths(node, at=()):
    if isinstance(node, dict):
        for key, value in node.items():
            if at + (key,) not in (("schema",), ("currency",), ("services",), ("exposure_bands",)):
                yield at + (key,)
            yield from paths(value, at + (key,))
    elif isinstance(node, list):
        for i, value in enumerate(node):
            if isinstance(value, dict) and at and at[-1] not in ("services", "teams", "exposure_bands"):
                yield at + (i,)
            yield from paths(value, at + (i,))


def shape(text):
    """A disagreement without its figures: what stays the same while the portfolio gets smaller."""
    return re.sub(r"-?\d[\d.]*|s\d+", "#", text.split(", apart")[0])


def minimised(disagreements, raw, kind, text, budget=400):
    """Drops whatever can go while a disagreement of the same shape stays."""
    done = 0
    while budget > 0:
        for i, less in enumerate(smaller(raw)):
            if i < done:
                continue
            budget -= 1
            try:
                found = disagreements(less, kind)
            except Exception:
                found = []
            if any(k == kind and shape(t) == shape(text) for k, t in found):
                raw, done = less, i
                break
            if budget <= 0:
                return raw
        else:
            return raw
    return raw

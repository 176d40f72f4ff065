"""What an hour is worth to a service, as one amount or in parts, and whose each part is. Rules: docs/model.md."""

import re

from values import Estimate, F, money, number

PARTS = ("revenue", "cancellations", "credits", "regulatory", "manual_fallback")
NOBODY = ("revenue", "cancellations")
HOURS = {"hour": 1, "day": 24, "month": 730}


class Parts:
    """An exposure in parts that are high together and low together."""

    def __init__(self, raw):
        self.parts = [(name, *self.part(raw[name])) for name in PARTS if name in raw]
        self.mean = sum((mean for _, _, _, mean, _ in self.parts), F(0))

    def part(self, raw):
        """The estimate, hours that its amount is of, its mean an hour, and who pays."""
        if not isinstance(raw, dict) or "amount" not in raw:
            table = {"amount": raw}
            if isinstance(raw, str):
                found = re.fullmatch(r"(.*?)(?: a (day|month))?(?: by ([a-z-]+))?", raw)
                table = dict(zip(("amount", "per", "budget_holder"), found.groups()))
            raw = table
        amount, of = Estimate(raw["amount"], number), HOURS[raw.get("per") or "hour"]
        return amount, of, amount.mean / of, raw.get("budget_holder")

    @property
    def certain(self):
        return all(amount.certain for _, amount, _, _, _ in self.parts)

    def moment(self, n):
        """E[X^n], n at most 2: the square is a bound just above it (Cauchy and Schwarz)."""
        return sum(amount.moment(n) ** (1 / n) / of for _, amount, of, _, _ in self.parts) ** n

    def shares(self):
        """(who pays, share of the whole) of each part."""
        return [
            ("nobody" if name in NOBODY else holder or "team", mean / self.mean)
            for name, _, _, mean, holder in self.parts
        ]


def exposure(raw):
    return Parts(raw) if isinstance(raw, dict) and any(name in raw for name in PARTS) else money(raw)


def divided(of_period, of_service, revenue):
    """(who pays, share) of the losses of a period: by its own parts, else the service's, else as revenue and costs."""
    for one in (of_period, of_service):
        if isinstance(one, Parts):
            return one.shares()
    return [(who, part) for who, part in (("nobody", revenue), ("team", 1 - revenue)) if part]

"""Line items, and the words they are told in."""

from math import prod

from values import F

OPS, YOU = "ops-run-it", "you-build-it-you-run-it"
LEVELS = ["none", "domain", "team"]
CELLS = {
    "deployments": ("throughput", "run"),
    "feature-delay": ("throughput", "opportunity"),
    "improvements": ("learning", "run"),
    "insight-delay": ("learning", "opportunity"),
    "operations-work": ("reliability", "run"),
    "rework": ("reliability", "run"),
    "standby": ("reliability", "run"),
    "response-effort": ("reliability", "incident"),
    "callouts": ("reliability", "incident"),
    "time-off": ("reliability", "incident"),
    "step-effort": ("reliability", "incident"),
    "loss-in-working-hours": ("reliability", "opportunity"),
    "loss-out-of-hours": ("reliability", "opportunity"),
    "loss-waiting": ("reliability", "opportunity"),
    "step-delay": ("reliability", "opportunity"),
    "failed-deployments": ("reliability", "incident"),
    "loss-failed-deployments": ("reliability", "opportunity"),
}


class Line:
    """One line item. `exact` is the amount before it is booked, None where an input is missing."""

    def __init__(self, service, code, exact, book, once=False, annuity=1, own=None):
        self.service, self.code, self.once = service, code, once
        self.own = own
        self.shared = False
        # Who pays where that is not as for other costs of the model, and the schedule that it is a part of.
        self.payer = self.schedule = None
        self.amount = None if exact is None else book(exact)
        self.exact = exact
        self.over = None if exact is None else self.amount if once else book(self.amount * book.unit * annuity)

    @property
    def loss(self):
        return cell(self)[1] == "opportunity"


def cell(line):
    if line.own:
        return line.own
    if line.code in CELLS:
        return CELLS[line.code]
    return tuple(line.code.rsplit("-", 1))


def product(*factors):
    """Zero where a factor is a known zero, None where one is missing."""
    if any(f is not None and f == 0 for f in factors):
        return F(0)
    if any(f is None for f in factors):
        return None
    parts = [F(f) for f in factors]
    return F(prod(f.numerator for f in parts), prod(f.denominator for f in parts))

"""Who should run each service in production, and what each choice costs and protects.

A portfolio goes in, an :class:`Answer` comes out:

>>> import whorunsit
>>> rec = whorunsit.recommend('''
... schema = 1
... name = "Furniture retailer"
... currency = "USD"
... [[exposure_bands]]
... max_per_hour = "7000"
... availability = "95.0"
... [[services]]
... name = "appointments"
... kind = "digital"
... exposure_per_hour = "6000"
... feature_demand = "high"
... ''')
>>> [service["operating_model"] for service in rec.services]
['you-build-it-you-run-it']

What cannot be used raises one :class:`PortfolioError` that lists every problem.
"""

from ._answer import Answer
from ._commands import (
    chart,
    check,
    compare,
    costs,
    plan,
    recommend,
    scenarios,
    schedules,
    sensitivity,
    simulate,
)
from ._core import __version__
from ._encode import Portfolio
from ._errors import PortfolioError, Problem

__all__ = [
    "Answer",
    "Portfolio",
    "PortfolioError",
    "Problem",
    "__version__",
    "chart",
    "check",
    "compare",
    "costs",
    "plan",
    "recommend",
    "scenarios",
    "schedules",
    "sensitivity",
    "simulate",
]

# Users, tracebacks and documentation tools see these by their public home.
for _public in (
    Answer,
    PortfolioError,
    Problem,
    chart,
    check,
    compare,
    costs,
    plan,
    recommend,
    scenarios,
    schedules,
    sensitivity,
    simulate,
):
    _public.__module__ = __name__
del _public

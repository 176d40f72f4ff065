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
from ._errors import PortfolioError, Problem
from ._portfolio import Portfolio
from ._results import (
    Chart,
    Check,
    Comparison,
    Costs,
    Recommendation,
    Scenarios,
    SchedulePlan,
    Sensitivity,
    Simulation,
    TransitionPlan,
)

__all__ = [
    "Answer",
    "Chart",
    "Check",
    "Comparison",
    "Costs",
    "Portfolio",
    "PortfolioError",
    "Problem",
    "Recommendation",
    "Scenarios",
    "SchedulePlan",
    "Sensitivity",
    "Simulation",
    "TransitionPlan",
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
    "template",
]


def template(path: str) -> None:
    """Write an empty workbook for a portfolio, to be filled in and read by :meth:`Portfolio.from_workbook`.

    It has one sheet for each table, the keys of the format as columns, what each means as a comment on its heading,
    and drop-downs where a value is one of a few words. Needs openpyxl. A file that is there already is not overwritten:
    raises ``FileExistsError``.
    """
    from . import _workbook

    _workbook.write_template(path)


# Users, tracebacks and documentation tools see these by their public home.
for _public in __all__:
    if not _public.startswith("_"):
        globals()[_public].__module__ = __name__
del _public

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
    accept,
    accountability,
    check,
    compare,
    costs,
    diff,
    find_out,
    growth,
    intake,
    plan,
    ready,
    recommend,
    report,
    roadmap,
    scenarios,
    schedules,
    template,
    words,
)
from ._core import __version__
from ._errors import PartialAnswerWarning, PortfolioError, Problem
from ._measure import fit, measure, review, triage
from ._measured import Fit, Measurement, Review, Triage
from ._portfolio import Portfolio
from ._results import (
    Accountability,
    Chart,
    Check,
    Comparison,
    Costs,
    Difference,
    Growth,
    Intake,
    NextSteps,
    Readiness,
    Recommendation,
    Report,
    Roadmap,
    Scenarios,
    SchedulePlan,
    Sensitivity,
    Simulation,
    TransitionPlan,
    Words,
)
from ._risk import chart, sensitivity, simulate

__all__ = [
    "Accountability",
    "Answer",
    "Chart",
    "Check",
    "Comparison",
    "Costs",
    "Difference",
    "Fit",
    "Intake",
    "Measurement",
    "Growth",
    "NextSteps",
    "PartialAnswerWarning",
    "Portfolio",
    "PortfolioError",
    "Problem",
    "Readiness",
    "Recommendation",
    "Report",
    "Review",
    "Roadmap",
    "Scenarios",
    "SchedulePlan",
    "Sensitivity",
    "Simulation",
    "TransitionPlan",
    "Triage",
    "Words",
    "__version__",
    "accept",
    "intake",
    "accountability",
    "chart",
    "check",
    "compare",
    "costs",
    "diff",
    "find_out",
    "growth",
    "fit",
    "measure",
    "plan",
    "ready",
    "recommend",
    "report",
    "review",
    "roadmap",
    "scenarios",
    "schedules",
    "sensitivity",
    "simulate",
    "template",
    "triage",
    "words",
]


# Users, tracebacks and documentation tools see these by their public home.
for _public in __all__:
    if not _public.startswith("_"):
        globals()[_public].__module__ = __name__
del _public

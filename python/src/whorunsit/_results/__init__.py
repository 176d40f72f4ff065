"""One class for each command's answer: what it holds, and which tables make frames of it."""

from .decision import Difference, Growth, NextSteps, Recommendation, SchedulePlan
from .inputs import Check, Intake, Words
from .money import Comparison, Costs, Scenarios, TransitionPlan
from .readiness import Accountability, Readiness, Report, Roadmap
from .risk import Chart, Sensitivity, Simulation

__all__ = [
    "Accountability",
    "Chart",
    "Check",
    "Comparison",
    "Costs",
    "Difference",
    "Growth",
    "Intake",
    "NextSteps",
    "Readiness",
    "Recommendation",
    "Report",
    "Roadmap",
    "Scenarios",
    "SchedulePlan",
    "Sensitivity",
    "Simulation",
    "TransitionPlan",
    "Words",
]

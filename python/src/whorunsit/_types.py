"""The shapes of answers, for type checkers: nothing imports this at run time. See docs/output.md.

Keys may be added to any of them, so none is to be taken for complete when a newer version answers.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, TypedDict

from ._answer import Answer


class Provenance(TypedDict):
    """What an answer can be traced back to."""

    version: str
    input_sha256: str | None


class Assumption(TypedDict):
    """A default that an answer rests on."""

    code: str
    path: str
    value: str
    reason: str


class Finding(TypedDict):
    """Something the user should know."""

    code: str
    severity: Literal["reason", "caution", "warning"]
    message: str
    source: str


class Tolerable(TypedDict):
    """Unavailability that a target tolerates in one period."""

    seconds: str
    loss: Decimal


# Not classes, for some of these keys cannot be the names of attributes.
Tolerance = TypedDict(
    "Tolerance", {"week": Tolerable, "30_days": Tolerable, "90_days": Tolerable, "365_days": Tolerable}
)


Peak = TypedDict(
    "Peak",
    {
        "name": str,
        "from": str,
        "to": str,
        "exposure_per_hour": Decimal,
        "availability_target": str,
        "out_of_hours": Literal["none", "domain", "team"] | None,
    },
)


class Service(TypedDict):
    """Who should run one service."""

    name: str
    kind: Literal["digital", "foundational"]
    team: str | None
    exposure_per_hour: Decimal
    feature_demand: str
    availability_target: str
    deployment_target: str
    operating_model: Literal["you-build-it-you-run-it", "ops-run-it"]
    out_of_hours: Literal["none", "domain", "team"] | None
    schedule: str | None
    tolerable_unavailability: Tolerance
    peaks: list[Peak]
    findings: list[Finding]
    assumptions: list[str]


class RotaCheck(TypedDict):
    """One published rule against one rota."""

    rule: str
    status: Literal["met", "broken", "not-estimated"]
    measured: str


class Rota(TypedDict):
    """The people who take turns in one schedule, and how they fare."""

    participants: int | None
    shift: str
    weeks_on_call_per_year: str | None
    percent_of_time: str | None
    callouts_per_shift: str | None
    checks: list[RotaCheck]
    missing: list[str]


class Schedule(TypedDict):
    """People on call for a set of services out of hours."""

    name: str
    kind: Literal["domain", "team", "operations"]
    teams: list[str]
    services: list[str]
    people_on_call: int
    days_per_year: str
    standby_cost_per_year: Decimal | None
    rota: Rota
    findings: list[Finding]
    assumptions: list[str]


class OnCall(TypedDict):
    """Who is on call, in short."""

    teams_in_working_hours: list[str]
    product_team_schedules: int
    product_team_people: int
    operations_people: int
    schedules_if_every_team_had_one: int


class Standby(TypedDict):
    """What standby costs a year."""

    product_teams_cost_per_year: Decimal | None
    operations_cost_per_year: Decimal | None
    cost_per_year: Decimal | None
    partial: bool
    missing: list[str]


class BandShare(TypedDict):
    """The services of one exposure band."""

    max_per_hour: Decimal | None
    availability_target: str
    services: int
    percent: str


class ScaleCost(TypedDict):
    """Schedules and what they cost."""

    schedules: int
    standby_cost_per_year: Decimal | None


class ScalePoint(TypedDict):
    """Standby with the first so many teams of the portfolio."""

    teams: int
    every_team: ScaleCost
    on_exposure: ScaleCost
    operations: ScaleCost


class Counts(TypedDict):
    """How much a portfolio holds."""

    services: int
    teams: int
    domains: int


class Recommendation(Answer):
    """What ``recommend`` answers."""

    ok: Literal[True]
    provenance: Provenance
    name: str | None
    currency: str
    policy: Literal["sixteen-cell", "traffic-light"]
    services: list[Service]
    schedules: list[Schedule]
    on_call: OnCall
    standby: Standby
    exposure_distribution: list[BandShare]
    findings: list[Finding]
    assumptions: list[Assumption]


class Schedules(Answer):
    """What ``schedules`` answers."""

    ok: Literal[True]
    provenance: Provenance
    name: str | None
    currency: str
    schedules: list[Schedule]
    on_call: OnCall
    standby: Standby
    scale: list[ScalePoint]
    findings: list[Finding]
    assumptions: list[Assumption]


class Check(Answer):
    """What ``check`` answers."""

    ok: Literal[True]
    provenance: Provenance
    name: str | None
    currency: str
    counts: Counts
    assumptions: list[Assumption]

// Who is on call, and what standby comes to.

import type { Costs, Schedules } from "../answers";
import { usePage } from "../context";
import { Assumptions, Findings } from "../explain";
import { count, number, ruleName, words } from "../format";
import { Answered, Exact, Facts, Fold, Lines, Sheet, useAnswer } from "./parts";
import { StandbyLines } from "./strategy";

type Schedule = Schedules["schedules"][number];

/** What incidents of a service cost and lose. */
const INCIDENT_TYPES = ["incident", "opportunity"];
const INCIDENT_CODES = [
  "callouts",
  "time-off",
  "response-effort",
  "step-effort",
  "step-delay",
  "loss-in-working-hours",
  "loss-out-of-hours",
  "loss-waiting",
];

export function ScheduleBasis({
  name,
  part,
}: {
  readonly name: string;
  readonly part: "standby" | "protects" | "rota";
}) {
  const { view } = usePage();
  const one = view.schedules?.schedules.find((schedule) => schedule.name === name);
  if (one === undefined)
    return (
      <h2 id="explain-title">
        There is no schedule <bdi>{name}</bdi> any more
      </h2>
    );
  return (
    <>
      <h2 id="explain-title">
        {part === "standby"
          ? `Standby of ${name}, a year`
          : part === "protects"
            ? `What ${name} protects a year`
            : `The people who take turns: ${name}`}
      </h2>
      {part === "standby" ? (
        <Standby schedule={one} />
      ) : part === "protects" ? (
        <Protects schedule={one} />
      ) : (
        <Rota schedule={one} />
      )}
      <Findings findings={one.findings} />
      <Assumptions codes={one.assumptions} of={view.schedules?.assumptions} />
    </>
  );
}

function OnCallOf({ schedule }: { readonly schedule: Schedule }) {
  return (
    <p>
      {schedule.people_on_call} on call at once on {number(schedule.days_per_year)} days of the year, for{" "}
      {schedule.services.slice(0, 20).join(", ")}
      {schedule.services.length > 20 && ` and ${count(schedule.services.length - 20)} more`}.
    </p>
  );
}

function Standby({ schedule }: { readonly schedule: Schedule }) {
  const { view, open } = usePage();
  const ledger = useAnswer<Costs>(
    "costs",
    view.of ?? open.portfolio,
    { by: [] },
    { services: schedule.services, codes: ["standby"] },
  );
  return (
    <>
      <OnCallOf schedule={schedule} />
      <p>
        What the schedule costs, split equally over the services that it covers. The figure is exact; the ledger books
        whole minor units of the currency.
      </p>
      {/* A service can be covered by two schedules in a year. */}
      <Answered answer={ledger}>
        {({ line_items }) => (
          <Lines
            label="Lines of standby"
            items={line_items.filter(({ shared_of }) => shared_of === schedule.name)}
            together={schedule.standby_cost_per_year}
            ofServices
          />
        )}
      </Answered>
    </>
  );
}

function Protects({ schedule }: { readonly schedule: Schedule }) {
  const { view, open } = usePage();
  const worth = view.comparison?.schedules.find(({ name }) => name === schedule.name);
  return (
    <>
      <p>
        What incidents of its services would cost and lose more in a year if they waited for working hours. The core
        answers it as one amount, set against standby; both are of a full year, also where a peak takes some days from
        the schedule.
      </p>
      <Facts
        facts={[
          ["Protected a year", <Exact amount={worth?.protects_per_year} />],
          ["Standby a year", <Exact amount={worth?.standby_cost_per_year} />],
        ]}
      />
      <OnCallOf schedule={schedule} />
      <Fold title="What incidents of these services cost and lose now">
        <Incidents of={view.of ?? open.portfolio} services={schedule.services} />
      </Fold>
    </>
  );
}

function Incidents({
  of,
  services,
}: {
  readonly of: Parameters<typeof useAnswer>[1];
  readonly services: readonly string[];
}) {
  const ledger = useAnswer<Costs>("costs", of, { by: [] }, { services, types: INCIDENT_TYPES, codes: INCIDENT_CODES });
  return (
    <Answered answer={ledger}>
      {({ line_items }) => <Lines label="Lines of incidents" items={line_items} ofServices />}
    </Answered>
  );
}

function Rota({ schedule }: { readonly schedule: Schedule }) {
  const { rota } = schedule;
  const figure = (value: string | null, unit: string) =>
    value === null ? "not estimated" : `${number(value, 6)}${unit}`;
  return (
    <>
      <p>
        Weeks in force × people on call at once ÷ people who take turns are the weeks on call of each. The rules are
        published ones.
      </p>
      <Facts
        facts={[
          ["People who take turns", rota.participants === null ? "not known" : count(rota.participants)],
          ["On call at once", count(schedule.people_on_call)],
          ["Days of the year in force", number(schedule.days_per_year)],
          ["A shift", rota.shift],
          ["Weeks on call a year, each", figure(rota.weeks_on_call_per_year, "")],
          ["Share of the time, each", figure(rota.percent_of_time, "\u00a0%")],
          ["Callouts in a shift", figure(rota.callouts_per_shift, "")],
          ...(rota.missing.length === 0 ? [] : [["Missing inputs", rota.missing.join(", ")] as const]),
        ]}
      />
      <Sheet
        label="Rules for a rota"
        heads={["Rule", "Status", "Measured"]}
        text={3}
        rows={rota.checks.map((check) => [ruleName(check.rule), words(check.status), check.measured])}
      />
    </>
  );
}

export function OnCallBasis() {
  const { view } = usePage();
  const { schedules } = view;
  if (schedules === undefined) return <h2 id="explain-title">Who is on call</h2>;
  const { on_call: on, standby } = schedules;
  return (
    <>
      <h2 id="explain-title">Who is on call out of hours, and what standby costs</h2>
      <p>
        People and schedules are counted from those below without what only peaks need; standby with it. In working
        hours teams cover their own services.
      </p>
      <Facts
        facts={[
          ["People of product teams, at once", count(on.product_team_people)],
          ["People of operations, at once", count(on.operations_people)],
          ["Schedules of product teams", count(on.product_team_schedules)],
          ["Schedules if every team that runs a service had one", count(on.schedules_if_every_team_had_one)],
          ["Teams that cover their services in working hours", count(on.teams_in_working_hours.length)],
          ["Standby of product teams a year", <Exact amount={standby.product_teams_cost_per_year} />],
          ["Standby of operations a year", <Exact amount={standby.operations_cost_per_year} />],
          ...(standby.missing.length === 0 ? [] : [["Missing inputs", standby.missing.join(", ")] as const]),
        ]}
      />
      <Sheet
        label="Schedules"
        heads={["Schedule", "Standby a year", "At once", "Days a year"]}
        rows={schedules.schedules.map((one) => [
          <>
            <bdi>{one.name}</bdi>
            <small>{one.teams.join(", ") || "operations"}</small>
          </>,
          <Exact amount={one.standby_cost_per_year} />,
          count(one.people_on_call),
          number(one.days_per_year),
        ])}
        together={[<Exact amount={standby.cost_per_year} />, "", ""]}
      />
      <Fold title="Lines of the ledger">
        <StandbyLines strategy="hybrid-at-scale" />
      </Fold>
      <Assumptions of={schedules.assumptions} />
    </>
  );
}

export function ScaleBasis() {
  const { view } = usePage();
  return (
    <>
      <h2 id="explain-title">Standby a year as teams are added</h2>
      <p>
        The core counts the schedules of the first so many teams of the portfolio, and prices them, under three
        policies.
      </p>
      <Sheet
        label="Schedules and standby by number of teams"
        heads={[
          "Teams",
          "Schedules, one for every team",
          "Standby",
          "Schedules chosen on exposure",
          "Standby",
          "Rotas of operations only",
          "Standby",
        ]}
        rows={(view.schedules?.scale ?? []).map((point) => [
          String(point.teams),
          ...[point.every_team, point.on_exposure, point.operations].flatMap((one) => [
            count(one.schedules),
            <Exact amount={one.standby_cost_per_year} />,
          ]),
        ])}
      />
      <Assumptions of={view.schedules?.assumptions} />
    </>
  );
}

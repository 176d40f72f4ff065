// What is recommended for one service and why, how soon it is restored, and where the answer turns.

import type { CostFlip, FindOut, SelectionFlip, ServiceSensitivity, Swing } from "whorunsit";

import { RESULT, type Costs, type Model } from "../answers";
import { usePage } from "../context";
import { Assumptions, Findings, type Explained } from "../explain";
import { MissingInputs } from "../figure";
import { capital, count, exactMoney, MODEL_NAMES, money, negative, number, OUT_OF_HOURS, size, words } from "../format";
import { at, changed, isTable, tables, text, written, type Table } from "../portfolio";
import { Answered, Exact, Facts, IncidentMean, Lines, Sheet, useAnswer } from "./parts";

const PERIODS = [
  ["week", "a week"],
  ["30_days", "30 days"],
  ["90_days", "90 days"],
  ["365_days", "365 days"],
] as const;

function useService(index: number) {
  const { view, open } = usePage();
  return {
    view,
    of: view.of ?? open.portfolio,
    given: (view.of ?? open.portfolio).services[index] ?? {},
    service: view.recommendation?.services[index],
    compared: view.comparison?.services[index],
  };
}

const cover = (of: string | null) => (of === null ? "operations" : (OUT_OF_HOURS[of] ?? of));

export function TargetBasis({ service: index }: { readonly service: number }) {
  const { service, given } = useService(index);
  if (service === undefined) return <h2 id="explain-title">There is no such service any more</h2>;
  return (
    <>
      <h2 id="explain-title">
        <bdi>{service.name}</bdi>: {service.availability_target} % available, deployed {service.deployment_target}
      </h2>
      <p>
        The selector goes by two inputs: exposure gives the availability target, feature demand gives the deployment
        target, and both together give who runs it and who is on call.
      </p>
      <Facts
        facts={[
          ["Exposure an hour, as it is given", written(given["exposure_per_hour"] ?? "")],
          ["Its mean", <Exact amount={service.exposure_per_hour} />],
          ["Feature demand", capital(words(service.feature_demand))],
          ["Run by", MODEL_NAMES[service.operating_model]],
          ["Out of hours", cover(service.out_of_hours)],
        ]}
      />
      <Bands />
      <h3>What the target tolerates</h3>
      <Sheet
        label="Tolerable unavailability"
        heads={["In", "Seconds", "Loss"]}
        rows={PERIODS.map(([period, name]) => [
          name,
          number(service.tolerable_unavailability[period].seconds, 9),
          <Exact amount={service.tolerable_unavailability[period].loss} />,
        ])}
      />
      <Findings findings={service.findings.filter(({ severity }) => severity === "reason")} />
      <Assumptions codes={service.assumptions} />
    </>
  );
}

/** The bands of exposure, with how many services fall in each. */
function Bands() {
  const { view } = usePage();
  return (
    <Sheet
      label="Bands of exposure"
      heads={["Exposure an hour", "Target", "Services", "Of all"]}
      rows={(view.recommendation?.exposure_distribution ?? []).map((band) => [
        band.max_per_hour === null ? (
          "above"
        ) : (
          <>
            up to <Exact amount={band.max_per_hour} />
          </>
        ),
        `${band.availability_target} %`,
        count(band.services),
        `${number(band.percent)} %`,
      ])}
    />
  );
}

export function PeakBasis({ service: index, peak: place }: { readonly service: number; readonly peak: number }) {
  const { service } = useService(index);
  const peak = service?.peaks[place];
  if (service === undefined || peak === undefined) return <h2 id="explain-title">There is no such peak any more</h2>;
  return (
    <>
      <h2 id="explain-title">
        <bdi>{service.name}</bdi>, <bdi>{peak.name}</bdi>: {peak.availability_target} % available
      </h2>
      <p>A peak has its own exposure, and so its own target and its own cover.</p>
      <Facts
        facts={[
          ...(peak.hours === undefined || peak.hours === null
            ? ([
                ["From", peak.from],
                ["To", peak.to],
              ] as const)
            : ([["In every week", peak.hours]] as const)),
          ["Exposure an hour in it", <Exact amount={peak.exposure_per_hour} />],
          ["Exposure an hour else", <Exact amount={service.exposure_per_hour} />],
          ["Out of hours in it", cover(peak.out_of_hours)],
        ]}
      />
      <Bands />
      <Assumptions codes={service.assumptions} />
    </>
  );
}

export function RestoreBasis({ service: index, model }: { readonly service: number; readonly model: Model }) {
  const { service, compared, given } = useService(index);
  const costs = compared?.[RESULT[model]];
  const outlook = costs?.incidents;
  const hours = (value: string | undefined) => (value === undefined ? "not estimated" : `${number(value, 9)}\u00a0h`);
  return (
    <>
      <h2 id="explain-title">
        <bdi>{service?.name}</bdi> under {MODEL_NAMES[model]}: incidents and availability
      </h2>
      <p>
        An incident takes the share of it that reaches each tier × (pick-up + handling), and the delays of manual steps.
        Out of hours it also waits, at the first tier that does not respond then. Unavailable hours a year are incidents
        × hours to restore; expected availability is 100 % without their share of the year.
      </p>
      <Facts
        facts={[
          [
            "Incidents a year, as they are given",
            given["incidents_per_year"] === undefined ? "not given" : written(given["incidents_per_year"]),
          ],
          ["Hours to restore in working hours", hours(outlook?.hours_to_restore_in_working_hours)],
          ["Hours to restore out of hours", hours(outlook?.hours_to_restore_out_of_hours)],
          ["Hours to restore, over all incidents", hours(outlook?.hours_to_restore)],
          [
            "Expected availability",
            costs?.expected_availability == null ? "not estimated" : `${number(costs.expected_availability, 6)} %`,
          ],
          ...(costs?.partial_outages == null
            ? []
            : [
                ["Availability where only full outages count", `${number(costs.partial_outages.served, 6)} %`] as const,
                ["Availability by severity", `${number(costs.partial_outages.weighted, 6)} %`] as const,
              ]),
          [
            "Target",
            <>
              {compared?.availability_target} %{costs?.meets_target === false && <span class="miss">missed</span>}
            </>,
          ],
          ["Lost in an hour of an incident, at mean severity", <Exact amount={outlook?.loss_per_hour} />],
          ...(outlook?.triage == null ? [] : [["Triage", outlook.triage] as const]),
          ...(outlook?.protection == null
            ? []
            : [
                [
                  "Loss of a week that the target tolerates, at full exposure",
                  <Exact amount={outlook.protection.tolerable_loss} />,
                ] as const,
                [
                  negative(outlook.protection.protected)
                    ? "By how much the expected loss of a mean week is above it"
                    : "By how much the expected loss of a mean week is below it",
                  <>
                    <Exact amount={size(outlook.protection.protected)} />
                    {outlook.protection.percent !== null && ` (${number(size(outlook.protection.percent), 2)} %)`}
                  </>,
                ] as const,
              ]),
          ...(costs === undefined || costs.missing.length === 0
            ? []
            : [["Missing inputs", <MissingInputs paths={costs.missing} />] as const]),
        ]}
      />
      {costs?.meets_target === false && outlook?.protection != null && (
        <p>
          The target is missed: it counts hours.{" "}
          {negative(outlook.protection.protected)
            ? "The loss is above what it tolerates as well."
            : "That the loss is below what it tolerates does not meet it: the expected loss is smaller only where incidents take part of the exposure, or fall when less of it is at stake."}
        </p>
      )}
      <Chain model={model} />
      <h3>What incidents come to in the ledger</h3>
      <IncidentLines index={index} model={model} />
      <Assumptions />
    </>
  );
}

/** The tiers and manual steps, as the portfolio has them. */
function Chain({ model }: { readonly model: Model }) {
  const { view, open } = usePage();
  const response = at(view.of ?? open.portfolio, ["response", model]);
  if (!isTable(response))
    return (
      <p>
        The portfolio does not say how incidents are answered: give it at <code>/response/{model}</code> in the inputs.
      </p>
    );
  const field = (of: Table, key: string, otherwise: string) =>
    of[key] === undefined ? otherwise : written(of[key] ?? "");
  const steps = tables(response, "workflow").filter((step) => step["delay"] !== undefined);
  return (
    <>
      <Sheet
        label="Tiers and manual steps"
        heads={["Tier or manual step", "Pick-up or delay", "Handling", "Resolves", "Out of hours"]}
        text={5}
        rows={[
          ...tables(response, "tiers").map((tier) => [
            text(tier["name"]),
            field(tier, "pick_up", "–"),
            field(tier, "handling", "–"),
            field(tier, "resolves", "the rest"),
            words(field(tier, "out_of_hours", model === "ops-run-it" ? "covered" : "where a schedule covers it")),
          ]),
          ...steps.map((step) => [text(step["name"]), field(step, "delay", "–"), "", "", ""]),
        ]}
      />
      <p class="hint">
        As they are given: change them in the inputs, at <code>/response/{model}</code>.
      </p>
    </>
  );
}

function IncidentLines({ index, model }: { readonly index: number; readonly model: Model }) {
  const { of, given } = useService(index);
  const ledger = useAnswer<Costs>(
    "costs",
    changed(of, ["services", index, "operating_model"], model),
    { by: [] },
    {
      services: [text(given["name"])],
      codes: [
        "loss-in-working-hours",
        "loss-out-of-hours",
        "loss-waiting",
        "step-delay",
        "response-effort",
        "callouts",
        "time-off",
        "step-effort",
      ],
    },
  );
  return (
    <Answered answer={ledger}>
      {({ line_items }) => (
        <>
          <Lines label="Lines of incidents" items={line_items} />
          <IncidentMean items={line_items} given={given["incidents_per_year"]} />
        </>
      )}
    </Answered>
  );
}

/** What knowing an input is worth to who chooses model and schedule of a service, where that is told. */
function worthOf(found: ServiceSensitivity | undefined, input: string) {
  const known = found?.evppi.find((one) => one.input === input);
  return known === undefined
    ? []
    : [
        [
          "What knowing it before choosing model and schedule would save on average",
          <Exact amount={known.worth} />,
        ] as const,
      ];
}

export function FlipBasis({ service: name, flip }: { readonly service: string; readonly flip: CostFlip }) {
  const { view, currency } = usePage();
  const found = view.sensitivity?.services.find((one) => one.name === name);
  const swing = found?.tornado.find(({ input }) => input === flip.input);
  const exact = {
    money: (of: string) => exactMoney(of, currency),
    percent: (of: string) => `${number(of, 9)} %`,
    seconds: (of: string) => `${number(String(Number(of) / 3600), 9)} h`,
    number: (of: string) => number(of, 9),
  };
  const value = (of: string) => <data value={of}>{exact[flip.unit](of)}</data>;
  return (
    <>
      <h2 id="explain-title">
        <bdi>{name}</bdi>: where the costs flip as {flip.words} changes
      </h2>
      <p>
        The core runs the portfolio again with other values of this input, all other inputs at their means, until it has
        two neighbours with different answers; targets and schedules are decided anew for each.
      </p>
      <Facts
        facts={[
          ["Its mean as things are", value(flip.now)],
          [<>Cheaper up to {value(flip.last_below)}</>, MODEL_NAMES[flip.cheaper_below]],
          [<>Cheaper from {value(flip.first_above)}</>, MODEL_NAMES[flip.cheaper_above]],
          [
            "Within your estimate",
            flip.within_estimate === null ? "it is one value, not a range" : flip.within_estimate ? "yes" : "no",
          ],
          ["You Build It You Run It less Ops Run It, every input at its mean", <Exact amount={found?.difference} />],
          ...(swing === undefined
            ? []
            : [
                [
                  <>The same at {value(swing.low)}, the low end of your estimate</>,
                  <Exact amount={swing.difference_at_low} />,
                ] as const,
                [
                  <>The same at {value(swing.high)}, the high end</>,
                  <Exact amount={swing.difference_at_high} />,
                ] as const,
              ]),
          ...worthOf(found, flip.input),
        ]}
      />
      <Assumptions of={view.sensitivity?.assumptions} />
    </>
  );
}

export function SwingBasis({ service: name, swing }: { readonly service: string; readonly swing: Swing }) {
  const { view, currency } = usePage();
  const found = view.sensitivity?.services.find((one) => one.name === name);
  const value = (of: string) =>
    /per_hour|_week$/u.test(swing.input) ? <data value={of}>{money(of, currency)}</data> : number(of, 9);
  return (
    <>
      <h2 id="explain-title">
        <bdi>{name}</bdi>: what {swing.words} does to the difference between the models
      </h2>
      <p>
        You Build It You Run It less Ops Run It over the horizon; below zero, You Build It You Run It costs and loses
        less. All other inputs are at their means.
      </p>
      <Facts
        facts={[
          ["With every input at its mean", <Exact amount={found?.difference} />],
          [<>At {value(swing.low)}, the low end of the estimate</>, <Exact amount={swing.difference_at_low} />],
          [<>At {value(swing.high)}, the high end</>, <Exact amount={swing.difference_at_high} />],
          ["How far apart these are", <Exact amount={swing.swing} />],
          ["Whether the cheaper model changes between them", swing.flips ? "yes" : "no"],
          ...worthOf(found, swing.input),
        ]}
      />
      <Assumptions of={view.sensitivity?.assumptions} />
    </>
  );
}

/** Of the whole portfolio: an input may be one of many services. */
export function FindOutBasis({ found }: { readonly found: FindOut }) {
  return (
    <>
      <h2 id="explain-title">{capital(found.words)}</h2>
      <p>
        The difference between the models over the horizon and all services, at both ends of its range and with all
        other inputs at their means. Knowing it is worth what is saved on average by whoever then chooses between the
        two models of each service, with its schedule as recommended.
      </p>
      <Facts
        facts={[
          ["How far apart the ends are", <Exact amount={found.swing} />],
          ["What knowing it before choosing the model would save on average", <Exact amount={found.worth} />],
          ["Services that it bears on", count(found.services)],
        ]}
      />
    </>
  );
}

export function SelectionFlipBasis({
  service: name,
  flip,
}: {
  readonly service: string;
  readonly flip: SelectionFlip;
}) {
  const { view } = usePage();
  const service = view.recommendation?.services.find((one) => one.name === name);
  return (
    <>
      <h2 id="explain-title">
        <bdi>{name}</bdi>: where the selector changes its answer as {words(flip.input)} changes
      </h2>
      <p>
        The selector goes by bands. This is the nearest edge at which it recommends something else, the other inputs as
        they are.
      </p>
      <Facts
        facts={[
          [
            !flip.above ? "At most" : flip.input === "exposure_per_hour" ? "Above" : "At least",
            flip.input === "exposure_per_hour" ? <Exact amount={flip.value} /> : capital(words(flip.value)),
          ],
          ["It would be run by", MODEL_NAMES[flip.operating_model]],
          ["Out of hours", cover(flip.out_of_hours)],
          ["Exposure an hour now", <Exact amount={service?.exposure_per_hour} />],
          ["Feature demand now", capital(words(service?.feature_demand ?? ""))],
          ["Run by now", MODEL_NAMES[service?.operating_model ?? ""]],
          ["Out of hours now", cover(service?.out_of_hours ?? null)],
        ]}
      />
      <Bands />
      <Findings findings={(service?.findings ?? []).filter(({ severity }) => severity === "reason")} />
      <Assumptions codes={service?.assumptions} />
    </>
  );
}

export function CellBasis({ row, column, services }: Extract<Explained, { kind: "cell" }>) {
  const { view } = usePage();
  const { selector, recommendation } = view;
  const cell = selector?.cells[row]?.[column];
  if (selector === undefined || cell === undefined) return <h2 id="explain-title">There is no such cell any more</h2>;
  const most = selector.rows[row] ?? null;
  const least = row === 0 ? null : (selector.rows[row - 1] ?? null);
  return (
    <>
      <h2 id="explain-title">
        {MODEL_NAMES[cell.operating_model]}: {cell.availability_target} % available, deployed {cell.deployment_target}
      </h2>
      <p>What the selector says about a service with this exposure and this demand.</p>
      <Facts
        facts={[
          [
            "Exposure an hour",
            <>
              {least !== null && (
                <>
                  above <Exact amount={least} />
                </>
              )}
              {least !== null && most !== null && ", "}
              {most !== null && (
                <>
                  up to <Exact amount={most} />
                </>
              )}
            </>,
          ],
          ["Feature demand", capital(words(selector.columns[column] ?? ""))],
          ["Out of hours", cover(cell.out_of_hours)],
          ["Services here", count(services.length)],
        ]}
      />
      {services.length > 0 && (
        <Sheet
          label="Services here"
          heads={["Service", "Recommended", "Exposure an hour"]}
          text={2}
          rows={services.flatMap((index) => {
            const service = recommendation?.services[index];
            return service === undefined
              ? []
              : [
                  [
                    service.name,
                    `${MODEL_NAMES[service.operating_model]}, ${service.availability_target} %`,
                    <Exact amount={service.exposure_per_hour} />,
                  ],
                ];
          })}
        />
      )}
      <p class="hint">
        Bands of exposure and demand can be changed in the inputs. Foundational services, and services whose model,
        target or cover is given, can be run in another way than their cell says.
      </p>
      <Assumptions of={recommendation?.assumptions} />
    </>
  );
}

// Not run: the compiler checks that the types say what a user may and may not do.

import init, {
  Answer,
  chart,
  check,
  compare,
  costs,
  plan,
  PortfolioError,
  recommend,
  run,
  runText,
  scenarios,
  schedules,
  sensitivity,
  simulate,
  type Dimension,
  type Problem,
  type Progress,
} from "whorunsit";

await init();
await init(new URL("https://example.invalid/whorunsit_bg.wasm"));
await init(fetch("whorunsit_bg.wasm"));

const rec = recommend("schema = 1", { pretty: true });
for (const service of rec.services) {
  const name: string = service.name;
  const money: string = service.exposure_per_hour;
  console.log(name, money, service.availability_target, service.deployment_target, service.operating_model);
}
const [first] = rec.services;
if (first !== undefined) {
  const need: "none" | "domain" | "team" | null = first.out_of_hours;
  const loss: string = first.tolerable_unavailability["30_days"].loss;
  const target: string | undefined = first.peaks[0]?.availability_target;
  console.log(need ?? "operations", loss, target, first.findings[0]?.severity === "warning");
}
const cost: string | null = rec.standby.cost_per_year;
const measured: string | undefined = rec.schedules[0]?.rota.checks[0]?.measured;
const point: string | null | undefined = schedules("").scale[0]?.on_exposure.standby_cost_per_year;
const count: number = check("").counts.services;
console.log(cost, measured, point, count, rec.exposure_distribution[0]?.max_per_hour);
const text: string = rec.text;
const version: string = rec.toJSON().provenance.version;
const known: boolean = rec instanceof Answer;
console.log(text, version, known);

const by: Dimension[] = ["team", "cost_type"];
const ledger = costs("", { by, strategy: "least-cost", line_items: false, pretty: true });
const team: string | null | undefined = ledger.groups[0]?.team;
const amount: string | null | undefined = ledger.line_items[0]?.amount;
costs("", { by: "service" });
const comparison = compare("");
const saved: string | undefined = comparison.policy_price?.differences[0]?.saved;
const meets: boolean | null | undefined = comparison.services[0]?.ops_run_it.meets_target;
const cheaper: string | null | undefined = rec.insurance?.cheaper_model;
const compared = scenarios(
  "",
  { text: "horizon.years = 5", object: { services: { bedroom: null } } },
  { pretty: true },
);
scenarios("", new Map([["bytes", new Uint8Array()]]));
const to: string | undefined = compared.scenarios[1]?.changes[0]?.to?.operating_model;
const month: number | null = plan("").break_even_month;
const name: string | null = compared.name;
console.log(team, amount, saved, meets, cheaper, to, month, name, plan("").waves[0]?.teams[0]?.net_benefit);

const tell = ({ done, total }: Progress): boolean => done / total < 0.5;
const simulation = simulate("", { trials: 1000, precision: "1%", seed: 2n ** 64n - 1n, threads: 1, progress: tell });
simulate("", { seed: "1", progress: () => {}, pretty: true });
const tail: string | undefined = simulation.portfolio.hybrid_at_scale.year_loss?.conditional_value_at_risk_99;
const likely: string | null | undefined = simulation.services[0]?.you_build_it_cheaper_percent;
const flip: string | undefined = simulation.services[0]?.flips[0]?.first_above;
const seed: string = simulation.seed;
const swing = sensitivity("", { seed: 7 }).services[0]?.tornado[0]?.swing;
const demand: "exposure_per_hour" | "feature_demand" | undefined =
  sensitivity("").services[0]?.flips.selection[0]?.input;
console.log(tail, likely, flip, seed, swing, demand, simulation.summary[0]);

const picture = chart("", "tornado", { service: "bedroom", trials: 1000, seed: 1n });
const spec: unknown = picture.spec["$schema"];
console.log(spec, picture.name === "break-even", chart("", "scale").provenance.version);

const passed: string = run("simulate", "", { trials: "10", places: false, progress: tell }).text;
console.log(passed, run("recommend", "").provenance.version, runText("recommend", "").length);

interface Mine {
  currency: string;
  services: { name: string; exposure_per_hour: bigint }[];
}
const mine: Mine = { currency: "USD", services: [] };
check(mine);
check(new Map([["currency", "USD"]]));
check(new Uint8Array());
check(new ArrayBuffer(0));
schedules({ currency: "USD" }).ok satisfies true;

try {
  check("");
} catch (error) {
  if (error instanceof PortfolioError) {
    const problems: readonly Problem[] = error.problems;
    const line: number | null | undefined = problems[0]?.line;
    const value: string | null | undefined = problems[0]?.value;
    console.log(value);
    console.log(error.code, error.path, error.message, error.help, line);
  }
}

// @ts-expect-error a list is no portfolio
recommend([]);
// @ts-expect-error a number is no portfolio
recommend(1);
// @ts-expect-error nor is nothing
recommend();
// @ts-expect-error an option is known by name
recommend("", { prety: true });
// @ts-expect-error an answer cannot be changed
rec.services = [];
// @ts-expect-error money is text
(rec.services[0]!.exposure_per_hour + 1) satisfies number;
// @ts-expect-error a key that no answer has
rec.serivces;
// @ts-expect-error nor any service
rec.services[0]!.availabilty_target;
// @ts-expect-error out of hours is one of a few words or null
rec.services[0]!.out_of_hours === "operations";
// @ts-expect-error a promise is no portfolio: await it
recommend(Promise.resolve("schema = 1"));
// @ts-expect-error nor is a set
recommend(new Set());
// @ts-expect-error only `costs` takes what to group by
compare("", { by: "team" });
// @ts-expect-error a dimension is one of a few words
costs("", { by: ["teem"] });
// @ts-expect-error so is a strategy
costs("", { strategy: "cheapest" });
// @ts-expect-error a group has no name
ledger.groups[0]!.name;
// @ts-expect-error scenarios have names
scenarios("", [{}]);
// @ts-expect-error and changes
scenarios("", { a: null });
// @ts-expect-error what scenarios come to rests on what the portfolio does
compared.assumptions;
// @ts-expect-error a precision is text, such as "1%"
simulate("", { precision: 0.01 });
// @ts-expect-error progress is told one object
simulate("", { progress: (done: number, total: number) => done < total });
// @ts-expect-error only a simulation has trials
sensitivity("", { trials: 1 });
// @ts-expect-error a chart has a name
chart("");
// @ts-expect-error one of a few
chart("", "pie");
// @ts-expect-error what is run by name answers with what the command does, which is for who asks to know
run("recommend", "").services;
// @ts-expect-error progress is a function here too
run("simulate", "", { progress: 1 });
// @ts-expect-error a chart has no currency
picture.currency;

// The answer: who should run what, what that comes to and how sure it is, beside the other strategies; and what is left to decide.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import type { Acceptance } from "whorunsit";

import { type MODELS, RESULT, type Comparison, type Recommendation } from "./answers";
import { Amount, Figure, Years } from "./figure";
import { FindOutNext } from "./find-out";
import { usePage } from "./context";
import { count, lacks, likely, MODEL_NAMES, negative, size, STRATEGY_NAMES, three, zero } from "./format";
import type { Lab } from "./lab";
import { keyOf, nameOf, pathOf } from "./explain";
import { at, changed, text } from "./portfolio";

type Strategy = Comparison["strategies"][number];

export function Answer({ lab }: { readonly lab: Lab }) {
  const { view, open } = usePage();
  const { recommendation } = view;
  const stale = view.of !== open.portfolio;
  const empty = open.portfolio.services.length === 0;
  return (
    <section
      class={`answer ${stale ? "stale" : ""}`}
      id="answer"
      aria-labelledby="answer-title"
      aria-busy={stale && view.problems.length === 0}
    >
      {empty ? (
        <h2 id="answer-title" class="headline">
          There is no service yet.
        </h2>
      ) : recommendation === undefined ? (
        <h2 id="answer-title" class="headline">
          {view.problems.length > 0
            ? "Nothing can be worked out until the mistakes are corrected."
            : "Working it out …"}
        </h2>
      ) : (
        <Said recommendation={recommendation} lab={lab} />
      )}
      {empty && <p class="lead">Add one to the table below, or use your own services.</p>}
      {!empty && recommendation !== undefined && <Bars />}
    </section>
  );
}

function Said({ recommendation, lab }: { readonly recommendation: Recommendation; readonly lab: Lab }) {
  const { view, open } = usePage();
  const ours = view.comparison?.strategies.find(({ strategy }) => strategy === "hybrid-at-scale");
  const all = recommendation.services.length;
  // Before the strategies are there, the services say it themselves.
  const teams =
    ours?.you_build_it_you_run_it ??
    (view.awaitsMoney
      ? recommendation.services.filter(({ operating_model }) => operating_model === "you-build-it-you-run-it").length
      : undefined);
  const figure = (value: number, shown = count(value)) => (
    <Figure of="Services run by their teams" explain={{ kind: "strategy", strategy: "hybrid-at-scale", part: "runs" }}>
      {shown}
    </Figure>
  );
  const runs = (value: number, shown = value === 1 ? "one" : count(value)) => (
    <Figure of="Services run by operations" explain={{ kind: "strategy", strategy: "hybrid-at-scale", part: "runs" }}>
      {shown}
    </Figure>
  );
  const every = (of: (value: number, shown?: string) => ComponentChildren) =>
    all === 1 ? "the one service" : all === 2 ? <>{of(all, "both")} services</> : <>all {of(all)} services</>;
  return (
    <div class="said">
      <h2 id="answer-title" class="headline">
        {teams === undefined ? (
          "Working it out …"
        ) : teams === 0 ? (
          <>Let operations run {every(runs)}.</>
        ) : teams === all ? (
          <>Let product teams run {every(figure)}.</>
        ) : (
          <>
            Let product teams run {figure(teams, `${count(teams)} of ${count(all)}`)} services; operations keep{" "}
            {runs(all - teams)}.
          </>
        )}
      </h2>
      <Worth recommendation={recommendation} ours={ours} />
      <Sure lab={lab} />
      <Policy />
      <Rests />
      <State stale={view.of !== open.portfolio} />
    </div>
  );
}

/** By what the recommendation goes: the playbook's selector, or the money. */
function Policy() {
  const { open, store, view } = usePage();
  const money = at(open.portfolio, ["selection", "policy"]) === "least-cost";
  const possible = money || view.comparison?.strategies.some(({ strategy }) => strategy === "least-cost") === true;
  const choose = (policy: string | undefined) =>
    store.change({ portfolio: changed(store.case.portfolio, ["selection", "policy"], policy) });
  return (
    <div class="policy" role="group" aria-label="Recommended by">
      <span aria-hidden="true">Recommended by</span>
      <span class="switch">
        <button type="button" aria-pressed={!money} onClick={() => money && choose(undefined)}>
          Playbook
        </button>
        <button
          type="button"
          aria-pressed={money}
          aria-disabled={!possible}
          title={
            possible
              ? "What costs and loses least"
              : view.awaitsMoney
                ? "It is still loading"
                : "Give standby pay first: without it, least cost is not known"
          }
          onClick={() => possible && !money && choose("least-cost")}
        >
          Money
        </button>
      </span>
    </div>
  );
}

/** That what is shown is not yet, or no longer, what the case says. */
function State({ stale }: { readonly stale: boolean }) {
  const { view } = usePage();
  if (!stale || view.of === undefined) return null;
  return (
    <p class="state">
      {view.leftOut.length > 0
        ? "These are the figures of the services without mistakes."
        : view.problems.length > 0
          ? "These are the figures from before the mistake."
          : "Being worked out again …"}
    </p>
  );
}

/** Operations running everything, as what something costs more or less than: what runs today, or what might. */
const operations = ({ today }: Pick<Recommendation, "today">): string =>
  today === undefined ? "operations running everything" : "if operations ran everything";

function Worth({
  recommendation,
  ours,
}: {
  readonly recommendation: Recommendation;
  readonly ours: Strategy | undefined;
}) {
  const { view } = usePage();
  if (view.awaitsMoney)
    return (
      <p class="lead awaits" aria-busy="true">
        What that costs and loses follows: the part of the page that works it out is still loading.
      </p>
    );
  const { against_today: today } = recommendation;
  const insurance = today ?? recommendation.insurance;
  if (insurance === null)
    return (
      <p class="lead">Give costs to see what that is worth: under “All inputs” in the menu, or service by service.</p>
    );
  const none = ours !== undefined && lacks(ours) && zero(ours.over_horizon);
  const unknown = insurance.partial && zero(insurance.net_benefit);
  const less = !negative(insurance.net_benefit);
  const price = view.comparison?.policy_price;
  const baseline = today == null ? operations(recommendation) : "how they run today";
  const explain = { kind: "insurance", today: today != null } as const;
  return (
    <p class="lead">
      {ours !== undefined &&
        (none ? (
          <>
            What it costs and loses is{" "}
            <Amount
              value={ours.over_horizon}
              partial
              of="Paid and lost"
              explain={{ kind: "strategy", strategy: "hybrid-at-scale", part: "both" }}
            />
            .{" "}
          </>
        ) : (
          <>
            Over <Years /> that costs and loses{" "}
            <Amount
              look="short"
              value={ours.over_horizon}
              partial={lacks(ours)}
              of="Paid and lost"
              explain={{ kind: "strategy", strategy: "hybrid-at-scale", part: "both" }}
            />
            {unknown ? ". " : ", "}
          </>
        ))}
      {unknown ? (
        <>
          How that compares with {today == null ? "operations running everything" : baseline} is{" "}
          <Amount value={insurance.net_benefit} partial of="Net benefit" explain={explain} />.
        </>
      ) : zero(insurance.net_benefit) && !insurance.partial ? (
        <>
          as much as{" "}
          <Figure of={`Compared with ${baseline}`} explain={explain}>
            {baseline}
          </Figure>
          .
        </>
      ) : (
        <>
          <Amount
            look="short"
            value={size(insurance.net_benefit)}
            of={less ? "Net benefit" : "Net cost"}
            partial={insurance.partial}
            explain={explain}
          />{" "}
          {less ? "less" : "more"} than {baseline}.
        </>
      )}
      {price != null && !zero(price.over_horizon) && (
        <>
          {" "}
          The least possible is{" "}
          <Amount
            look="short"
            value={size(price.over_horizon)}
            of="Recommended against least cost"
            explain={{ kind: "policy" }}
          />{" "}
          less.
        </>
      )}
      {insurance.partial && (
        <small class="partial">
          {!unknown && "* As far as it is estimated: inputs are missing. "}
          {unknown && "Inputs are missing. "}
          {insurance.cheaper_model === null && "Which of the two costs less cannot be told."}
        </small>
      )}
    </p>
  );
}

/** How likely it is cheaper, and within what it may end: from the simulation, which goes on beside the page. */
function Sure({ lab }: { readonly lab: Lab }) {
  const { open, view } = usePage();
  const done = lab.last;
  if (view.recommendation?.insurance === null || view.awaitsMoney) return null;
  if (done === undefined)
    return (
      <p class="lead sure">
        {!lab.refused ? (
          <span aria-busy="true">Simulating how sure that is …</span>
        ) : (
          "Too little is given to simulate how sure that is."
        )}
      </p>
    );
  const { portfolio } = done.answer;
  const baseline = operations(view.recommendation ?? {});
  const stale = done.of !== open.portfolio;
  const spread = portfolio.hybrid_at_scale.cost_over_horizon;
  if (spread === null) return <p class="lead sure">Too little is given to simulate how sure that is.</p>;
  const figure = (value: string, of: string) => (
    <Amount
      look="short"
      value={value}
      of={of}
      explain={{ kind: "simulated", simulation: done.answer, choice: "hybrid_at_scale", part: "cost_over_horizon" }}
    />
  );
  return (
    <p class={`lead sure ${stale ? "stale" : ""}`}>
      Nine of ten simulated futures lie between {figure(spread.p5, "One in twenty is below")} and{" "}
      {figure(spread.p95, "One in twenty is above")};{" "}
      {portfolio.cheaper_percent === null ? (
        `whether it is cheaper than ${baseline} cannot be told`
      ) : portfolio.tied_percent === "100" ? (
        `it costs the same as ${baseline} in all of them`
      ) : (
        <>
          in{" "}
          <Figure of={`Cheaper than ${baseline}`} explain={{ kind: "simulated-difference", simulation: done.answer }}>
            {likely(portfolio.cheaper_percent)}
          </Figure>{" "}
          of {count(done.answer.trials)} trials it is cheaper than {baseline}
        </>
      )}
      .{stale && " (Being simulated again …)"}
    </p>
  );
}

/** All strategies, the least first. */
function Bars() {
  const { view } = usePage();
  const strategies = view.comparison?.strategies;
  if (strategies === undefined) return <div class="bars" aria-busy="true" />;
  const unknown = (one: Strategy) => lacks(one) && zero(one.over_horizon);
  const known = strategies.filter((one) => !unknown(one));
  const most = Math.max(1, ...known.map((one) => Number(one.over_horizon)));
  // What is not estimated is not the least: it comes last, and has no bar.
  const sorted = strategies.toSorted(
    (a, b) => Number(unknown(a)) - Number(unknown(b)) || Number(a.over_horizon) - Number(b.over_horizon),
  );
  const share = (amount: string) => `${(Math.max(0, Number(amount)) / most) * 100}%`;
  return (
    <div class="bars" role="group" aria-label="Strategies, paid and lost">
      {sorted.map((one) => (
        <div key={one.strategy} class={`bar ${one.strategy} ${one.strategy === "hybrid-at-scale" ? "ours" : ""}`}>
          <span class="name">{STRATEGY_NAMES[one.strategy]}</span>
          <span class="track" aria-hidden="true">
            {!unknown(one) && (
              <>
                <i class="paid" style={{ width: share(one.premium.over_horizon) }} />
                <i class="lost" style={{ width: share(one.loss.over_horizon) }} />
              </>
            )}
          </span>
          <Amount
            look="short"
            value={one.over_horizon}
            of={`${STRATEGY_NAMES[one.strategy]}, paid and lost`}
            partial={lacks(one)}
            explain={{ kind: "strategy", strategy: one.strategy, part: "both" }}
          />
        </div>
      ))}
      <p class="hint">
        Full colour: paid. Faint: lost all the same. Over <Years />.
      </p>
    </div>
  );
}

/** So many assumptions are named of those that the figures rest on. */
const NAMED = 3;

/** On how much that nobody gave the figures rest, each a click away from its field: the core lists what matters most first. */
function Rests() {
  const { view, explain, goTo } = usePage();
  const all = new Map(
    [...(view.recommendation?.assumptions ?? []), ...(view.comparison?.assumptions ?? [])].map((one) => [
      keyOf(one),
      one,
    ]),
  );
  if (all.size === 0) return null;
  const profiled = [...all.values()].filter(({ profile }) => profile != null).length;
  const first = [...(view.comparison?.assumptions ?? []), ...all.values()]
    .filter((one, at, list) => list.findIndex((other) => keyOf(other) === keyOf(one)) === at)
    .slice(0, NAMED);
  return (
    <p class="rests">
      <button type="button" class="assumed" onClick={() => explain({ kind: "assumptions" })}>
        {count(all.size)} {all.size === 1 ? "assumption" : "assumptions"}
      </button>{" "}
      stand in for what is not given{profiled > 0 && `, ${count(profiled)} of them from the reference profile`}, among
      them{" "}
      {first.map((one, at) => (
        <span key={keyOf(one)}>
          {at > 0 && (at === first.length - 1 ? " and " : ", ")}
          <button
            type="button"
            class="link"
            title={one.reason}
            onClick={() => goTo(pathOf(one.path))}
            aria-label={`Go to it: ${nameOf(one)}`}
          >
            {nameOf(one)}
          </button>
        </span>
      ))}
      .
    </p>
  );
}

/** So many disagreements are shown until more are asked for: with one, all cards are one row, and what is below keeps its place
 *  while a service is moved. */
const CARDS = 1;

/** What the money says otherwise than the recommendation, and what to find out first. */
export function Decisions({ lab }: { readonly lab: Lab }) {
  const { view, open, store, live, select, say } = usePage();
  const [all, setAll] = useState(false);
  const { recommendation, comparison } = view;
  if (
    recommendation === undefined ||
    comparison === undefined ||
    (view.of !== open.portfolio && view.problems.length > 0)
  )
    return null;
  const given = new Set(
    (view.of ?? open.portfolio).services
      .filter((service) => service["operating_model"] !== undefined)
      .map((service) => text(service["name"])),
  );
  const disputed = recommendation.services
    .filter(({ name, insurance }) => insurance?.agrees === false && !given.has(name))
    .toSorted((a, b) => Number(size(b.insurance?.net_benefit ?? "0")) - Number(size(a.insurance?.net_benefit ?? "0")));
  const shown = all ? disputed : disputed.slice(0, CARDS);
  const decide = (name: string, model: string, reason?: string) => {
    const index = store.case.portfolio.services.findIndex((service) => text(service["name"]) === name);
    if (index === -1) return;
    const given = changed(store.case.portfolio, ["services", index, "operating_model"], model);
    store.change({
      portfolio: reason === undefined ? given : changed(given, ["services", index, "operating_model_reason"], reason),
    });
    say(`${name}: ${MODEL_NAMES[model]}, decided by hand. Undo takes it back`);
  };
  /** What the money says, with the reason that the core keeps for it. */
  const accept = (name: string) => {
    live.engine.ask<Acceptance>("accept", JSON.stringify(store.case.portfolio), { places: false, service: name }).then(
      ({ operating_model, reason }) => decide(name, operating_model, reason),
      (error: Error) => say(`It was not taken over: ${error.message}`, "error"),
    );
  };
  const steps = lab.next?.answer;
  const find = steps !== undefined && (steps.find_out.length > 0 || steps.missing.some(({ refused }) => !refused));
  if (shown.length === 0 && !find) return null;
  return (
    <section class="decisions" aria-label="Decisions for you">
      {shown.map((service) => {
        const compared = comparison.services.find(({ name }) => name === service.name);
        const ours = service.operating_model;
        const index = recommendation.services.indexOf(service);
        const figure = (model: (typeof MODELS)[number], value: string) => (
          <Figure
            of={`Hours to restore ${service.name} under ${MODEL_NAMES[model]}`}
            explain={{ kind: "restore", service: index, model }}
          >{`${three(value)} h`}</Figure>
        );
        const theirs = service.insurance?.cheaper_model ?? ours;
        const hours = (model: string) => compared?.[RESULT[model as keyof typeof RESULT]].incidents?.hours_to_restore;
        const [ops, team] = [hours("ops-run-it"), hours("you-build-it-you-run-it")];
        return (
          <article class="card decide" key={service.name}>
            <p>
              <button type="button" class="link" onClick={() => select(index)}>
                <bdi>{service.name}</bdi>
              </button>
              : the playbook {ours === "ops-run-it" ? "leaves it with operations" : "gives it to its team"}, at{" "}
              <Figure
                of={`Availability target of ${service.name}`}
                explain={{ kind: "target", service: index }}
              >{`${service.availability_target} %`}</Figure>{" "}
              and {service.deployment_target} deployments. The money says{" "}
              {theirs === "ops-run-it" ? "operations" : "its team"}, by{" "}
              <Amount
                look="short"
                value={size(service.insurance?.net_benefit ?? "0")}
                of={`Difference for ${service.name}`}
                partial={service.insurance?.partial}
                explain={{ kind: "insurance", service: index }}
              />
              {ops != null && team != null && (
                <>
                  : operations restore it in {figure("ops-run-it", ops)}, its team in{" "}
                  {figure("you-build-it-you-run-it", team)}
                </>
              )}
              .
            </p>
            <div class="row">
              <button
                type="button"
                onClick={() => decide(service.name, ours)}
                aria-label={`Keep ${MODEL_NAMES[ours]} for ${service.name}`}
              >
                Keep
              </button>
              <button
                type="button"
                class="main"
                onClick={() => accept(service.name)}
                aria-label={`${theirs === "ops-run-it" ? "Let operations run it" : "Let its team run it"}: ${service.name}`}
              >
                {theirs === "ops-run-it" ? "Let operations run it" : "Let its team run it"}
              </button>
            </div>
          </article>
        );
      })}
      {find && (
        <article class="card find-out">
          <FindOutNext lab={lab} />
        </article>
      )}
      {disputed.length > CARDS && (
        <p class="hint">
          <button type="button" class="link" onClick={() => setAll(!all)}>
            {all ? "Show fewer" : `Show all ${count(disputed.length)} disagreements`}
          </button>
        </p>
      )}
    </section>
  );
}

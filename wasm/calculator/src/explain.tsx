// Where a figure comes from: the ledger's lines with their basis, and the assumptions behind it.

import type { Assumption, Insurance, LineItem } from "whorunsit";
import { useEffect, useRef, useState } from "preact/hooks";

import type { Costs, Finding } from "./answers";
import { usePage, type Page } from "./context";
import { exactMoney, MODEL_NAMES, STRATEGY_NAMES, words, capital } from "./format";
import { changed } from "./portfolio";

export type Explained =
  | { readonly kind: "cost"; readonly service: number; readonly model: string; readonly type?: string }
  | { readonly kind: "insurance"; readonly title: string; readonly insurance: Insurance; readonly service?: number }
  | { readonly kind: "strategy"; readonly strategy: string; readonly only?: "premium" | "loss" }
  | { readonly kind: "standby"; readonly schedule: string }
  | { readonly kind: "facts"; readonly title: string; readonly facts: readonly (readonly [string, string])[]; readonly findings?: readonly Finding[]; readonly assumptions?: readonly string[]; readonly note?: string };

export function ExplainDialog({ what, close }: { readonly what: Explained; readonly close: () => void }) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    box.current?.showModal();
  }, []);
  return (
    <dialog ref={box} class="explain" aria-labelledby="explain-title" onClose={close} onClick={(event) => event.target === box.current && box.current?.close()}>
      <div class="explain-body">
        <button type="button" class="close" aria-label="Close" onClick={() => box.current?.close()}>×</button>
        <Content what={what} />
      </div>
    </dialog>
  );
}

function Content({ what }: { readonly what: Explained }) {
  if (what.kind === "cost") return <CostBasis {...what} />;
  if (what.kind === "insurance") return <InsuranceBasis {...what} />;
  if (what.kind === "strategy") return <StrategyBasis {...what} />;
  if (what.kind === "standby") return <StandbyBasis {...what} />;
  return (
    <>
      <h2 id="explain-title">{what.title}</h2>
      <dl class="facts">{what.facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      {what.note !== undefined && <p>{what.note}</p>}
      <Findings findings={what.findings ?? []} />
      <Assumptions codes={what.assumptions} />
    </>
  );
}

/** Asks the core for a ledger once, and says what became of it. */
function useLedger(page: Page, portfolio: unknown, options: object, only?: string): Costs | string | undefined {
  const [found, setFound] = useState<Costs | string>();
  useEffect(() => {
    let gone = false;
    page.live.engine.ask<Costs>("costs", JSON.stringify(portfolio), { places: false, ...options }, only).then(
      (costs) => gone || setFound(costs),
      (error: Error) => gone || setFound(error.message),
    );
    return () => {
      gone = true;
    };
  }, []);
  return found;
}

function CostBasis({ service, model, type }: { readonly service: number; readonly model: string; readonly type?: string }) {
  const page = usePage();
  const of = page.view.of ?? page.open.portfolio;
  const name = String(of.services[service]?.["name"] ?? "");
  // The ledger of the model that was not chosen: the portfolio in which it was.
  const portfolio = changed(of, ["services", service, "operating_model"], model);
  const ledger = useLedger(page, portfolio, { by: ["service", "cost_type"] }, name);
  const title = `${name}: ${type === undefined ? "costs" : words(type)} under ${MODEL_NAMES[model]}`;
  return (
    <>
      <h2 id="explain-title">{title}</h2>
      <Ledger ledger={ledger} keep={(item) => item.operating_model === model && (type === undefined || item.cost_type === type)} split />
      <Assumptions codes={undefined} />
    </>
  );
}

function Ledger({ ledger, keep, split }: { readonly ledger: Costs | string | undefined; readonly keep: (item: LineItem) => boolean; readonly split?: boolean }) {
  if (ledger === undefined) return <p>Asking the ledger …</p>;
  if (typeof ledger === "string") return <p class="problem">{ledger}</p>;
  const items = ledger.line_items.filter(keep);
  const standby = items.filter((item) => item.code === "standby");
  const own = split === true ? items.filter((item) => item.code !== "standby") : items;
  return (
    <>
      {own.length === 0 ? <p>The ledger has no line for this: nothing is paid or lost.</p> : <Lines items={own} />}
      {split === true && standby.length > 0 && (
        <>
          <h3>Standby, told apart</h3>
          <p>A schedule is shared by the services that it covers, so it counts for the portfolio and not for one service.</p>
          <Lines items={standby} />
        </>
      )}
    </>
  );
}

function Lines({ items }: { readonly items: readonly LineItem[] }) {
  const { currency } = usePage();
  return (
    <div class="wide" tabIndex={0} role="region" aria-label="Lines of the ledger">
      <table class="ledger">
        <thead><tr><th scope="col">Line of the ledger</th><th scope="col">Basis</th><th scope="col" class="n">Amount</th></tr></thead>
        <tbody>
          {items.map((item, index) => (
            <tr key={index}>
              <th scope="row">{capital(words(item.code))}<small>{item.frequency}, {words(item.accounting)}, {words(item.budget_holder)} pays</small></th>
              <td>{item.basis === "" ? "–" : item.basis}{item.shared_by > 1 && <small>split over {item.shared_by} services</small>}{item.missing.length > 0 && <small class="problem">missing: {item.missing.join(", ")}</small>}</td>
              <td class="n">{item.amount === null ? "not estimated" : <data value={item.amount}>{exactMoney(item.amount, currency)}</data>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function InsuranceBasis({ title, insurance, service }: { readonly title: string; readonly insurance: Insurance; readonly service?: number }) {
  const { currency, view } = usePage();
  const years = view.comparison?.horizon_years ?? "";
  const show = (amount: string | null) => (amount === null ? "not estimated" : exactMoney(amount, currency));
  const facts: [string, string][] = [
    ["Loss avoided a year", show(insurance.loss_avoided_per_year)],
    [`Loss avoided over ${years} years`, show(insurance.loss_avoided_over_horizon)],
    ["Paid more once", show(insurance.extra_one_off)],
    ["Paid more a year, standby included", show(insurance.extra_premium_per_year)],
    ["of which standby", show(insurance.extra_standby_per_year)],
    [`Paid more over ${years} years`, show(insurance.extra_premium_over_horizon)],
    ["Net benefit: loss avoided less what is paid more", show(insurance.net_benefit)],
    ["Loss avoided for each unit paid more", insurance.ratio ?? "nothing more is paid"],
    ["Made up for by the end of month", insurance.payback_month === null ? "never within the horizon" : String(insurance.payback_month)],
  ];
  return (
    <>
      <h2 id="explain-title">{title}</h2>
      <p>{service === undefined ? "What is recommended, compared with operations running everything." : "You Build It You Run It compared with Ops Run It. Below zero, operations are the better deal."}{insurance.partial && " An input is missing: see the findings."}</p>
      <dl class="facts">{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      {service !== undefined && (["you-build-it-you-run-it", "ops-run-it"] as const).map((model) => <Half key={model} service={service} model={model} />)}
      <Assumptions codes={undefined} />
    </>
  );
}

function Half({ service, model }: { readonly service: number; readonly model: string }) {
  const page = usePage();
  const of = page.view.of ?? page.open.portfolio;
  const ledger = useLedger(page, changed(of, ["services", service, "operating_model"], model), { by: "service" }, String(of.services[service]?.["name"] ?? ""));
  return (
    <details>
      <summary>Ledger under {MODEL_NAMES[model]}</summary>
      <Ledger ledger={ledger} keep={(item) => item.operating_model === model} split />
    </details>
  );
}

function StrategyBasis({ strategy, only }: { readonly strategy: string; readonly only?: "premium" | "loss" }) {
  const page = usePage();
  const ledger = useLedger(page, page.view.of ?? page.open.portfolio, { strategy, by: ["cost_type", "code"], line_items: false });
  const kept = typeof ledger === "object" ? ledger.groups.filter((group) => only === undefined || (group.cost_type === "opportunity") === (only === "loss")) : [];
  return (
    <>
      <h2 id="explain-title">{STRATEGY_NAMES[strategy]}: {only === "loss" ? "what is lost" : only === "premium" ? "what is paid" : "what is paid and lost"}</h2>
      {typeof ledger !== "object" ? <p>{ledger ?? "Asking the ledger …"}</p> : (
        <div class="wide" tabIndex={0} role="region" aria-label="Groups of the ledger">
          <table class="ledger">
            <thead><tr><th scope="col">What for</th><th scope="col">Lines</th><th scope="col" class="n">Once</th><th scope="col" class="n">A year</th><th scope="col" class="n">Over {ledger.horizon_years} years</th></tr></thead>
            <tbody>
              {kept.map((group, index) => (
                <tr key={index}>
                  <th scope="row">{capital(words(group.code ?? ""))}<small>{group.cost_type}</small></th>
                  <td>{group.line_items}{group.partial && " (some not estimated)"}</td>
                  {[group.one_off, group.per_year, group.over_horizon].map((amount, at) => <td key={at} class="n"><data value={amount}>{exactMoney(amount, page.currency)}</data></td>)}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Assumptions codes={undefined} />
    </>
  );
}

function StandbyBasis({ schedule }: { readonly schedule: string }) {
  const page = usePage();
  const found = page.view.recommendation?.schedules.find(({ name }) => name === schedule);
  const ledger = useLedger(page, page.view.of ?? page.open.portfolio, { by: "code" });
  return (
    <>
      <h2 id="explain-title">Standby of {schedule}</h2>
      {found !== undefined && <p>{found.people_on_call} on call at once on {found.days_per_year} days of the year, for {found.services.join(", ")}.</p>}
      <Ledger ledger={ledger} keep={(item) => item.code === "standby" && (found?.services.includes(item.service) ?? false)} />
      <Assumptions codes={found?.assumptions} />
    </>
  );
}

export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <ul class="findings">
      {findings.map((finding, index) => (
        <li key={index} class={finding.severity}>
          <span class="badge">{finding.severity}</span> {capital(finding.message)} <small class="source">{finding.source}</small>
        </li>
      ))}
    </ul>
  );
}

/** The assumptions with these codes; all of the portfolio for `undefined`. */
export function Assumptions({ codes }: { readonly codes: readonly string[] | undefined }) {
  const { view } = usePage();
  const all = new Map<string, Assumption>();
  for (const one of [...(view.recommendation?.assumptions ?? []), ...(view.comparison?.assumptions ?? [])]) all.set(one.code, one);
  const kept = [...all.values()].filter((one) => codes === undefined || codes.includes(one.code));
  if (kept.length === 0) return null;
  return (
    <details class="assumptions" open={codes !== undefined}>
      <summary>Assumptions behind it ({kept.length})</summary>
      <ul>{kept.map((one) => <li key={one.code}><strong>{capital(words(one.code))}</strong>: {one.value}. <span class="source">{capital(one.reason)}; change it at <code>{one.path}</code></span></li>)}</ul>
    </details>
  );
}

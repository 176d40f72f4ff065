// What holds for the whole portfolio: a few fields, and all of it as text.

import { useEffect, useState } from "preact/hooks";

import { usePage } from "./context";
import { importText } from "./files";
import { capital, words } from "./format";
import { at, changed, freeName, pointer, tables, text, written, read, type Key, type Value } from "./portfolio";
import { Messages, problemsAt } from "./table";

interface TextProps {
  readonly path: readonly Key[];
  readonly label: string;
  readonly as?: (field: string) => Value | undefined;
  readonly hidden?: boolean;
}

const optional = (field: string): Value | undefined => (field.trim() === "" ? undefined : read(field));
const plain = (field: string): Value | undefined => (field.trim() === "" ? undefined : field);
const whole = (field: string): Value | undefined => (field.trim() === "" ? undefined : /^\d{1,9}$/u.test(field.trim()) ? Number(field) : field);

function Text({ path, label, as = optional, hidden }: TextProps) {
  const { store, open, view } = usePage();
  const [draft, setDraft] = useState<string>();
  const value = at(open.portfolio, path);
  const id = `input-${path.join("-").replaceAll(/[^\w-]/gu, "_")}`;
  const problems = problemsAt(view.problems, pointer(path));
  return (
    <label>
      <span class={hidden === true ? "sr" : ""}>{label}</span>
      <input
        id={id}
        value={draft ?? (value === undefined ? "" : written(value))}
        placeholder="not given"
        spellcheck={false}
        autocomplete="off"
        aria-invalid={problems.length > 0}
        {...(problems.length > 0 ? { "aria-describedby": `${id}-problem` } : {})}
        onInput={(event) => {
          setDraft(event.currentTarget.value);
          store.change({ portfolio: changed(store.case.portfolio, path, as(event.currentTarget.value)) }, pointer(path));
        }}
        onBlur={() => setDraft(undefined)}
      />
      <Messages problems={problems} id={`${id}-problem`} />
    </label>
  );
}

const MODELS = ["you-build-it-you-run-it", "ops-run-it"] as const;

export function Inputs() {
  const page = usePage();
  const { open, store } = page;
  const { portfolio } = open;
  const pay = (who: string) => (Array.isArray(at(portfolio, ["on_call", who, "standby"])) ? ["on_call", who, "standby", 0] : ["on_call", who, "standby"]);
  const list = (key: string, fields: readonly (readonly [string, ((field: string) => Value | undefined)?])[], fresh: () => Value) => (
    <fieldset>
      <legend>{capital(words(key))}</legend>
      <table class="plain">
        <thead><tr>{fields.map(([field]) => <th scope="col" key={field}>{capital(words(field))}</th>)}<th scope="col"><span class="sr">Actions</span></th></tr></thead>
        <tbody>
          {tables(portfolio, key).slice(0, 100).map((_, index) => (
            <tr key={index}>
              {fields.map(([field, as]) => <td key={field}><Text hidden path={[key, index, field]} label={`${capital(words(field))} of ${words(key)} ${index + 1}`} {...(as === undefined ? {} : { as })} /></td>)}
              <td><button type="button" class="icon" aria-label={`Remove ${words(key)} ${index + 1}`} onClick={() => store.change({ portfolio: changed(portfolio, [key, index], undefined) })}>×</button></td>
            </tr>
          ))}
        </tbody>
      </table>
      <button type="button" onClick={() => store.change({ portfolio: changed(portfolio, [key, tables(portfolio, key).length], fresh()) })}>Add</button>
    </fieldset>
  );
  const free = (key: string, wanted: string) => freeName(tables(portfolio, key).map((one) => text(one["name"])), wanted);
  return (
    <div class="form">
      <fieldset>
        <legend>General</legend>
        <Text path={["name"]} label="Name" as={plain} />
        <Text path={["currency"]} label="Currency (ISO code)" as={(field) => field.trim()} />
        <Text path={["horizon", "years"]} label="Years to compare over" as={whole} />
        <Text path={["horizon", "discount_rate"]} label="Discount rate, such as 3.5%" as={plain} />
        <Text path={["calendar", "working_hours"]} label="Working hours" as={(field) => (field.trim() === "" ? undefined : field.includes(";") ? field.split(";").map((one) => one.trim()) : field)} />
        <Text path={["revenue_share"]} label="Revenue share of exposure" as={plain} />
      </fieldset>
      <fieldset>
        <legend>Pay and rates</legend>
        {(["product_teams", "operations"] as const).map((who) => (
          <>
            <Text path={[...pay(who), "amount"]} label={`Standby of ${words(who)}`} />
            <Text path={[...pay(who), "per"]} label={`Standby of ${words(who)}, per`} as={plain} />
          </>
        ))}
        <Text path={["operations", "hourly_cost"]} label="Hourly cost of operations" />
        <Text path={["incidents", "manual_step_threshold"]} label="Manual steps may cost a year" />
      </fieldset>
      {MODELS.map((model) => (
        <fieldset key={model}>
          <legend>{model === "ops-run-it" ? "Ops Run It" : "You Build It You Run It"}</legend>
          {(["deployment-throughput", "service-reliability", "learning-culture"] as const).map((aspect) => <Text key={aspect} path={["setup", model, aspect]} label={`Setup, ${words(aspect)}`} />)}
          <Text path={["transition", model, "service-reliability"]} label="Transition, service reliability" />
          <Text path={["throughput", model, "hand_off_lead_time"]} label="Hand-off lead time" />
          <Text path={["throughput", model, "effort_per_deployment"]} label="Effort per deployment" />
          <Text path={["learning", model, "lead_time"]} label="Learning lead time" />
          <Text path={["operations_work", model, "effort_per_week"]} label="Operations work a week" />
        </fieldset>
      ))}
      {list("exposure_bands", [["max_per_hour"], ["availability"]], () => ({ max_per_hour: "", availability: "" }))}
      {list("teams", [["name", (field) => field], ["domain", plain], ["on_call_participants", whole], ["hourly_cost"], ["capacity_hours_per_week"], ["rework_rate", plain]], () => ({ name: free("teams", "new team") }))}
      {list("domains", [["name", (field) => field], ["grouping", plain]], () => ({ name: free("domains", "new domain") }))}
      <p class="hint">Tiers, workflow steps, callout pay, demand bands and the transition plan: under “As text”.</p>
    </div>
  );
}

/** The whole portfolio as TOML. It is taken over once the core has no problem with it. */
export function AsText() {
  const page = usePage();
  const { open, store } = page;
  const [source, setSource] = useState<string>();
  const [problem, setProblem] = useState("");
  useEffect(() => {
    let gone = false;
    void import("./toml").then(({ portfolioToToml }) => {
      if (gone) return;
      setProblem("");
      try {
        setSource(portfolioToToml(open.portfolio));
      } catch (error) {
        setSource(JSON.stringify(open.portfolio, null, 2));
        setProblem(String(error));
      }
    });
    return () => {
      gone = true;
    };
  }, [open.portfolio]);
  if (source === undefined) return <p aria-busy="true">Loading …</p>;
  return (
    <form
      class="as-text"
      onSubmit={(event) => {
        event.preventDefault();
        importText(source, page.live.engine).then(
          (portfolio) => {
            setProblem("");
            store.change({ portfolio });
            page.say("Taken over");
          },
          (error: Error) => setProblem(error.message),
        );
      }}
    >
      <label for="as-text">The portfolio as TOML (JSON is taken too)</label>
      <textarea id="as-text" rows={24} spellcheck={false} value={source} onInput={(event) => setSource(event.currentTarget.value)} aria-invalid={problem !== ""} aria-describedby="as-text-problem" />
      <p class="problem lines" id="as-text-problem" role="alert">{problem}</p>
      <button type="submit" class="main">Take over</button>
    </form>
  );
}

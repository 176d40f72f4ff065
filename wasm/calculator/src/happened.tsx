// Charts of what happened, one at a time: each is drawn from the export once somebody looks at it.

import type { MeasureChart, MeasureOptions, Measurement, Review } from "whorunsit/measure";
import { useEffect, useRef, useState } from "preact/hooks";

import { Choices } from "./choices";
import { usePage } from "./context";
import { ask } from "./measuring";
import { Picture } from "./picture";

/** What each tab draws. */
export const CHARTS = {
  "Time to restore": "time-to-restore",
  "Hours of the week": "hours-of-week",
  "Error budget": "error-budget",
  Fit: "fit",
  Rework: "rework",
} as const satisfies Record<string, MeasureChart>;
export type ChartTab = keyof typeof CHARTS;

interface Props {
  readonly tab: ChartTab;
  readonly answer: Measurement;
  readonly file: File;
  /** How the export was read. */
  readonly options: Omit<MeasureOptions, "progress" | "portfolio">;
}

export function Happened({ tab, answer, file, options }: Props) {
  const { open } = usePage();
  const chart = CHARTS[tab];
  const [service, setService] = useState("");
  const [work, setWork] = useState<File>();
  const [unplanned, setUnplanned] = useState("BAU");
  const stop = useRef(new AbortController());
  // Nobody waits for a chart that is not looked at any more.
  useEffect(() => () => stop.current.abort(), []);
  const names = answer.services.flatMap(({ name, incidents }) => (name === null || incidents === 0 ? [] : [name]));
  const draw = async (compact: boolean): Promise<unknown> => {
    stop.current.abort();
    stop.current = new AbortController();
    const common = { portfolio: JSON.stringify(open.portfolio), bytes: await file.arrayBuffer() };
    const drawn = { ...options, charts: [chart], compact };
    const asked =
      chart === "rework"
        ? ({
            ...common,
            kind: "review",
            options: { ...drawn, unplanned: [unplanned] },
            work: (await work?.arrayBuffer()) ?? new ArrayBuffer(0),
          } as const)
        : ({ ...common, kind: "measure", options: { ...drawn, service: service || null } } as const);
    const { charts } = (await ask<Measurement | Review>(asked, stop.current.signal)).answer;
    return charts?.[chart];
  };
  if (chart === "rework" && work === undefined)
    return (
      <label class="drop">
        <b>Choose an export of work items</b>
        <small>From Jira, or a table with labels, dates and teams. Nothing leaves this browser.</small>
        <input
          type="file"
          accept=".csv,.tsv,.txt,.json,.jsonl,.ndjson"
          onChange={(event) => setWork(event.currentTarget.files?.[0])}
        />
      </label>
    );
  return (
    <>
      <div class="row">
        {chart === "rework" ? (
          <label>
            Label of unplanned work{" "}
            <input value={unplanned} size={12} onChange={(event) => setUnplanned(event.currentTarget.value)} />
          </label>
        ) : (
          <label>
            of{" "}
            <select value={service} onChange={(event) => setService(event.currentTarget.value)}>
              <option value="">{chart === "error-budget" ? "the service that used most of it" : "all services"}</option>
              <Choices of={names} />
            </select>
          </label>
        )}
      </div>
      <Picture
        label={service === "" || chart === "rework" ? tab : `${tab}: ${service}`}
        ask={draw}
        of={[service, work, unplanned, answer]}
      />
    </>
  );
}

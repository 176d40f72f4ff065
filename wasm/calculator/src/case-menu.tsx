// The menu: what else can be done with a case.

import { useRef, useState } from "preact/hooks";

import { EXTRAS } from "./depth";
import { Drafts, type MenuProps } from "./draft-list";
import { exportAs } from "./files";
import { FIRST } from "./first";
import { fresh } from "./fresh";
import { measures } from "./measuring";
import { text } from "./portfolio";

/** What carries a case that is too large for a link. */
export const WHOLE_CASE = "Export the whole case";
const EXPORTS = [
  ["case", WHOLE_CASE],
  ["toml", "Export as TOML"],
  ["json", "Export as JSON"],
  ["csv", "Export services as CSV"],
  ["xlsx", "Export services as XLSX"],
  ["results", "Export results as CSV"],
] as const;

export function CaseMenu({
  page,
  openCase,
  close,
  show,
  saveReport,
  measure,
  incident,
}: MenuProps & {
  readonly show: (extra: (typeof EXTRAS)[number]) => void;
  readonly saveReport: () => void;
  readonly measure: () => void;
  readonly incident: () => void;
}) {
  const file = useRef<HTMLInputElement>(null);
  const { open } = page;
  return (
    <>
      <div class="group">
        {EXTRAS.map((one) => (
          <button key={one} type="button" onClick={() => show(one)}>
            {one}
          </button>
        ))}
      </div>
      <div class="group">
        <button
          type="button"
          onClick={() => {
            openCase(fresh(FIRST, "My organisation", text(open.portfolio["currency"]) || "USD"));
            close();
            page.say(
              "A new case with the same bands. Its one service has a made-up exposure: put yours in its place, and costs under “All inputs”. Undo brings back the case before",
            );
          }}
        >
          Start a new case
        </button>
        <button
          type="button"
          onClick={() => {
            openCase(FIRST);
            close();
          }}
        >
          Open the furniture retailer
        </button>
      </div>
      {measures && (
        <div class="group">
          <button
            type="button"
            onClick={() => {
              close();
              measure();
            }}
          >
            Measure what happened …
          </button>
          <button
            type="button"
            onClick={() => {
              close();
              incident();
            }}
          >
            An incident, now
          </button>
        </div>
      )}
      <button type="button" onClick={() => file.current?.click()}>
        Import a file …
      </button>
      <input
        ref={file}
        type="file"
        class="sr"
        tabIndex={-1}
        aria-label="File to import"
        accept=".toml,.json,.jsonl,.ndjson,.csv,.tsv,.txt,.xlsx"
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0];
          event.currentTarget.value = "";
          if (chosen !== undefined) page.bring(chosen);
          close();
        }}
      />
      <p class="hint">TOML, JSON, CSV or XLSX; or drop it on the page.</p>
      <button
        type="button"
        onClick={() => {
          saveReport();
          close();
        }}
      >
        Save the report as HTML
      </button>
      {EXPORTS.map(([kind, label]) => (
        <button
          key={kind}
          type="button"
          onClick={() => {
            exportAs(kind, open, page.view).catch((error: Error) =>
              page.say(`It could not be exported: ${error.message}`, "error"),
            );
            close();
          }}
        >
          {label}
        </button>
      ))}
      <Drafts page={page} openCase={openCase} close={close} />
      <Theme />
    </>
  );
}

function Theme() {
  const [theme, setTheme] = useState(document.documentElement.dataset["theme"] ?? "");
  return (
    <label class="row">
      Colours{" "}
      <select
        value={theme}
        onChange={(event) => {
          setTheme(event.currentTarget.value);
          if (event.currentTarget.value === "") delete document.documentElement.dataset["theme"];
          else document.documentElement.dataset["theme"] = event.currentTarget.value;
        }}
      >
        <option value="">as the system</option>
        <option value="light">light</option>
        <option value="dark">dark</option>
      </select>
    </label>
  );
}

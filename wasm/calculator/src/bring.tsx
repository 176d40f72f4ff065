// What a file or pasted rows hold, shown before any of it takes the place of something.

import { useEffect, useMemo, useState } from "preact/hooks";

import { usePage } from "./context";
import { find, type Found } from "./files";
import { capital, count } from "./format";
import { Modal } from "./modal";
import { text } from "./portfolio";
import { Rows } from "./rows";
import type { Case } from "./store";

/** So many services of a portfolio are named. */
const SHOWN = 6;

export interface BringProps {
  readonly what: File | string;
  /** How many are in turn on call in teams that do not say so. */
  readonly people: number | undefined;
  readonly close: () => void;
  /** Measures it, where it is an export of incidents. */
  readonly measure?: (file: File) => void;
  /** Opens another case. */
  readonly openCase: (next: Case) => void;
}

const nameOf = (what: File | string): string => (typeof what === "string" ? "what was pasted" : what.name);

export function Bring({ what, people, close, measure, openCase }: BringProps) {
  const page = usePage();
  const [found, setFound] = useState<Found>();
  const stop = useMemo(() => new AbortController(), [what]);

  const measured =
    measure === undefined || typeof what === "string" || !/\.(csv|tsv|txt|json|jsonl|ndjson)$/iu.test(what.name)
      ? undefined
      : () => measure(what);
  const fail = (message: string) => {
    close();
    page.say(
      `${typeof what === "string" ? "The rows were not read" : `${what.name} was not opened`}, and your case is as it was. ${capital(message)}`,
      "error",
      ...(measured === undefined ? [] : [{ label: "Measure it as incidents", act: measured }]),
    );
  };
  useEffect(() => {
    find(what, page.open, stop.signal).then(setFound, (error: Error) => !stop.signal.aborted && fail(error.message));
    return () => stop.abort();
  }, [what]);

  return (
    <Modal titled="bring-title" look="bring" close={close}>
      {found === undefined ? (
        <>
          <h2 id="bring-title">Reading {nameOf(what)}</h2>
          <p aria-busy="true">This runs in the background, and can be cancelled.</p>
          <div class="row">
            <button type="button" onClick={close}>
              Cancel
            </button>
          </div>
        </>
      ) : found.kind === "rows" ? (
        <Rows
          table={found.table}
          name={nameOf(what)}
          pasted={typeof what === "string"}
          people={people}
          close={close}
          fail={fail}
          measure={measured}
        />
      ) : (
        <Whole
          found={found}
          name={nameOf(what)}
          close={close}
          take={() => {
            const lost = page.open.scenarios.length > 0 && !found.whole;
            close();
            openCase(found.next);
            page.say(
              found.whole
                ? `${nameOf(what)} opened, with its scenarios, trials and seed`
                : `${nameOf(what)} opened${lost ? "; the scenarios of the case before are closed with it. Undo brings both back" : ""}`,
            );
          }}
        />
      )}
    </Modal>
  );
}

interface WholeProps {
  readonly found: Found & { readonly kind: "case" };
  readonly name: string;
  readonly close: () => void;
  readonly take: () => void;
}

/** A whole portfolio: another case, beside the one that is open. */
function Whole({ found: { next, whole }, name, close, take }: WholeProps) {
  const { portfolio, scenarios } = next;
  const services = portfolio.services.slice(0, SHOWN).map((service) => text(service["name"]));
  return (
    <>
      <h2 id="bring-title">
        Open <bdi>{name}</bdi>?
      </h2>
      <dl class="facts">
        <div>
          <dt>Portfolio</dt>
          <dd>
            <bdi>{text(portfolio["name"]) || "without a name"}</bdi>
          </dd>
        </div>
        <div>
          <dt>Currency</dt>
          <dd>{text(portfolio["currency"]) || "not given"}</dd>
        </div>
        <div>
          <dt>
            {count(portfolio.services.length)} {portfolio.services.length === 1 ? "service" : "services"}
          </dt>
          <dd>
            {services.map((one, at) => (
              <>
                {at > 0 && ", "}
                <bdi>{one}</bdi>
              </>
            ))}
            {portfolio.services.length > SHOWN && ", …"}
          </dd>
        </div>
        {whole && (
          <div>
            <dt>Scenarios</dt>
            <dd>{scenarios.length === 0 ? "none" : scenarios.map((one) => one.name).join(", ")}</dd>
          </div>
        )}
      </dl>
      <p class="hint">
        It opens as a case of its own. The case that is open stays among your drafts if you changed it, and undo brings
        it back.
      </p>
      <div class="row">
        <button type="button" class="main" onClick={take}>
          Open it
        </button>
        <button type="button" onClick={close}>
          Cancel
        </button>
      </div>
    </>
  );
}

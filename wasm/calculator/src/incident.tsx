// In an incident: what it has lost so far, what each hour more loses, and what that asks for.

import type { OngoingIncident } from "whorunsit/measure";
import { useEffect, useRef, useState } from "preact/hooks";

import { Choices } from "./choices";
import { usePage } from "./context";
import { Refusal } from "./engine";
import { capital, number, shortMoney, words } from "./format";
import { ask } from "./measuring";
import { Modal } from "./modal";
import { text } from "./portfolio";

const two = (value: number) => String(value).padStart(2, "0");
const hours = (seconds: number) =>
  seconds < 5400 ? `${number(String(seconds / 60), 0)} minutes` : `${number(String(seconds / 3600), 1)} hours`;

export function Incident({ close }: { readonly close: () => void }) {
  const { open, selected } = usePage();
  const names = open.portfolio.services.map((service) => text(service["name"]));
  const [service, setService] = useState(names[selected] ?? names[0] ?? "");
  const [since, setSince] = useState(() => {
    const hourAgo = new Date(Date.now() - 3_600_000);
    return `${two(hourAgo.getHours())}:${two(hourAgo.getMinutes())}`;
  });
  const [found, setFound] = useState<OngoingIncident>();
  const [wrong, setWrong] = useState<string>();
  const stop = useRef<AbortController | undefined>(undefined);
  const tell = () => {
    stop.current?.abort();
    const own = new AbortController();
    stop.current = own;
    setWrong(undefined);
    ask<OngoingIncident>(
      { kind: "triage", portfolio: JSON.stringify(open.portfolio), service, options: { since } },
      own.signal,
    ).then(
      ({ answer }) => setFound(answer),
      (error: Error) => {
        if (own.signal.aborted) return;
        setFound(undefined);
        const [first] = error instanceof Refusal ? error.problems : [];
        setWrong(first === undefined ? error.message : `${capital(first.message)}: ${first.help}.`);
      },
    );
  };
  useEffect(() => {
    tell();
    return () => stop.current?.abort();
  }, []);
  return (
    <Modal titled="incident-title" look="incident" close={close}>
      <h2 id="incident-title">An incident, now</h2>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          tell();
        }}
      >
        <label>
          Service{" "}
          <select value={service} onChange={(event) => setService(event.currentTarget.value)}>
            <Choices of={names} />
          </select>
        </label>
        <label>
          Since{" "}
          <input value={since} size={16} placeholder="14:05" onInput={(event) => setSince(event.currentTarget.value)} />
        </label>
        <button type="submit" class="main">
          Tell
        </button>
      </form>
      <div role="status" aria-live="polite">
        {wrong !== undefined ? (
          <p class="problem">{wrong}</p>
        ) : found === undefined ? (
          <p aria-busy="true">Being worked out …</p>
        ) : (
          <>
            <p class="headline lost-so-far">
              {shortMoney(found.lost, found.currency)} lost so far, in {hours(found.seconds)}.
            </p>
            <dl class="facts">
              <div>
                <dt>The next hour loses</dt>
                <dd>{shortMoney(found.next_hour, found.currency)}</dd>
              </div>
              <div>
                <dt>Band</dt>
                <dd>
                  {found.band === null
                    ? "not given: set what a major incident loses, under all inputs"
                    : capital(words(found.band))}
                </dd>
              </div>
              {found.asks_for !== null && (
                <div>
                  <dt>It asks for</dt>
                  <dd>{found.asks_for}</dd>
                </div>
              )}
              {found.major_in_seconds !== null && (
                <div>
                  <dt>It becomes major in</dt>
                  <dd>{hours(found.major_in_seconds)}</dd>
                </div>
              )}
            </dl>
          </>
        )}
      </div>
    </Modal>
  );
}

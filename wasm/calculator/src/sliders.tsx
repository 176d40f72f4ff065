// Exposure and demand of one service as sliders, with the values marked at which an answer changes. The core says where.

import type { ComponentChildren } from "preact";
import type { ServiceFlips } from "whorunsit";

import type { Recommendation } from "./answers";
import { usePage } from "./context";
import { capital, MODEL_NAMES, money, shortMoney, words } from "./format";
import { mostOf, plainly, roundly } from "./grid";
import { changed } from "./portfolio";

type Answer = Recommendation["services"][number];

const STEPS = 1000;
/** Every slide is one thing that somebody did. */
let slides = 0;

interface Mark {
  readonly share: number;
  readonly label: string;
  readonly title: string;
}

export function Sliders({
  service,
  index,
  flips,
}: {
  readonly service: Answer;
  readonly index: number;
  readonly flips: ServiceFlips | undefined;
}) {
  const { store, view, open, currency } = usePage();
  const { selector } = view;
  const own = open.portfolio.services[index];
  if (selector === undefined || own === undefined) return null;
  const bands = selector.rows.filter((row): row is string => row !== null).map(Number);
  const exposure = Number(service.exposure_per_hour);
  // A scale of which every tenfold is as long as the other, from a hundredth of the lowest band to ten times the highest.
  const low = Math.max(1, Math.min(exposure, (bands[0] ?? 1000) / 100));
  const high = Math.max(exposure, (bands.at(-1) ?? 100_000) * 10);
  const share = (value: number) => Math.min(1, Math.max(0, Math.log(value / low) / Math.log(high / low)));
  const set = (key: string, value: string) =>
    store.change(
      { portfolio: changed(store.case.portfolio, ["services", index, key], value) },
      `drag slider ${slides} ${key}`,
    );
  const begins = () => {
    slides += 1;
  };
  const exposes: Mark[] = [
    ...(flips?.selection ?? [])
      .filter(({ input }) => input === "exposure_per_hour")
      .map((flip) => ({
        share: share(Number(flip.value)),
        label: shortMoney(flip.value, currency),
        title: `The selector changes its answer here: ${MODEL_NAMES[flip.operating_model]}`,
      })),
    ...(flips?.cost ?? [])
      .filter(({ input }) => input === "exposure_per_hour")
      .map((flip) => ({
        share: share(Number(flip.first_above)),
        label: shortMoney(flip.first_above, currency),
        title: `From here on ${MODEL_NAMES[flip.cheaper_above]} is cheaper`,
      })),
  ].filter((mark) => Number.isFinite(mark.share));
  const { columns } = selector;
  const demand = columns.indexOf(service.feature_demand);
  const wants: Mark[] = (flips?.selection ?? [])
    .filter(({ input }) => input === "feature_demand")
    .map((flip) => ({
      share: Math.max(0, columns.indexOf(flip.value)) / Math.max(1, columns.length - 1),
      label: words(flip.value),
      title: `The selector changes its answer here: ${MODEL_NAMES[flip.operating_model]}`,
    }));
  return (
    <section class="sliders" aria-label={`Try other values for ${service.name}`}>
      <div class="slider">
        <label for="slide-exposure">Exposure an hour</label>{" "}
        <span class="now" aria-hidden="true">
          {money(service.exposure_per_hour, currency)}
        </span>
        <Track marks={exposes}>
          <input
            id="slide-exposure"
            type="range"
            min={0}
            max={STEPS}
            value={Math.round(share(exposure) * STEPS)}
            aria-valuetext={`${money(service.exposure_per_hour, currency)} an hour`}
            onPointerDown={begins}
            onFocus={begins}
            onInput={(event) =>
              set(
                "exposure_per_hour",
                plainly(
                  Math.min(mostOf(own), roundly(low * (high / low) ** (Number(event.currentTarget.value) / STEPS))),
                ),
              )
            }
          />
        </Track>
      </div>
      <div class="slider">
        <label for="slide-demand">Feature demand</label>{" "}
        <span class="now" aria-hidden="true">
          {capital(words(service.feature_demand))}
        </span>
        <Track marks={wants}>
          <input
            id="slide-demand"
            type="range"
            min={0}
            max={Math.max(1, columns.length - 1)}
            value={Math.max(0, demand)}
            aria-valuetext={words(service.feature_demand)}
            onPointerDown={begins}
            onFocus={begins}
            onInput={(event) =>
              set("feature_demand", columns[Number(event.currentTarget.value)] ?? service.feature_demand)
            }
          />
        </Track>
      </div>
      <p class="hint">
        {exposes.length + wants.length === 0
          ? "Neither changes an answer by itself."
          : "Marks show where an answer changes, all else equal."}
      </p>
    </section>
  );
}

function Track({ marks, children }: { readonly marks: readonly Mark[]; readonly children: ComponentChildren }) {
  return (
    <div class="slide">
      {children}
      <div class="flip-marks" aria-hidden="true">
        {marks.map(({ share, label, title }, at) => (
          <span
            key={at}
            title={title}
            class={share > 0.85 ? "left" : share < 0.1 ? "right" : ""}
            style={{ left: `${share * 100}%` }}
          >
            <b />
            {label}
          </span>
        ))}
      </div>
    </div>
  );
}

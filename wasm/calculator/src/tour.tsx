// Three steps for the first visit.

import { useEffect, useRef, useState } from "preact/hooks";

const STEPS = [
  ["Who runs what", "Each point is a service of a furniture retailer. Up is money at stake in an hour, across is how often users want something new. The cell says who should run it. Drag a point, or move it with the arrow keys.", "selector"],
  ["What it is worth", "Beside it: the recommendation in one sentence, what both models cost, and why. Every underlined figure opens its ledger and its assumptions.", "service"],
  ["Make it yours", "Edit the table or paste your own services from a spreadsheet. The address carries the whole case; nothing leaves your browser.", "services"],
] as const;

export function Tour({ close }: { readonly close: () => void }) {
  const [step, setStep] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const [title, body, target] = STEPS[step] ?? STEPS[0];
  useEffect(() => {
    const element = document.getElementById(target);
    element?.classList.add("toured");
    element?.scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    box.current?.focus({ preventScroll: true });
    return () => element?.classList.remove("toured");
  }, [step]);
  const last = step === STEPS.length - 1;
  return (
    <div class="tour" role="dialog" aria-labelledby="tour-title" aria-describedby="tour-body" tabIndex={-1} ref={box} onKeyDown={(event) => event.key === "Escape" && close()}>
      <p class="hint">Step {step + 1} of {STEPS.length}</p>
      <h2 id="tour-title">{title}</h2>
      <p id="tour-body">{body}</p>
      <div class="row">
        <button type="button" class="main" onClick={() => (last ? close() : setStep(step + 1))}>{last ? "Start" : "Next"}</button>
        {!last && <button type="button" onClick={close}>Skip</button>}
      </div>
    </div>
  );
}

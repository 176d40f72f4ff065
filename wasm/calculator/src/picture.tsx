// A chart of the core, a Vega-Lite specification, drawn as wide as there is room.

import { useEffect, useRef, useState } from "preact/hooks";

import { Refusal } from "./engine";
import { capital } from "./format";

/** Where there is less room, a chart has the core's compact form. */
const ROOMY = 520;
/** With less room than that a chart is looked at from side to side: its letters would lie over each other. */
const LEAST = 480;

interface Props {
  readonly label: string;
  /** Asks for the specification, in its compact form where there is little room. */
  readonly ask: (compact: boolean) => Promise<unknown>;
  /** What it is of: it is asked for anew when one of these is another. */
  readonly of: readonly unknown[];
}

export function Picture({ label, ask, of }: Props) {
  const [problem, setProblem] = useState("");
  const [spec, setSpec] = useState<unknown>();
  /** How wide it may be; it is drawn anew when there is more or less room, as when a phone is turned. */
  const [room, setRoom] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const compact = room < ROOMY;
  const failed = (error: Error) =>
    setProblem(
      error instanceof Refusal
        ? error.problems.map(({ message, help }) => `${capital(message)}. ${capital(help)}.`).join(" ")
        : `The chart cannot be drawn: ${error.message}`,
    );

  useEffect(() => {
    const element = box.current?.parentElement;
    if (element == null) return undefined;
    const measure = () => element.clientWidth > 0 && setRoom(Math.min(1200, element.clientWidth - 8));
    const sizes = new ResizeObserver(measure);
    sizes.observe(element);
    return () => sizes.disconnect();
  }, []);

  useEffect(() => {
    if (room === 0) return undefined;
    let gone = false;
    ask(compact).then(
      (found) => {
        if (gone) return;
        setProblem("");
        setSpec(found);
      },
      (error: Error) => gone || failed(error),
    );
    return () => {
      gone = true;
    };
  }, [...of, room > 0, compact]);

  useEffect(() => {
    const into = box.current;
    if (into === null || spec === undefined || room === 0) return undefined;
    let gone = false;
    let take = () => {};
    import("./vega")
      .then(async ({ draw }) => {
        // Drawn aside, so that the one before stays until the new one is whole.
        const fresh = document.createElement("div");
        const ended = await draw(spec, fresh, Math.max(LEAST, room), getComputedStyle(into).fontFamily);
        if (gone) return ended();
        take = ended;
        into.replaceChildren(fresh);
      })
      .catch((error: Error) => gone || failed(error));
    return () => {
      gone = true;
      take();
    };
  }, [spec, room]);

  return (
    <div>
      {problem !== "" && <p class="notice">{problem}</p>}
      {problem === "" && spec === undefined && <p aria-busy="true">Drawing …</p>}
      <div class="vega" ref={box} tabIndex={0} role="figure" aria-label={label} hidden={problem !== ""} />
    </div>
  );
}

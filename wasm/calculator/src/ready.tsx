// "It won't work here": the seven objections, each with its questions, a figure of this case and what to do next. All of it
// is the core's; an answer is an input of the portfolio.

import type { QuestionAnswer, Readiness } from "whorunsit";
import { useEffect, useState } from "preact/hooks";

import { usePage } from "./context";
import { Choices } from "./choices";
import { Refusal } from "./engine";
import { Assumptions } from "./explain";
import { at, changed, text, type Portfolio } from "./portfolio";
import { capital, words } from "./format";

const ANSWERS: readonly QuestionAnswer[] = ["unknown", "no", "partly", "yes"];

export function Ready() {
  const { view, open, live, store, say } = usePage();
  const [found, setFound] = useState<{ readonly of: Portfolio; readonly answer: Readiness }>();
  const of = view.of;
  useEffect(() => {
    if (of === undefined) return undefined;
    let gone = false;
    live.engine.ask<Readiness>("ready", JSON.stringify(of), { places: false }).then(
      (answer) => gone || setFound({ of, answer }),
      (error: Error) =>
        gone || error instanceof Refusal || say(`How ready you are could not be worked out: ${error.message}`, "error"),
    );
    return () => {
      gone = true;
    };
  }, [of]);
  if (found === undefined) return <p aria-busy="true">Being worked out …</p>;
  const { answer } = found;
  const set = (code: string, said: string) =>
    store.change({
      portfolio: changed(store.case.portfolio, ["readiness", "answers", code], said === "unknown" ? undefined : said),
    });
  return (
    <div class={`ready ${found.of === open.portfolio ? "" : "stale"}`}>
      <p class="hint">
        Seven objections that people raise against You Build It You Run It. Answer what you know: what you leave out
        counts as unknown, not as no.
      </p>
      {answer.next_actions.length > 0 && (
        <section class="next" aria-label="What to do next">
          <h3>What to do next</h3>
          <ol class="summary">
            {answer.next_actions.map((one) => (
              <li key={one.question}>
                {capital(one.action)}{" "}
                <small>
                  {one.who}
                  {one.gate && ". Nobody should go on call before it is done"}
                </small>
              </li>
            ))}
          </ol>
        </section>
      )}
      {answer.objections.map((one) => (
        <details key={one.code} class="objection">
          <summary>
            <b>“{one.objection}”</b> <span class={`score ${one.score.meaning}`}>{words(one.score.meaning)}</span>
          </summary>
          <ul class="summary">
            <li>{capital(one.says)}</li>
          </ul>
          <div class="questions">
            {one.answers.map(({ code, question }) => {
              const own = text(at(open.portfolio, ["readiness", "answers", code])) || "unknown";
              return (
                <div key={code} class="question">
                  <label for={`answer-${code}`}>{question}</label>
                  <select id={`answer-${code}`} value={own} onChange={(event) => set(code, event.currentTarget.value)}>
                    <Choices of={[...new Set([...ANSWERS, own])]} />
                  </select>
                </div>
              );
            })}
          </div>
          {one.actions.length > 0 && (
            <ul class="summary">
              {one.actions.map((action) => (
                <li key={action.question}>
                  {capital(action.action)} <small>{action.who}</small>
                </li>
              ))}
            </ul>
          )}
        </details>
      ))}
      <Assumptions of={answer.assumptions} />
    </div>
  );
}

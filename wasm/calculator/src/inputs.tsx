// What holds for the whole portfolio and for one service, as forms; and all of it as text.

import { useEffect, useState } from "preact/hooks";

import { usePage } from "./context";
import { SECTIONS, sections } from "./fields/sections";
import { serviceParts } from "./fields/service";
import { importText } from "./files";
import { Form, problemsIn } from "./forms";

// The sections that are open stay so while other tabs are looked at.
const opened = new Set<string>([SECTIONS[0]?.title ?? ""]);

export function Inputs({ asText }: { readonly asText: () => void }) {
  const { open, view } = usePage();
  const [, redraw] = useState(0);
  return (
    <>
      {sections(open.portfolio).map(({ title, hint, parts }) => {
        const wrong = problemsIn(parts, view.problems).length;
        return (
          <details
            key={title}
            class="inputs"
            open={opened.has(title)}
            onToggle={(event) => {
              if (event.currentTarget.open === opened.has(title)) return;
              if (event.currentTarget.open) opened.add(title);
              else opened.delete(title);
              redraw((count) => count + 1);
            }}
          >
            <summary>
              {title}
              {wrong > 0 && <span class="problem"> ({wrong} to correct)</span>}
            </summary>
            {opened.has(title) && (
              <>
                {hint !== undefined && <p class="hint">{hint}</p>}
                <div class="form">
                  {parts.map((part) => (
                    <Form key={part.title} part={part} />
                  ))}
                </div>
              </>
            )}
          </details>
        );
      })}
      <p class="hint">
        What belongs to one service stands with it, above. To change much at once, or to see the whole:{" "}
        <button type="button" onClick={asText}>
          As text
        </button>
      </p>
    </>
  );
}

/** What one service has besides what the table of services shows. */
export function ServiceInputs({ index }: { readonly index: number }) {
  return (
    <div class="form">
      {serviceParts(index).map((part) => (
        <Form key={`${index} ${part.title}`} part={part} />
      ))}
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
      <textarea
        id="as-text"
        rows={24}
        spellcheck={false}
        value={source}
        onInput={(event) => setSource(event.currentTarget.value)}
        aria-invalid={problem !== ""}
        aria-describedby="as-text-problem"
      />
      <p class="problem lines" id="as-text-problem" role="alert">
        {problem}
      </p>
      <button type="submit" class="main">
        Take over
      </button>
    </form>
  );
}

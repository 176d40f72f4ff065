// The drafts on this machine, in the menu.

import { useState } from "preact/hooks";

import type { Page } from "./context";
import * as drafts from "./drafts";
import { exportAs, fileName, save } from "./files";
import { moment } from "./format";
import type { Case } from "./store";

export interface MenuProps {
  readonly page: Page;
  readonly openCase: (next: Case, draft?: string) => void;
  readonly close: () => void;
}

/** Saves the text of a draft, whatever it says. */
export const saveDraft = ({ id, name }: drafts.Draft): void =>
  save(fileName({ name, services: [] }, "-draft.json"), "application/json", drafts.raw(id));

export function Drafts({ page, openCase, close }: MenuProps) {
  const [name, setName] = useState("");
  const [all, setAll] = useState(drafts.list);
  const { open } = page;
  const read = (draft: drafts.Draft) => {
    try {
      openCase(drafts.load(draft.id), draft.id);
      close();
    } catch (error) {
      setAll(drafts.list());
      page.say(
        `“${draft.name}” cannot be opened: ${error instanceof Error ? error.message : String(error)}. It is set aside`,
        "error",
        { label: "Save it as a file", act: () => saveDraft(draft) },
      );
    }
  };
  return (
    <section aria-label="Drafts" class="drafts">
      <h2>Drafts on this machine</h2>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() === "") return;
          const kept = drafts.keepCopy(name.trim(), open);
          if (kept) page.say(`A copy named “${name.trim()}” is kept on this machine`);
          else
            page.say("The copy could not be kept: this browser's storage is full or switched off", "error", {
              label: "Save the case as a file",
              act: () => void exportAs("case", open, page.view),
            });
          setAll(drafts.list());
          setName("");
        }}
      >
        <label class="sr" for="draft-name">
          Name of a copy
        </label>
        <input
          id="draft-name"
          placeholder="Name of a copy"
          value={name}
          maxLength={80}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <button type="submit">Keep a copy</button>
      </form>
      {all.length === 0 && <p class="hint">None yet: what you change is kept automatically.</p>}
      <ul>
        {all.map((draft) => (
          <li class="row" key={draft.id}>
            {draft.broken === undefined ? (
              <button type="button" class="grow" onClick={() => read(draft)}>
                <span>
                  Open “<bdi>{draft.name}</bdi>”
                </span>
                <small>
                  {draft.at === 0 ? "kept by an older page" : moment(draft.at)}
                  {draft.copy && ", a copy"}
                </small>
              </button>
            ) : (
              <button type="button" class="grow" onClick={() => saveDraft(draft)}>
                <span>
                  Save “<bdi>{draft.name}</bdi>” as a file
                </span>
                <small>It cannot be opened: {draft.broken}</small>
              </button>
            )}
            <button
              type="button"
              class="icon"
              aria-label={`Delete the draft ${draft.name}${draft.at === 0 ? "" : ` of ${moment(draft.at)}`}`}
              onClick={() => {
                drafts.forget(draft.id);
                setAll(drafts.list());
              }}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <p class="hint">The last {drafts.KEPT} are kept, and copies until you delete them.</p>
    </section>
  );
}

/** What a list to choose from offers; `say` names a value where it is not its own name. */
export const Choices = <One extends string>({
  of,
  say = (one) => one,
}: {
  readonly of: readonly One[];
  readonly say?: (one: One) => string;
}) => (
  <>
    {of.map((one) => (
      <option key={one} value={one}>
        {say(one)}
      </option>
    ))}
  </>
);

// Parts that are drawn anew only if something that they show is other than it was.

import { Component, type ComponentType } from "preact";

export function still<Props extends object>(Inside: ComponentType<Props>) {
  return class Still extends Component<Props> {
    override shouldComponentUpdate(next: Readonly<Props>): boolean {
      return (Object.keys(next) as (keyof Props)[]).some((key) => next[key] !== this.props[key]);
    }

    override render(props: Props) {
      return <Inside {...props} />;
    }
  };
}

// Whatever a case does to the drawing of the page, the page stays: the case is set aside, and the example is shown.

import { Component, Fragment, type ComponentChildren } from "preact";

interface Props {
  readonly failed: (error: Error) => void;
  readonly children: ComponentChildren;
}

export class Guard extends Component<Props, { times: number; over: boolean }> {
  override state = { times: 0, over: false };

  override componentDidCatch(error: Error): void {
    const times = this.state.times + 1;
    this.setState({ times, over: times > 2 });
    if (times <= 2) this.props.failed(error);
  }

  override render() {
    // Drawn from nothing: what is left of the drawing that failed is not to be built on.
    if (!this.state.over) return <Fragment key={this.state.times}>{this.props.children}</Fragment>;
    return (
      <p class="notice">
        This page cannot be shown by this browser. Nothing of your drafts is lost: they stay in this browser's storage.
      </p>
    );
  }
}

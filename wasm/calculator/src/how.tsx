// How this works, on one page: what the two models are, what the selector goes by, and what the money counts.

import { Modal } from "./modal";

export function How({ close }: { readonly close: () => void }) {
  return (
    <Modal titled="how-title" look="how" close={close}>
      <h2 id="how-title">How this works</h2>
      <p>
        Every service in production has somebody who is called when it fails. There are two ways to arrange that, and
        neither is right for everything.
      </p>
      <figure class="models-picture">
        <div class="team">
          <b>You Build It You Run It</b>
          <ol>
            <li>
              The product team <small>builds, deploys and answers</small>
            </li>
          </ol>
          <p>One team, called first. It knows the code.</p>
        </div>
        <div class="ops">
          <b>Ops Run It</b>
          <ol>
            <li>
              Operations <small>bridge</small>
            </li>
            <li>
              Application <small>support</small>
            </li>
            <li>
              Delivery team <small>in working hours</small>
            </li>
          </ol>
          <p>Tiers, one after the other. Each waits for the one before.</p>
        </div>
        <dl>
          <div>
            <dt>Ops Run It</dt>
            <dd>Few people on call, slower to restore, slower to change</dd>
          </div>
          <div>
            <dt>You Build It You Run It</dt>
            <dd>More people on call, quicker to restore, quicker to change</dd>
          </div>
        </dl>
      </figure>
      <h3>The playbook</h3>
      <p>
        Two inputs of a service decide. <strong>Exposure</strong>, the most money that an hour of its unavailability can
        lose, gives its availability target. <strong>Feature demand</strong>, how often its users want something new,
        gives how often it is deployed. Services with a high target or frequent deployments go to their team; the others
        stay with operations. A service that its team runs is covered out of hours by nobody, by its domain or by its
        own team, as its target asks for.
      </p>
      <h3>The money</h3>
      <p>
        An operating model is insurance. A premium is paid: set-up, change-over, running it and answering incidents.
        What it does not cover is lost all the same: revenue while a service is down, and the delay of features. Both
        are counted for both models, over the same years. Where the playbook and the money disagree, the page says so
        and leaves the decision to you.
      </p>
      <h3>How sure it is</h3>
      <p>
        An input may be a range, such as <code>2 to 15</code>. Thousands of possible futures are drawn from your ranges,
        and both models face the same incidents in each. The same seed gives the same figures here, on the command line
        and in Python.
      </p>
      <h3>What you can do here</h3>
      <ul>
        <li>
          Move a service on the selector, change a field or paste rows of your own: everything is worked out again at
          once.
        </li>
        <li>Choose any figure to see how it was worked out.</li>
        <li>Share the link: it carries the whole case. Nothing leaves your browser by itself.</li>
      </ul>
    </Modal>
  );
}

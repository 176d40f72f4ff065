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
        <svg
          viewBox="0 0 640 190"
          role="img"
          aria-label="Under You Build It You Run It the product team builds, deploys and answers. Under Ops Run It a delivery team builds, and operations deploy and answer in three tiers."
        >
          <g class="team">
            <text x="0" y="18" class="title">
              You Build It You Run It
            </text>
            <rect x="0" y="32" width="290" height="44" rx="8" />
            <text x="145" y="59" text-anchor="middle">
              The product team builds, deploys and answers
            </text>
            <text x="0" y="102" class="small">
              One team, called first. It knows the code.
            </text>
          </g>
          <g class="ops">
            <text x="330" y="18" class="title">
              Ops Run It
            </text>
            <rect x="330" y="32" width="90" height="44" rx="8" />
            <rect x="435" y="32" width="90" height="44" rx="8" />
            <rect x="540" y="32" width="100" height="44" rx="8" />
            <text x="375" y="51" text-anchor="middle">
              operations
            </text>
            <text x="375" y="67" text-anchor="middle" class="small">
              bridge
            </text>
            <text x="480" y="51" text-anchor="middle">
              application
            </text>
            <text x="480" y="67" text-anchor="middle" class="small">
              support
            </text>
            <text x="590" y="51" text-anchor="middle">
              delivery team
            </text>
            <text x="590" y="67" text-anchor="middle" class="small">
              in working hours
            </text>
            <path d="M421 54h12M526 54h12" />
            <text x="330" y="102" class="small">
              Tiers, one after the other. Each waits for the one before.
            </text>
          </g>
          <g class="axis">
            <path d="M0 150H640" />
            <text x="0" y="140" class="small">
              few people on call, slower to restore, slower to change
            </text>
            <text x="640" y="140" text-anchor="end" class="small">
              more people on call, quicker to restore, quicker to change
            </text>
            <text x="0" y="172" class="small">
              Ops Run It
            </text>
            <text x="640" y="172" text-anchor="end" class="small">
              You Build It You Run It
            </text>
          </g>
        </svg>
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
        <li>Choose any underlined figure to see what it is counted from.</li>
        <li>Share the link: it carries the whole case. Nothing leaves your browser by itself.</li>
      </ul>
    </Modal>
  );
}

// What codes of answers are called, of what the page shows. Written by `cargo xtask types` from the types of the core: do not edit.

export const LABELS = {
  operating_models: {
    "ops-run-it": "Ops Run It",
    "you-build-it-you-run-it": "You Build It You Run It",
  },
  strategies: {
    "all-ops-run-it": "All Ops Run It",
    "all-you-build-it-you-run-it": "All You Build It You Run It",
    "hybrid-at-scale": "Recommended",
    "hybrid-with-team-schedules": "Hybrid with team schedules",
    "least-cost": "Least cost",
  },
  cost_types: {
    "incident": "Incident",
    "opportunity": "Opportunity",
    "run": "Run",
    "setup": "Setup",
    "transition": "Transition",
  },
  accounting: {
    "capex": "Capex",
    "lost-revenue": "Lost revenue",
    "opex": "Opex",
  },
  frequencies: {
    "one-off": "Once",
    "yearly": "A year",
  },
  budget_holders: {
    "it": "IT",
    "operations": "Operations",
    "product-team": "Product team",
  },
  rota_rules: {
    "google-sre-quarter-time": "Google SRE: a quarter of the time",
    "google-sre-two-incidents": "Google SRE: two incidents a shift",
    "playbook-one-week-shifts": "Playbook: shifts of one week",
    "playbook-three-people": "Playbook: three people",
    "uk-working-time-11-hours-rest": "UK working time: eleven hours of rest",
    "uk-working-time-48-hours": "UK working time: 48 hours",
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

export const SENTENCES = {
  schedules_out_of_hours: {
    "domain": "a schedule shared with sibling teams",
    "none": "no schedule, callouts wait for working hours",
    "team": "a schedule of the team's own",
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

/** How often a cost of each type is paid. */
export const FREQUENCY_OF = {
  setup: "one-off",
  transition: "one-off",
  run: "yearly",
  incident: "yearly",
  opportunity: "yearly",
} as const;

// The tables of the portfolio as forms, section by section.

import { MODEL_NAMES } from "../format";
import { DEFAULT_BANDS, type Portfolio } from "../portfolio";
import { QUESTIONS } from "../questions";
import { flag, list, pairs, plain, whole, type PartOf, type Section } from "./field";
import { ANSWERS, ASPECTS, blocks, MODELS, namesOf, PROFILES, STAFF } from "./lists";
import { answer, CALENDAR, LINE, NAME, pay, sites } from "./parts";
import { variants } from "./variants";

export const SECTIONS: readonly Section[] = [
  {
    title: "General",
    parts: [
      {
        title: "Portfolio",
        at: [],
        fields: [
          { key: "name", label: "Name", means: plain },
          { key: "currency", label: "Currency (ISO code)", required: true, means: (field) => plain(field.trim()) },
          { key: "horizon.years", label: "Years to compare over", none: "3", means: whole },
          { key: "horizon.discount_rate", label: "Discount rate", like: "3.5%", none: "0%", means: plain },
          { key: "growth.services", label: "Growth of services a year", like: "10%", none: "0%", means: plain },
          { key: "growth.teams", label: "Growth of teams a year", like: "10%", none: "0%", means: plain },
          { key: "growth.exposure", label: "Growth of exposure a year", like: "10%", none: "0%", means: plain },
          { key: "revenue_share", label: "Revenue share of exposure", like: "95%", none: "100%", means: plain },
          { key: "incidents_out_of_hours", label: "Incidents out of hours", like: "35%", none: "by time" },
          {
            key: "selection.policy",
            label: "Recommended by",
            none: "sixteen-cell",
            words: ["sixteen-cell", "traffic-light", "least-cost"],
          },
          {
            key: "selection.exposure_quantile",
            label: "Which figure of an estimated exposure decides",
            like: "p90",
            none: "mean",
            means: plain,
          },
          {
            key: "selection.availability",
            label: "Compared with targets",
            none: "strict",
            words: ["strict", "served", "weighted"],
            say: { strict: "every incident", served: "full outages", weighted: "incidents by severity" },
          },
          {
            key: "allow",
            label: "Allowed, though it looks like a mistake",
            like: "availability-under-50",
            none: "nothing",
            means: list,
          },
          {
            key: "runs_today",
            label: "Runs today",
            none: "ops-run-it",
            words: ["ops-run-it", "you-build-it-you-run-it", "nothing"],
            say: MODEL_NAMES,
          },
        ],
      },
      {
        title: "Notes",
        hint: "Kept with the portfolio, and part of no result.",
        at: [],
        fields: [
          { key: "note", label: "Note", like: "finance model v3", none: "none", means: plain },
          { key: "notes", label: "Notes", none: "none", means: plain },
          { key: "tags", label: "Tags", like: "retail; pci", none: "none", means: list },
          { key: "links", label: "Links", like: "https://example.org", none: "none", means: list },
          { key: "cost_centre", label: "Cost centre", like: "4711", none: "none", means: plain },
        ],
      },
      {
        title: "Calendar",
        at: ["calendar"],
        fields: [...CALENDAR, { key: "weeks_per_year", label: "Weeks a year", none: "52" }],
      },
      sites(["calendar"], "Sites"),
      {
        title: "Incidents",
        hint: "A major incident is restored at once, a minor one by the next working day. A manual step of the workflow that costs more is pointed out.",
        at: ["incidents"],
        fields: [
          { key: "high_loss", money: true, label: "Major from a loss of", like: "100000", none: "no triage" },
          { key: "medium_loss", money: true, label: "Minor from a loss of", like: "10000", none: "no triage" },
          {
            key: "manual_step_threshold",
            money: true,
            label: "Most that a manual step may cost a year",
            like: "5000",
            none: "any amount",
          },
        ],
      },
    ],
  },
  {
    title: "Exposure and demand bands",
    parts: [
      {
        title: "Exposure bands",
        hint: "From the lowest up. A service takes the first band that its exposure is not above.",
        one: "exposure band",
        ordered: true,
        at: ["exposure_bands"],
        fields: [
          { key: "max_per_hour", money: true, label: "Exposure an hour, at most", like: "250000", required: true },
          { key: "availability", label: "Availability target, %", like: "99.9", required: true },
          {
            key: "out_of_hours",
            label: "On call out of hours",
            none: "from the target",
            words: ["none", "domain", "team"],
          },
        ],
      },
      {
        title: "Demand bands",
        hint: "From the lowest up. Services name a band, or a number of features a month where bands have a maximum.",
        one: "demand band",
        ordered: true,
        at: ["demand_bands"],
        usual: DEFAULT_BANDS,
        fields: [
          NAME,
          { key: "max_features_per_month", label: "Features a month, at most", like: "4.5" },
          { key: "deployment", label: "Deployment target", like: "weekly, every 10 days", required: true },
        ],
      },
    ],
  },
  {
    title: "Teams and domains",
    parts: [
      {
        title: "Teams",
        one: "team",
        at: ["teams"],
        fields: [
          NAME,
          { key: "domain", label: "Domain", none: "none", names: namesOf("domains") },
          { key: "on_call_participants", label: "People in turn on call", none: "not known", means: whole },
          { key: "hourly_cost", money: true, label: "Hourly cost", like: "70" },
          { key: "capacity_hours_per_week", label: "Hours a week, all together", like: "280" },
          { key: "rework_rate", label: "Rework rate", like: "14%", means: plain },
          { key: "funding", label: "Funding", none: "product", words: ["product", "it"], say: { it: "IT" } },
        ],
      },
      {
        title: "Domains",
        one: "domain",
        at: ["domains"],
        fields: [
          NAME,
          {
            key: "grouping",
            label: "Grouped by",
            words: ["customer-journey", "technology-capability", "geography", "tooling"],
          },
          {
            key: "sole_budget_holder",
            label: "Sole budget holder",
            none: "each team pays",
            names: (portfolio) => ["largest-team", ...namesOf("teams")(portfolio)],
          },
          { key: "growth.services", label: "Growth of services", like: "10%", none: "the portfolio's", means: plain },
          { key: "growth.teams", label: "Growth of teams", like: "10%", none: "the portfolio's", means: plain },
          { key: "growth.exposure", label: "Growth of exposure", like: "10%", none: "the portfolio's", means: plain },
        ],
      },
    ],
  },
  {
    title: "On call and pay",
    parts: [
      ...pay("product_teams", "product teams", [
        { key: "budget_holder", label: "Paid from the budget of", words: STAFF },
      ]),
      ...pay("operations", "operations", [
        { key: "rotas", label: "Rotas", none: "1", means: whole },
        { key: "participants", label: "People in turn, in all rotas", none: "not known", means: whole },
      ]),
    ],
  },
  {
    title: "Response to incidents",
    hint: "Pick-up and handling are durations such as 30min, 1h 30min or 2d, or estimates of them: 30min to 4h, or low 10min, likely 30min, high 4h.",
    parts: MODELS.flatMap((model) => answer(model)),
  },
  {
    title: "Deployment, learning and operations work",
    hint: "Durations such as 4h, 10d or 6w; a day has 24 hours.",
    parts: [
      ...MODELS.map(([model, title]) => ({
        title,
        at: [],
        fields: [
          { key: `throughput.${model}.hand_off_lead_time`, label: "Hand-off lead time", like: "10d" },
          { key: `throughput.${model}.effort_per_deployment`, label: "Effort per deployment", like: "12h" },
          {
            key: `throughput.${model}.fastest_deployment`,
            label: "Fastest deployment",
            like: "weekly",
            none: model === "ops-run-it" ? "fortnightly" : "no limit",
            means: plain,
          },
          {
            key: `throughput.${model}.change_failure_rate`,
            label: "Change failure rate",
            like: "15%",
            none: "no failed deployments",
          },
          {
            key: `throughput.${model}.failed_deployment_recovery_time`,
            label: "Failed deployment recovery time",
            like: "1h",
            none: "no failed deployments",
          },
          { key: `learning.${model}.lead_time`, label: "Learning lead time", like: "6w" },
          { key: `learning.${model}.effort_per_improvement`, label: "Effort per improvement", like: "20h" },
          { key: `operations_work.${model}.effort_per_week`, label: "Operations work a week", like: "3h" },
        ],
      })),
      {
        title: "Operations",
        at: ["operations"],
        fields: [{ key: "hourly_cost", money: true, label: "Hourly cost of operations", like: "60" }],
      },
    ],
  },
  {
    title: "Setup and transition",
    hint: "What one service costs once, when a model is set up for it and when it changes over to it.",
    parts: (
      [
        ["setup", "Setup"],
        ["transition", "Transition to"],
      ] as const
    ).flatMap(([table, what]) =>
      MODELS.map(([model, title]) => ({
        title: `${what} ${title}`,
        at: [table, model],
        fields: ASPECTS.map(([key, label]) => ({
          key,
          label,
          money: true,
          ...(table === "transition" && key !== "service-reliability" ? { none: "none" } : {}),
        })),
      })),
    ),
  },
  {
    title: "Capital and operating expenses",
    hint: "How the finance department books what is paid; empty as the playbook has it.",
    parts: MODELS.map(([model, title]) => ({
      title: `Accounting of ${title}`,
      at: ["accounting", model],
      fields: (["setup", "transition", "run", "incident"] as const).map((key) => ({
        key,
        label: key.charAt(0).toUpperCase() + key.slice(1),
        none: "as the playbook has it",
        words: ["capex", "opex"],
      })),
    })),
  },
  {
    title: "Transition plan",
    parts: [
      {
        title: "Plan",
        hint: "The pilot first, then so many teams a quarter. The waves are under “Plan”.",
        at: ["transition_plan"],
        fields: [
          { key: "pilot", label: "Pilot", none: "the team that gains most", names: namesOf("teams") },
          { key: "teams_per_quarter", label: "Teams a quarter", none: "3", means: whole },
          { key: "budget_per_quarter", money: true, label: "Budget a quarter", like: "250000", none: "no limit" },
          { key: "start", label: "First day", like: "2027-01-04", none: "months are counted" },
          { key: "set_up_lead_time", label: "Set-up takes", like: "6w", none: "no time" },
          { key: "rework_limit", label: "Teams go last above", like: "25%", none: "no limit", means: plain },
        ],
      },
      {
        title: "Enabling work",
        one: "piece of work",
        at: ["transition_plan", "enabling"],
        hint: "What has to be done before the teams that need it change over.",
        fields: [
          NAME,
          {
            key: "kind",
            label: "Kind",
            required: true,
            words: ["paved-road", "workflow-automation", "training", "preparation"],
          },
          { key: "takes", label: "Takes", like: "12w", required: true },
          { key: "cost", money: true, label: "Costs once", like: "60000" },
          { key: "teams", label: "For the teams", like: "bedroom; kitchen", none: "every team", means: list },
          { key: "opens", label: "Puts in place", like: "runbooks; telemetry", none: "nothing", means: list },
        ],
      },
    ],
  },
  {
    title: "Readiness",
    hint: "The questions themselves, and what follows from the answers, are under “Ready”. What is left out counts as unknown, not as no.",
    parts: [
      {
        title: "Answers of the organisation",
        at: ["readiness", "answers"],
        fields: Object.entries(QUESTIONS).map(([key, label]) => ({ key, label, none: "unknown", words: ANSWERS })),
      },
      {
        title: "Teams that answer for themselves",
        one: "team’s answer",
        at: ["readiness", "teams"],
        fields: [
          NAME,
          {
            key: "answers",
            label: "Answers",
            like: "rework-visible yes, chaos-days-run no",
            none: "none",
            means: pairs,
          },
          { key: "runbooks", label: "Runbooks", none: "unknown", words: ANSWERS },
          { key: "telemetry", label: "Telemetry", none: "unknown", words: ANSWERS },
          {
            key: "force",
            label: "May change over all the same",
            none: "no",
            words: ["true"],
            say: { true: "yes", false: "no" },
            means: flag,
          },
        ],
      },
      {
        title: "Specialists in a central team",
        one: "group of specialists",
        at: ["readiness", "specialists"],
        fields: [
          NAME,
          { key: "requests_per_week", label: "Requests a week", like: "24", required: true },
          { key: "handling", label: "Handling", like: "3h", required: true },
          { key: "variation", label: "Variation", like: "1.5", none: "1" },
          { key: "people", label: "People", required: true, means: whole },
          { key: "teams", label: "Teams that ask", none: "every team", means: whole },
          { key: "self_service", label: "Could be self-service", like: "50%", none: "none", means: plain },
          { key: "self_service_cost_per_year", money: true, label: "Self-service a year", like: "40000" },
          { key: "hourly_cost", money: true, label: "Hourly cost", like: "70" },
          { key: "delay_cost_per_week", money: true, label: "A week of waiting costs", like: "1500" },
        ],
      },
    ],
  },
  {
    title: "Other costs",
    hint: "Costs besides people's time: licences, contracts, staffed seats, a platform that several teams share. An amount, times one thing that it is paid for.",
    parts: [
      {
        title: "Lines of your own",
        one: "line",
        at: ["recurring_costs"],
        fields: LINE,
      },
    ],
  },
  {
    title: "Shared causes",
    hint: "What makes several services fail at once, such as a cloud region. Its incidents are among those of each service, not on top of them. Services whose exposures rise and fall together have the same exposure group, among all inputs of a service.",
    parts: [
      {
        title: "Causes",
        one: "shared cause",
        at: ["shared_causes"],
        fields: [
          NAME,
          { key: "incidents_per_year", label: "Incidents a year", like: "0.2 to 1.8", required: true },
          { key: "services", label: "Services", like: "checkout; basket", required: true, means: list },
        ],
      },
    ],
  },
];

/** All sections; those of blocks that services share stand last, where the portfolio has any. */
export const sections = (portfolio: Portfolio): readonly Section[] => {
  const responses = blocks("responses")(portfolio).flatMap((name) =>
    MODELS.flatMap(([model, title]) => answer([model, `${title}, ${name}`], ["responses", name])),
  );
  const calendars = blocks("calendars")(portfolio).flatMap((name): PartOf[] => [
    { title: `Calendar ${name}`, at: ["calendars", name], fields: CALENDAR },
    sites(["calendars", name], `Sites of ${name}`),
  ]);
  // A profile is chosen at the start: here it can be changed, and its rate given.
  const profile: PartOf[] =
    portfolio["profile"] === undefined
      ? []
      : [
          {
            title: "Profile",
            hint: "It fills in what is not given. What is given wins.",
            at: ["profile"],
            fields: [
              {
                key: "name",
                label: "Profile",
                required: true,
                names: () => PROFILES.map(([name]) => name),
                say: Object.fromEntries(PROFILES),
              },
              { key: "rate", label: "What one of its currency is worth", like: "1.1", none: "a rough rate" },
            ],
          },
        ];
  const parts = [...responses, ...calendars];
  const hint = "Blocks with a name, which domains, teams and services take instead of the portfolio's own.";
  return [
    ...SECTIONS,
    variants(portfolio),
    ...(profile.length === 0 ? [] : [{ title: "Reference profile", parts: profile }]),
    ...(parts.length === 0 ? [] : [{ title: "Blocks that services share", hint, parts }]),
  ];
};

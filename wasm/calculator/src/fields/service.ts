// What a service has besides what its table shows.

import { MODEL_NAMES } from "../format";
import { flag, needs, plain, when, windows, type PartOf } from "./field";
import { ASPECTS, blocks, MODELS, PROFILES } from "./lists";
import { NAME } from "./parts";

const SHARE = { like: "30%", none: "100%" };

/** What a service has besides what its table shows. */
export const serviceParts = (index: number): readonly PartOf[] => [
  {
    title: "Selection and exposure",
    at: ["services", index],
    fields: [
      { key: "availability_target", label: "Availability target, %", like: "99.9", none: "from the exposure" },
      {
        key: "operating_model",
        label: "Operating model",
        none: "the selector's choice",
        words: MODELS.map(([model]) => model),
        say: MODEL_NAMES,
      },
      { key: "minimum_out_of_hours", label: "Minimum out of hours", none: "none", words: ["none", "domain", "team"] },
      {
        key: "target_required",
        label: "Least cost must meet the target",
        none: "no",
        words: ["true"],
        say: { true: "yes", false: "no" },
        means: flag,
      },
      { key: "working_hours_exposure", label: "Working hours exposure", ...SHARE },
      {
        key: "full_outage_share",
        label: "Incidents that are full outages",
        like: "25%",
        none: "not told",
        means: plain,
      },
      { key: "out_of_hours_exposure", label: "Out of hours exposure", ...SHARE },
      { key: "revenue_share", label: "Revenue share", like: "5%", none: "the portfolio's" },
      { key: "incidents_out_of_hours", label: "Incidents out of hours", like: "30%", none: "the portfolio's" },
      { key: "exposure_group", label: "Exposure group", like: "footfall", none: "none", means: plain },
      { key: "depends_on", label: "Depends on", like: "ledger; search degraded 20%", none: "nothing", means: needs },
      {
        key: "runs_today",
        label: "Runs today",
        none: "as the portfolio says",
        words: ["ops-run-it", "you-build-it-you-run-it", "nothing"],
        say: MODEL_NAMES,
      },
      { key: "operating_model_reason", label: "Why the model is given", none: "not given", means: plain },
    ],
  },
  {
    title: "Terms of its own",
    hint: "Instead of its team's, its domain's and the portfolio's. What is here counts under both models; the text says each by itself.",
    at: ["services", index],
    fields: [
      { key: "response", label: "Response", none: "the nearest", names: blocks("responses") },
      { key: "calendar", label: "Calendar", none: "the nearest", names: blocks("calendars") },
      {
        key: "profile",
        label: "Reference profile",
        none: "the nearest",
        words: PROFILES.map(([name]) => name),
        say: Object.fromEntries(PROFILES),
      },
      { key: "on_call.callout", label: "Callout pay", none: "the nearest", words: ["none"], say: { none: "not paid" } },
      ...(["setup", "transition"] as const).flatMap((table) =>
        ASPECTS.map(([key, label]) => ({
          key: `${table}.${key}`,
          money: true,
          label: `${table === "setup" ? "Setup" : "Transition"}: ${label.toLowerCase()}`,
          none: "the nearest",
        })),
      ),
    ],
  },
  {
    title: "Features and insights",
    at: ["services", index],
    fields: [
      { key: "features_per_year", label: "Features a year", like: "40" },
      { key: "value_per_feature_week", money: true, label: "Value per feature week", like: "1500" },
      { key: "insights_per_year", label: "Insights a year", like: "5 to 20" },
      { key: "value_per_insight_week", money: true, label: "Value per insight week", like: "low 500, high 3000" },
    ],
  },
  {
    title: "Exposure by the hour of the week",
    hint: "The first rule that matches an hour holds. End with a rule for all hours.",
    one: "rule",
    ordered: true,
    at: ["services", index, "exposure_by_hour"],
    fields: [
      { key: "when", label: "When", like: "Mon-Fri 09:00-17:00", none: "all hours", means: when },
      { key: "share", label: "Share of the exposure", like: "30%", required: true, means: plain },
    ],
  },
  {
    title: "Peaks",
    one: "peak",
    at: ["services", index, "peaks"],
    fields: [
      NAME,
      { key: "from", label: "From", like: "2026-11-27", means: plain },
      { key: "to", label: "To", like: "2026-11-30", means: plain },
      { key: "hours", label: "Or in every week", like: "Fri 16:00-20:00", means: windows },
      { key: "exposure_per_hour", money: true, label: "Exposure an hour", like: "700000", required: true },
    ],
  },
];

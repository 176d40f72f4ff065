// Parts that several sections have: hours, pay, tiers and steps of a response.

import { MODEL_NAMES } from "../format";
import type { Key } from "../portfolio";
import { flag, list, plain, when, whole, windows, type FieldOf, type PartOf } from "./field";
import { MODELS, PRESETS, STAFF } from "./lists";

export const CALENDAR: readonly FieldOf[] = [
  {
    key: "working_hours",
    label: "Working hours",
    like: "Mon-Thu 09:00-17:00; Fri 09:00-15:00",
    none: "Mon-Fri 09:00-17:00",
    means: windows,
  },
  { key: "bank_holidays", label: "Bank holidays", like: "2026-12-25; 2026-12-28", none: "none", means: list },
  {
    key: "between_sites",
    label: "Hours that no site works",
    none: "not allowed",
    words: ["on-call"],
    say: { "on-call": "on call" },
  },
];

export const COVER: FieldOf = {
  key: "cover",
  label: "Cover",
  like: "Mon-Sun 07:00-22:00",
  none: "all hours out of hours",
  means: windows,
};

export const NAME: FieldOf = { key: "name", label: "Name", required: true, means: plain };

/** Places that take turns, in the place of one calendar's hours. */
export const sites = (at: readonly Key[], title: string): PartOf => ({
  title,
  hint: "What a site works costs no standby and does not wait.",
  one: "site",
  at: [...at, "sites"],
  fields: [NAME, ...CALENDAR.filter(({ key }) => key !== "between_sites")],
});

export const pay = (who: string, title: string, more: readonly FieldOf[]): readonly PartOf[] => [
  {
    title: `On call: ${title}`,
    hint: "Published pay holds where no standby or callout pay is given below.",
    at: ["on_call", who],
    fields: [
      { key: "people_per_schedule", label: "People on call at once", none: "1", means: whole },
      { key: "secondary_standby", label: "Standby of each but the first", like: "50%", none: "100%", means: plain },
      { key: "shift", label: "Shift", like: "3d 12h", none: "1w" },
      COVER,
      ...more,
      { key: "preset", label: "Published pay", none: "none", names: () => PRESETS },
    ],
  },
  {
    title: `Standby pay: ${title}`,
    hint: "The first rule that matches pays. End with a rule for all hours.",
    one: "standby rule",
    ordered: true,
    at: ["on_call", who, "standby"],
    beside: { key: "pays", label: "Standby is paid", words: ["out-of-hours", "always"], usual: "out-of-hours" },
    fields: [
      {
        key: "when",
        label: "When",
        like: "Sat-Sun, bank-holidays, 2026-12-31; 2027-01-01",
        none: "all hours",
        means: when,
      },
      { key: "amount", money: true, label: "Amount", like: "540", required: true },
      { key: "per", label: "Per", required: true, words: ["hour", "day", "week"] },
    ],
  },
  {
    title: `Callout pay: ${title}`,
    hint: "Paid for responding, where standby is paid for being ready.",
    at: ["on_call", who, "callout"],
    fields: [
      { key: "amount", money: true, label: "Amount", like: "75", none: "none" },
      { key: "per", label: "Per", none: "–", words: ["hour", "callout"] },
      { key: "minimum", label: "Least time paid", like: "1h", none: "none" },
      { key: "round_up_to", label: "Time is rounded up to", like: "30min", none: "the second" },
      { key: "included", label: "First time that is not paid", like: "30min", none: "none" },
      { key: "window", label: "No second payment within", like: "2h", none: "each is paid" },
      { key: "secondary", label: "Paid to people but the first", like: "50%", none: "100%", means: plain },
      { key: "time_off", label: "Hours off for an hour of work", like: "0.5", none: "none", means: plain },
      { key: "first.amount", money: true, label: "Amount for the first of a shift", none: "as the others" },
      { key: "first.per", label: "Per, for the first of a shift", none: "–", words: ["hour", "callout"] },
    ],
  },
  {
    title: `Callout rates by time: ${title}`,
    hint: "The first that matches the moment of a callout counts; otherwise the amount above.",
    one: "rate",
    ordered: true,
    at: ["on_call", who, "callout", "rates"],
    fields: [
      { key: "when", label: "When", like: "Sat-Sun, bank-holidays", required: true, means: when },
      { key: "times", label: "Times the rate", like: "2", none: "an amount", means: plain },
      { key: "amount", money: true, label: "Amount", like: "120", none: "times the rate" },
    ],
  },
];

export const answer = (
  [model, title]: readonly [string, string],
  of: readonly Key[] = ["response"],
): readonly PartOf[] => responseAt([...of, model], model, title);

/** A response of one model, wherever it stands. */
export const responseAt = (at: readonly Key[], model: string, title: string): readonly PartOf[] => [
  {
    title: `Tiers of ${title}`,
    hint: "In the order in which an incident reaches them. Every tier but the last says which share it resolves; the last resolves the rest.",
    one: "tier",
    ordered: true,
    at: [...at, "tiers"],
    fields: [
      NAME,
      { key: "pick_up", label: "Pick-up", like: "20min", required: true },
      { key: "handling", label: "Handling", like: "30min to 4h", required: true },
      { key: "people", label: "People", required: true, means: whole },
      { key: "resolves", label: "Resolves", like: "60%", none: "all", means: plain },
      // Under You Build It its schedule decides.
      ...(model === "ops-run-it"
        ? [
            { key: "out_of_hours", label: "Out of hours", none: "covered", words: ["covered", "next-working-day"] },
            { ...COVER, label: "Or covered in", like: "Mon-Sat 06:00-24:00", none: "as operations" },
          ]
        : []),
      { key: "staffed_by", label: "Staffed by", none: "as usual", words: STAFF },
      { key: "hourly_cost", money: true, label: "Hourly cost", like: "90", none: "of its staff" },
    ],
  },
  {
    title: `Workflow steps of ${title}`,
    hint: "What is done around the tiers. An automated step costs nothing.",
    one: "step",
    ordered: true,
    at: [...at, "workflow"],
    fields: [
      NAME,
      {
        key: "automated",
        label: "Done",
        none: "by hand",
        words: ["true"],
        say: { true: "automatically", false: "by hand" },
        means: flag,
      },
      { key: "delay", label: "Delay", like: "10min", none: "none" },
      { key: "effort", label: "Effort", like: "15min", none: "none" },
      { key: "automation_cost", money: true, label: "Automating it costs", like: "2000", none: "not estimated" },
    ],
  },
];

/** A line of the model that the portfolio adds. */
export const LINE: readonly FieldOf[] = [
  NAME,
  { key: "amount", money: true, label: "Amount", like: "21", required: true },
  { key: "frequency", label: "Paid", none: "yearly", words: ["one-off", "weekly", "monthly", "yearly"] },
  {
    key: "per",
    label: "Paid for",
    none: "the portfolio",
    words: ["portfolio", "domain", "team", "service", "person-on-call", "incident", "hour-of-response", "deployment"],
  },
  {
    key: "operating_model",
    label: "Under",
    none: "either model",
    words: MODELS.map(([model]) => model),
    say: MODEL_NAMES,
  },
  {
    key: "aspect",
    label: "Aspect",
    none: "service reliability",
    words: ["deployment-throughput", "service-reliability", "learning-culture"],
  },
  {
    key: "cost_type",
    label: "Cost type",
    none: "as it is paid",
    words: ["setup", "transition", "run", "incident"],
  },
  {
    key: "budget_holder",
    label: "Whose budget",
    none: "as other costs",
    words: ["product-team", "it", "operations"],
  },
  { key: "accounting", label: "Accounted as", none: "as other costs", words: ["capex", "opex"] },
  { key: "domain", label: "Domain", none: "all" },
  { key: "team", label: "Team", none: "all" },
  { key: "seats.number", label: "Seats to staff", like: "2", none: "none", means: whole },
  { key: "seats.hours_per_week", label: "Hours a week of who staffs a seat", like: "37.5" },
  { key: "seats.leave", label: "Leave of who staffs a seat", like: "16%" },
  { key: "seats.overlap", label: "Overlap of shifts", like: "5%" },
  {
    key: "service_credits.above_incidents",
    label: "Service credits above incidents a year",
    like: "10",
    none: "none",
  },
  { key: "service_credits.amount", money: true, label: "Service credit for an incident", like: "2000" },
];

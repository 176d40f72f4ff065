import { readFileSync } from "node:fs";
import { compare } from "whorunsit";

const comparison = compare(readFileSync("examples/furniture-retailer-costs.toml"));
for (const { name, insurance } of comparison.services)
  console.log(name, insurance.cheaper_model ?? "undecided", insurance.net_benefit);

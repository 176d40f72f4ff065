import { readFileSync } from "node:fs";
import { recommend } from "whorunsit";

const rec = recommend(readFileSync("examples/furniture-retailer.toml"));
for (const s of rec.services)
  console.log(s.name, s.availability_target, s.deployment_target, s.operating_model, s.out_of_hours ?? "operations");

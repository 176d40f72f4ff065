//! Portfolios of any shape, for tests.

use serde_json::{Value, json};

use crate::random::Random;

/// Makes portfolios; the same number makes the same one.
pub(crate) struct Maker {
    random: Random,
}

impl Maker {
    fn below(&mut self, count: usize) -> usize {
        self.random.below(count)
    }

    fn once_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    /// An estimate of any shape, of some size, in some unit.
    fn estimate(&mut self, size: usize, unit: &str) -> Value {
        let base = size * (2 + self.below(4));
        let of = |parts: usize| format!("{}{unit}", base * parts);
        match self.below(6) {
            0 => json!(of(2)),
            1 => json!({ "low": of(1), "likely": of(2), "high": of(4) }),
            2 => json!({ "low": of(1), "likely": of(1), "high": of(3), "shape": "triangular" }),
            3 => json!({ "low": of(1), "high": of(3) }),
            4 => json!({ "p5": of(1), "p95": of(3) }),
            _ => json!({ "observed": [of(1), of(4), of(2), of(2)] }),
        }
    }

    fn tier(&mut self, name: &str) -> Value {
        json!({
            "name": name,
            "pick_up": self.estimate(5, "min"),
            "handling": self.estimate(15, "min"),
            "people": 1 + self.below(2),
        })
    }

    fn service(&mut self, name: usize) -> Value {
        let mut service = json!({
            "name": format!("service {name}"),
            "team": "team",
            "kind": "digital",
            "feature_demand": "high",
            "exposure_per_hour": self.estimate(4_000, ""),
            "incidents_per_year": self.estimate(1, ""),
            "availability_target": (["95.0", "99.0", "99.9"][self.below(3)]),
        });
        let map = service.as_object_mut().unwrap();
        if self.once_in(2) {
            map.insert("severity".into(), self.estimate(4, "%"));
        }
        if self.once_in(2) {
            map.insert("out_of_hours_exposure".into(), json!("40%"));
        }
        if self.once_in(2) {
            map.insert("features_per_year".into(), self.estimate(3, ""));
            map.insert("value_per_feature_week".into(), self.estimate(300, ""));
        }
        if self.once_in(3) {
            map.insert("insights_per_year".into(), self.estimate(2, ""));
            map.insert("value_per_insight_week".into(), self.estimate(200, ""));
        }
        service
    }

    /// A whole portfolio, and whether anything in it ties services together or changes in peaks.
    pub(crate) fn portfolio(number: u64, tied: bool) -> Value {
        let mut maker = Self { random: Random::of_batch(2_026, number) };
        let mut operations = vec![maker.tier("bridge")];
        if maker.once_in(2) {
            operations[0]["resolves"] = json!("40%");
            let mut second = maker.tier("support");
            if maker.once_in(2) {
                second["out_of_hours"] = json!("next-working-day");
            }
            operations.push(second);
        }
        let by_the_hour = maker.once_in(2);
        let callout = |amount: &str| match by_the_hour {
            true => json!({ "amount": amount, "per": "hour", "minimum": "1h", "round_up_to": "30min" }),
            false => json!({ "amount": amount, "per": "callout" }),
        };
        let pay = |amount: &str| {
            json!({
                "people_per_schedule": 1,
                "standby": { "amount": "300", "per": "week" },
                "callout": callout(amount),
            })
        };
        let mut of_operations = pay("40");
        of_operations["rotas"] = json!(1);
        of_operations["participants"] = json!(6);
        let one_off = |amount: &str| json!({ "deployment-throughput": amount, "service-reliability": amount, "learning-culture": amount });
        let count = 1 + maker.below(2);
        let mut services: Vec<Value> = (0..count).map(|name| maker.service(name)).collect();
        let mut document = json!({
            "schema": 1,
            "currency": "USD",
            "horizon": {
                "years": 1 + maker.below(2),
                "discount_rate": (["0%", "8%"][maker.below(2)]),
            },
            "operations": { "hourly_cost": "60" },
            "on_call": { "product_teams": pay("75"), "operations": of_operations },
            "response": {
                "you-build-it-you-run-it": {
                    "tiers": [maker.tier("team")],
                    "workflow": [{ "name": "tell users", "effort": "15min" }],
                },
                "ops-run-it": {
                    "tiers": operations,
                    "workflow": [{ "name": "raise a ticket", "delay": "10min", "effort": "10min" }],
                },
            },
            "throughput": {
                "you-build-it-you-run-it": { "hand_off_lead_time": "4h", "effort_per_deployment": "1h" },
                "ops-run-it": { "hand_off_lead_time": "10d", "effort_per_deployment": "12h" },
            },
            "learning": {
                "you-build-it-you-run-it": { "lead_time": "3d", "effort_per_improvement": "12h" },
                "ops-run-it": { "lead_time": "6w", "effort_per_improvement": "20h" },
            },
            "exposure_bands": [
                { "max_per_hour": "7000", "availability": "95.0" },
                { "max_per_hour": "250000", "availability": "99.0" },
                { "max_per_hour": "800000", "availability": "99.9" },
            ],
            "operations_work": {
                "you-build-it-you-run-it": { "effort_per_week": "2h" },
                "ops-run-it": { "effort_per_week": "3h" },
            },
            "setup": { "you-build-it-you-run-it": one_off("9000"), "ops-run-it": one_off("2000") },
            "transition": { "you-build-it-you-run-it": one_off("500"), "ops-run-it": one_off("3000") },
            "teams": [{
                "name": "team", "on_call_participants": 5, "hourly_cost": "70",
                "capacity_hours_per_week": 200, "rework_rate": "10%",
            }],
        });
        if tied && maker.once_in(2) {
            let peak = maker.estimate(41_000, "");
            services[0]["peaks"] = json!([
                { "name": "sale", "from": "2026-11-20", "to": "2026-12-31", "exposure_per_hour": peak }
            ]);
            if number.is_multiple_of(3) {
                let peak = &mut services[0]["peaks"][0];
                peak.as_object_mut().unwrap().retain(|key, _| key != "from" && key != "to");
                peak["hours"] = json!(["Fri 16:00-22:00", "Sun 10:00-12:00"]);
            }
        }
        if tied && maker.once_in(2) {
            for service in &mut services {
                service["exposure_group"] = json!("market");
            }
        }
        if tied && maker.once_in(2) {
            let names: Vec<Value> = services.iter().map(|service| service["name"].clone()).collect();
            document["shared_causes"] = json!([
                { "name": "platform", "incidents_per_year": { "low": "0.2", "high": "0.8" }, "services": names },
            ]);
        }
        document["services"] = json!(services);
        if number % 4 == 2 {
            for (payer, secondary) in [("product_teams", "50%"), ("operations", "80%")] {
                let callout = &mut document["on_call"][payer]["callout"];
                callout["rates"] = json!([
                    { "when": "2026-12-25", "times": "3" },
                    { "when": ["Fri 18:00-Mon 06:00", "bank-holidays"], "times": "2" },
                    { "when": "Mon-Fri 00:00-06:00", "amount": "90" },
                ]);
                callout["window"] = json!("12h");
                callout["secondary"] = json!(secondary);
                callout["time_off"] = json!("0.5");
                if by_the_hour {
                    callout["included"] = json!("40min");
                }
            }
        }
        if number % 8 == 2 {
            document["calendar"] = json!({ "bank_holidays": ["2026-12-25", "2026-12-28"] });
            document["on_call"]["product_teams"]["cover"] = json!("Mon-Sun 07:00-22:00");
        }
        if number % 3 == 1 {
            let [of_team, of_operations] = ["you-build-it-you-run-it", "ops-run-it"];
            let throughput = &mut document["throughput"];
            throughput[of_team]["change_failure_rate"] = json!("8%");
            throughput[of_team]["failed_deployment_recovery_time"] = json!({ "low": "20min", "high": "2h" });
            throughput[of_operations]["change_failure_rate"] = json!("25%");
            throughput[of_operations]["failed_deployment_recovery_time"] = json!("6h");
        }
        document
    }
}

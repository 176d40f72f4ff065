//! Prints an organisation at scale: 60 services of 30 teams in 6 domains, with costs of everything.
//!
//!     cargo run -q -p whorunsit --example organisation_at_scale > examples/organisation-at-scale.toml
//!
//! Every figure is ILLUSTRATIVE: drawn by a small generator from a fixed seed, so that it prints the same every time.

use std::fmt::{self, Write};

fn main() {
    print!("{}", organisation());
}

/// The portfolio as TOML text.
pub(crate) fn organisation() -> String {
    let mut text = TABLES.to_owned();
    match services(&mut text) {
        Ok(()) => text,
        Err(error) => format!("# {error}\n"),
    }
}

const TABLES: &str = include_str!("organisation_at_scale.head.toml");

/// SplitMix64: the next of a fixed sequence of numbers that look random.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number from `low` to `high`.
    fn from(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low + 1)
    }

    /// One of so many, by their weights.
    fn weighted<'w, T>(&mut self, choices: &'w [(u64, T)]) -> Option<&'w T> {
        let mut at = self.next() % choices.iter().map(|(weight, _)| weight).sum::<u64>();
        choices.iter().find_map(|(weight, choice)| {
            let found = at < *weight;
            at = at.saturating_sub(*weight);
            found.then_some(choice)
        })
    }
}

/// A domain, how it groups its teams, its five teams and their ten services.
type Domain = (&'static str, &'static str, [(&'static str, [&'static str; 2]); 5]);

const DOMAINS: [Domain; 6] = [
    (
        "shopping",
        "customer-journey",
        [
            ("search", ["product-search", "search-suggestions"]),
            ("catalogue", ["product-catalogue", "product-images"]),
            ("basket", ["basket", "gift-cards"]),
            ("checkout", ["checkout", "order-placement"]),
            ("offers", ["promotions", "price-display"]),
        ],
    ),
    (
        "delivery",
        "customer-journey",
        [
            ("slots", ["delivery-slots", "delivery-charges"]),
            ("tracking", ["order-tracking", "courier-messages"]),
            ("returns", ["returns-portal", "refund-requests"]),
            ("stores", ["click-and-collect", "store-finder"]),
            ("depots", ["depot-planning", "route-planning"]),
        ],
    ),
    (
        "payments",
        "technology-capability",
        [
            ("cards", ["card-payments", "card-vault"]),
            ("wallets", ["wallet-payments", "instalments"]),
            ("fraud", ["fraud-screening", "fraud-cases"]),
            ("refunds", ["refunds", "chargebacks"]),
            ("reconciliation", ["reconciliation", "payment-reports"]),
        ],
    ),
    (
        "supply",
        "technology-capability",
        [
            ("stock", ["stock-levels", "stock-counts"]),
            ("warehouse", ["warehouse-picking", "warehouse-labels"]),
            ("suppliers", ["supplier-portal", "supplier-invoices"]),
            ("purchasing", ["purchase-orders", "demand-forecasts"]),
            ("transport", ["carrier-bookings", "customs-papers"]),
        ],
    ),
    (
        "customers",
        "customer-journey",
        [
            ("accounts", ["sign-in", "customer-profiles"]),
            ("loyalty", ["loyalty-points", "vouchers"]),
            ("messages", ["email-messages", "push-messages"]),
            ("reviews", ["reviews", "questions-and-answers"]),
            ("help", ["help-centre", "contact-forms"]),
        ],
    ),
    (
        "back-office",
        "tooling",
        [
            ("finance", ["general-ledger", "tax-reports"]),
            ("people", ["staff-rotas", "payroll-exports"]),
            ("data", ["data-warehouse", "sales-dashboards"]),
            ("content", ["content-editor", "image-library"]),
            ("platform", ["build-pipelines", "identity-of-staff"]),
        ],
    ),
];

/// What a class of services is like.
struct Class {
    demands: &'static [(u64, &'static str)],
    /// In units of $100 an hour.
    exposure: (u64, u64),
    value_per_feature_week: (u64, u64),
    /// In percent: how much of an outage is felt.
    severity: (u64, u64),
}

const CRITICAL: Class = Class {
    demands: &[(2, "medium"), (3, "high"), (1, "very-high")],
    exposure: (3_200, 6_000),
    value_per_feature_week: (2_000, 5_000),
    severity: (15, 30),
};
const IMPORTANT: Class = Class {
    demands: &[(4, "medium"), (4, "high"), (1, "very-high")],
    exposure: (120, 1_400),
    value_per_feature_week: (600, 2_400),
    severity: (10, 30),
};
const MATTERS: Class = Class {
    demands: &[(5, "low"), (4, "medium"), (3, "high")],
    exposure: (12, 90),
    value_per_feature_week: (150, 900),
    severity: (10, 35),
};
const HARDLY: Class = Class {
    demands: &[(5, "low"), (3, "medium"), (1, "high")],
    exposure: (1, 9),
    value_per_feature_week: (40, 300),
    severity: (10, 40),
};

const CRITICAL_SERVICES: [&str; 4] = ["checkout", "order-placement", "card-payments", "sign-in"];

fn services(text: &mut String) -> fmt::Result {
    let mut draw = Draw(2026);
    for (name, grouping, _) in &DOMAINS {
        write!(text, "\n[[domains]]\nname = \"{name}\"\ngrouping = \"{grouping}\"\n")?;
    }
    for (domain, _, teams) in &DOMAINS {
        for (team, _) in teams {
            let participants = draw.from(4, 8);
            let (hourly, rework) = (draw.from(58, 84), draw.from(6, 24));
            let funding = draw.weighted(&[(3, "product"), (1, "it")]).unwrap_or(&"product");
            write!(
                text,
                "\n[[teams]]\nname = \"{team}\"\ndomain = \"{domain}\"\non_call_participants = {participants}\n\
                 hourly_cost = \"{hourly}\"\ncapacity_hours_per_week = {}\nrework_rate = \"{rework}%\"\n\
                 funding = \"{funding}\"\n",
                (participants + 1) * 35
            )?;
        }
    }
    for (domain, _, teams) in &DOMAINS {
        for (team, names) in teams {
            for name in names {
                service(text, &mut draw, (domain, team, name))?;
            }
        }
    }
    Ok(())
}

fn service(text: &mut String, draw: &mut Draw, (domain, team, name): (&str, &str, &str)) -> fmt::Result {
    let in_shop = matches!(domain, "shopping" | "payments" | "delivery");
    let class = if CRITICAL_SERVICES.contains(&name) {
        &CRITICAL
    } else if in_shop {
        *draw.weighted(&[(4, &IMPORTANT), (4, &MATTERS), (2, &HARDLY)]).unwrap_or(&&MATTERS)
    } else {
        *draw.weighted(&[(2, &IMPORTANT), (5, &MATTERS), (4, &HARDLY)]).unwrap_or(&&MATTERS)
    };
    let demand = *draw.weighted(class.demands).unwrap_or(&"medium");
    let foundational = domain == "back-office" || demand == "low" && draw.from(1, 2) == 1;
    let features = match demand {
        "low" => draw.from(4, 9),
        "medium" => draw.from(12, 22),
        "high" => draw.from(26, 48),
        _ => draw.from(60, 110),
    };
    let incidents = draw.from(1, 3);
    let (likely, high) = (incidents + draw.from(1, 5), incidents + draw.from(8, 16));
    let severity = draw.from(class.severity.0, class.severity.1);
    let nights = if in_shop { draw.from(30, 70) } else { draw.from(5, 35) };
    write!(
        text,
        "\n[[services]]\nname = \"{name}\"\nkind = \"{}\"\nteam = \"{team}\"\nexposure_per_hour = \"{}\"\n\
         feature_demand = \"{demand}\"\n\
         incidents_per_year = {{ low = {incidents}, likely = {likely}, high = {high} }}\n\
         severity = {{ low = \"2%\", likely = \"{severity}%\", high = \"100%\" }}\n\
         out_of_hours_exposure = \"{nights}%\"\nfeatures_per_year = {features}\n\
         value_per_feature_week = \"{}\"\ninsights_per_year = {}\nvalue_per_insight_week = \"{}\"\n",
        if foundational { "foundational" } else { "digital" },
        draw.from(class.exposure.0, class.exposure.1) * 100,
        draw.from(class.value_per_feature_week.0, class.value_per_feature_week.1) / 10 * 10,
        draw.from(1, 3 + features / 8),
        draw.from(class.value_per_feature_week.0, class.value_per_feature_week.1) / 20 * 10,
    )?;
    if name == "checkout" || name == "product-search" {
        let peak = if name == "checkout" { "900000" } else { "600000" };
        write!(
            text,
            "\n[[services.peaks]]\nname = \"Black Friday week\"\nfrom = \"2026-11-23\"\nto = \"2026-11-30\"\n\
             exposure_per_hour = \"{peak}\"\n"
        )?;
    }
    Ok(())
}

//! Catalogues as people keep them: what is taken in, what is refused, and that every fault is told at once.

#![expect(clippy::unwrap_used, reason = "a helper that fails should fail its test")]

use whorunsit::{Currency, Portfolio};
use whorunsit_exchange::{Catalogue, Mapping, Refusal};

const SHOP: &str = r#"
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: checkout
  annotations: &notes
    example.com/tier: "1"
spec:
  type: service
  lifecycle: production
  owner: group:default/payments
  system: shop
  dependsOn: ["component:ledger", "resource:db"]
---
kind: Component
metadata: { name: ledger, annotations: { example.com/tier: "1" } }
spec: { type: service, lifecycle: production, owner: payments, system: "system:default/shop" }
---
kind: Component
metadata: { name: old-shop }
spec: { type: website, lifecycle: deprecated, owner: payments }
---
kind: Component
metadata: { name: ui-kit }
spec: { type: library, lifecycle: production, owner: web }
---
kind: System
metadata: { name: shop }
spec: { owner: payments, domain: retail }
---
kind: Domain
metadata: { name: retail }
spec: { owner: payments }
"#;

fn backstage() -> Mapping {
    Mapping::preset("backstage").unwrap()
}

fn codes(refusal: &Refusal) -> Vec<&str> {
    refusal.faults.iter().map(|fault| fault.code).collect()
}

fn refused(yaml: &str) -> Refusal {
    Catalogue::read(yaml.as_bytes(), &backstage()).unwrap_err()
}

#[test]
fn a_catalogue_makes_a_starter_portfolio_whose_gaps_check_tells() {
    let catalogue = Catalogue::read(SHOP.as_bytes(), &backstage()).unwrap();
    let names: Vec<&str> = catalogue.services.iter().map(|service| &*service.name).collect();
    assert_eq!(names, ["checkout", "ledger"]);
    let checkout = &catalogue.services[0];
    assert_eq!(checkout.team.as_deref(), Some("payments"));
    assert_eq!(checkout.domain.as_deref(), Some("retail"));
    assert_eq!(checkout.depends_on, ["ledger"]);
    assert_eq!(checkout.missing(), ["exposure_per_hour", "feature_demand"]);
    assert_eq!(catalogue.left_out[0].lifecycle, "deprecated");
    assert_eq!(catalogue.others["Component library"], 1);
    let starter = catalogue.starter(Some("Shop"), Some("USD".parse().unwrap())).unwrap();
    let problems = Portfolio::read(starter.as_bytes()).unwrap_err().to_string();
    assert!(problems.contains("exposure_per_hour") && problems.contains("feature_demand"), "{problems}");
}

#[test]
fn tiers_can_stand_for_exposures_and_then_the_portfolio_is_complete() {
    let text = format!(
        "{}\n[[values]]\nwhere = {{ \"/metadata/annotations/example.com~1tier\" = [\"1\"] }}\n\
         exposure_per_hour = \"250k\"\nfeature_demand = \"high\"\n",
        Mapping::preset_text("backstage").unwrap()
    );
    let catalogue = Catalogue::read(SHOP.as_bytes(), &Mapping::read("ours", &text).unwrap()).unwrap();
    let currency: Currency = "USD".parse().unwrap();
    let portfolio = catalogue.starter(Some("Shop"), Some(currency)).unwrap();
    let portfolio = Portfolio::read(portfolio.as_bytes()).unwrap();
    let exposure = portfolio.file().services[1].exposure_per_hour.mean();
    assert_eq!(exposure.to_string(), "250000");
}

#[test]
fn every_fault_is_told_at_once() {
    let refusal = refused(
        "
kind: Component
metadata: { name: a }
spec: { type: service, lifecycle: production, dependsOn: [\"component:b\"] }
---
kind: Component
metadata: { name: b }
spec: { type: service, lifecycle: production, owner: t, dependsOn: [\"component:default/a\"] }
---
kind: Component
metadata: { name: b }
spec: { type: service, lifecycle: production, owner: t }
---
kind: Component
metadata: {}
spec: { type: service, lifecycle: production, owner: t }
---
kind: Domain
metadata: { name: x }
spec: { owner: t, subdomainOf: y }
---
kind: Domain
metadata: { name: y }
spec: { owner: t, subdomainOf: x }
",
    );
    let mut codes = codes(&refusal);
    codes.sort_unstable();
    assert_eq!(codes, ["circle", "circle", "duplicate-name", "missing-name", "missing-owner"]);
    assert!(refusal.to_string().contains("`a` → `b` → `a`"), "{refusal}");
}

#[test]
fn what_is_no_catalogue_is_said() {
    assert_eq!(codes(&refused("kind: [")), ["invalid-yaml"]);
    assert_eq!(codes(&refused("")), ["no-service"]);
    assert_eq!(codes(&refused("apiVersion: openslo/v1\nkind: SLO\n")), ["no-service"]);
    assert_eq!(codes(&refused(&"[".repeat(2_000))), ["invalid-yaml"]);
    assert_eq!(codes(&refused("kind: Component\nkind: Component\n")), ["invalid-yaml"]);
}

#[test]
fn a_bomb_of_aliases_is_refused() {
    let mut yaml = String::from("a: &a [x, x, x, x, x, x, x, x, x, x]\n");
    for (index, name) in ('b'..='k').enumerate() {
        let before = char::from(b'a' + u8::try_from(index).unwrap());
        let list = vec![format!("*{before}"); 10].join(", ");
        yaml.push_str(&format!("{name}: &{name} [{list}]\n"));
    }
    assert_eq!(codes(&refused(&yaml)), ["invalid-yaml"]);
}

#[test]
fn mappings_are_checked() {
    let wrong = |text: &str| Mapping::read("mine", text).unwrap_err().faults[0].code;
    assert_eq!(wrong("[services]\nname = \"name\""), "invalid-mapping");
    assert_eq!(wrong("[services]\nname = \"/name\"\ncolour = \"red\""), "invalid-mapping");
    let unknown = Mapping::preset("backstag").unwrap_err();
    assert!(unknown.to_string().contains("did you mean `backstage`?"));
}

/// A long chain of dependencies is no circle, and is walked without recursion.
#[test]
fn ten_thousand_entities_are_read() {
    let mut yaml = String::new();
    for index in 0..10_000 {
        yaml.push_str(&format!(
            "---\nkind: Component\nmetadata: {{ name: s{index} }}\nspec: {{ type: service, lifecycle: production, \
             owner: t{}, dependsOn: [\"component:s{}\"] }}\n",
            index % 200,
            index + 1
        ));
    }
    let catalogue = Catalogue::read(yaml.as_bytes(), &backstage()).unwrap();
    assert_eq!(catalogue.services.len(), 10_000);
}

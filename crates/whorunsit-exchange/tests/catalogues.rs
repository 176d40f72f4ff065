//! Catalogues as people keep them: what is taken in, what is refused, and that every fault is told at once.

#![expect(clippy::unwrap_used, reason = "a helper that fails should fail its test")]

use whorunsit::{Currency, Portfolio};
use whorunsit_exchange::{Catalogue, HolidayOptions, Holidays, Mapping, Refusal};

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

const GOV_UK: &str = r#"{
  "england-and-wales": { "division": "england-and-wales", "events": [
    { "title": "Christmas Day", "date": "2025-12-25", "notes": "", "bunting": true },
    { "title": "New Year’s Day", "date": "2026-01-01", "notes": "", "bunting": true },
    { "title": "Boxing Day", "date": "2026-12-28", "notes": "Substitute day", "bunting": true } ] },
  "scotland": { "division": "scotland", "events": [ { "title": "St Andrew’s Day", "date": "2026-11-30", "notes": "" } ] }
}"#;

fn holidays(text: &str, division: Option<&str>, from: Option<&str>) -> Result<Vec<String>, String> {
    let mut options = HolidayOptions::default();
    options.division = division.map(str::to_owned);
    options.from = from.map(|from| from.parse().unwrap());
    let read = Holidays::read(text.as_bytes(), &options).map_err(|refusal| refusal.to_string())?;
    let told = read.remarks.iter().cloned();
    Ok(read.days.iter().map(|day| format!("{} {}", day.date, day.title)).chain(told).collect())
}

#[test]
fn bank_holidays_of_a_division_and_a_year() {
    let england = Some("england-and-wales");
    let of_2026 = ["2026-01-01 New Year’s Day", "2026-12-28 Boxing Day"];
    assert_eq!(holidays(GOV_UK, england, Some("2026-01-01")).unwrap(), of_2026);
    let fiscal = ["2025-12-25 Christmas Day", "2026-01-01 New Year’s Day"];
    assert_eq!(holidays(GOV_UK, england, Some("2025-04-01")).unwrap(), fiscal);
    assert_eq!(holidays(GOV_UK, Some("scotland"), None).unwrap(), ["2026-11-30 St Andrew’s Day"]);
    for (division, from, words) in [
        (None, None, "name one of `england-and-wales`, `scotland`"),
        (Some("wales"), None, "there is no division `wales`"),
        (england, None, "lie in 2025 to 2026"),
        (
            england,
            Some("2027-01-01"),
            "none of its 3 bank holidays, from 2025-12-25 to 2026-12-28, lies in the year from 2027-01-01 on",
        ),
    ] {
        let told = holidays(GOV_UK, division, from).unwrap_err();
        assert!(told.contains(words), "{told}");
    }
}

#[test]
fn a_substitute_day_and_the_day_that_it_stands_for_are_one() {
    let calendar = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261226\r\n\
                    SUMMARY:Christmas\r\n  Day\r\nRRULE:FREQ=YEARLY\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n\
                    DTSTART;VALUE=DATE:20261226\r\nSUMMARY:Boxing Day\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n\
                    DTSTART;VALUE=DATE:20261228\r\nSUMMARY:Boxing Day (observed)\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    assert_eq!(
        holidays(calendar, None, Some("2026-01-01")).unwrap(),
        [
            "2026-12-25 Christmas Day",
            "2026-12-28 Boxing Day (observed)",
            "2026-12-26, `Boxing Day`, a Saturday, was left out: 2026-12-28 is its substitute"
        ]
    );
    assert_eq!(holidays(calendar, None, Some("2027-01-01")).unwrap(), ["2027-12-25 Christmas Day"]);
    let weekly = calendar.replace("FREQ=YEARLY", "FREQ=WEEKLY");
    assert!(holidays(&weekly, None, None).unwrap_err().contains("event 1"));
}

#[test]
fn a_list_with_the_day_first_is_read_where_that_is_plain() {
    let list = "---\n- title: Good Friday\n  date: 03/04/2026\n- title: Christmas\n  date: 25/12/2026\n";
    assert_eq!(holidays(list, None, None).unwrap(), ["2026-04-03 Good Friday", "2026-12-25 Christmas"]);
    let told = holidays("- date: 03/04/2026\n- date: none\n", None, None).unwrap_err();
    assert!(told.contains("`03/04/2026` is not a date (holiday 1)") && told.contains("`none`"), "{told}");
}

#[test]
fn bank_holidays_are_written_into_a_portfolio_that_keeps_its_comments() {
    let mut options = HolidayOptions::default();
    options.division = Some("scotland".to_owned());
    let read = Holidays::read(GOV_UK.as_bytes(), &options).unwrap();
    let text = "schema = 1 # ours\n[calendar] # days\nbank_holidays = [2025-12-25]\n";
    let dates = "bank_holidays = [\n  2026-11-30, # St Andrew’s Day\n]\n";
    assert_eq!(
        read.written_into(text, None).unwrap(),
        format!("schema = 1 # ours\n[calendar] # days\n{dates}")
    );
    let north = read.written_into("schema = 1\n", Some("north")).unwrap();
    assert_eq!(north, format!("schema = 1\n\n[calendars.north]\n{dates}"));
    assert!(read.written_into("= 1", None).is_err());
}

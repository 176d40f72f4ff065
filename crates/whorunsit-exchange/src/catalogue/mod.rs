//! A software catalogue as a starter portfolio.

mod cycle;
mod mapping;
mod starter;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use serde_saphyr::{Budget, DuplicateKeyPolicy, Options};

use self::cycle::first_cycle;
pub use self::mapping::Mapping;
use self::mapping::{Where, holds, word};
use crate::refusal::{Fault, Refusal, quoted};

/// The largest catalogue that is read: 16 MB.
pub const MAX_CATALOGUE_BYTES: usize = 16 << 20;
/// The most documents of a catalogue.
const MAX_DOCUMENTS: usize = 100_000;
/// How many things YAML may stand for: room for 16 MB of entities, none for a bomb.
const MAX_EVENTS: usize = 8_000_000;
/// How often anchors may be repeated.
const MAX_ALIASES: usize = 10_000;
/// How deep values may be nested.
const MAX_DEPTH: usize = 32;

/// What a catalogue says of the services in it.
///
/// # Examples
///
/// ```
/// use whorunsit_exchange::{Catalogue, Mapping};
///
/// let yaml = "
/// apiVersion: backstage.io/v1alpha1
/// kind: Component
/// metadata: { name: checkout }
/// spec: { type: service, lifecycle: production, owner: group:default/shop }
/// ";
/// let catalogue = Catalogue::read(yaml.as_bytes(), &Mapping::preset("backstage")?)?;
/// assert_eq!(catalogue.services[0].name, "checkout");
/// assert_eq!(catalogue.services[0].team.as_deref(), Some("shop"));
/// # Ok::<(), whorunsit_exchange::Refusal>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Catalogue {
    /// The services, in the order of the catalogue.
    pub services: Vec<FoundService>,
    /// Services that are not in production, in the order of the catalogue.
    pub left_out: Vec<LeftOutEntity>,
    /// What else there is, by kind and type, with its count: nothing of it becomes a service.
    pub others: BTreeMap<String, usize>,
    /// What was decided where the catalogue says more than a portfolio can hold.
    pub notes: Vec<String>,
}

/// One service as far as its catalogue knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FoundService {
    /// Its name.
    pub name: String,
    /// The team that owns it.
    pub team: Option<String>,
    /// The domain of that team.
    pub domain: Option<String>,
    /// `digital` or `foundational`, as the mapping has it.
    pub kind: Option<String>,
    /// What an hour of failure loses, as the mapping has it; `None` where it does not say.
    pub exposure_per_hour: Option<String>,
    /// The demand for features, as the mapping has it; `None` where it does not say.
    pub feature_demand: Option<String>,
    /// The services of this catalogue that it cannot do without.
    pub depends_on: Vec<String>,
}

/// A service that is left out, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeftOutEntity {
    /// Its name.
    pub name: String,
    /// Where it is in its life, such as `deprecated`.
    pub lifecycle: String,
}

impl Catalogue {
    /// Reads a catalogue, YAML of one or many documents, or JSON.
    ///
    /// # Errors
    /// [`Refusal`] with every fault: what is no YAML, is nested too deep or expands to too much; services without a name or
    /// an owner, or of one name; dependencies, components or domains that lead in a circle.
    pub fn read(input: &[u8], mapping: &Mapping) -> Result<Self, Refusal> {
        let documents = documents(input)?;
        let mut reading = Reading { mapping, faults: Vec::new() };
        let mut systems: BTreeMap<String, Option<String>> = BTreeMap::new();
        let mut parents: Vec<(String, String)> = Vec::new();
        for entity in &documents {
            if let Some(of) = mapping.systems.as_ref().filter(|of| holds(&of.condition, entity)) {
                if let Some(name) = reading.name(entity, &of.name) {
                    systems.insert(name, reading.name(entity, &of.domain));
                }
            } else if let Some(of) = mapping.domains.as_ref().filter(|of| holds(&of.condition, entity)) {
                let parent = of.parent.as_deref().and_then(|pointer| reading.name(entity, pointer));
                parents.extend(reading.name(entity, &of.name).zip(parent));
            }
        }
        let mut catalogue =
            Self { services: Vec::new(), left_out: Vec::new(), others: BTreeMap::new(), notes: Vec::new() };
        let mut components: Vec<(String, String)> = Vec::new();
        for (index, entity) in documents.iter().enumerate() {
            let of = &mapping.services;
            if !holds(&of.condition, entity) {
                *catalogue.others.entry(sort(entity, &of.condition)).or_default() += 1;
                continue;
            }
            let Some(service) = reading.service(index + 1, entity, &systems) else { continue };
            let parent = of.parent.as_deref().and_then(|pointer| reading.name(entity, pointer));
            components.extend(parent.map(|parent| (service.name.clone(), parent)));
            let lifecycle =
                of.lifecycle.as_deref().and_then(|pointer| entity.pointer(pointer)).and_then(word);
            match lifecycle {
                Some(lifecycle) if !of.lifecycles.is_empty() && !of.lifecycles.contains(&lifecycle) => {
                    catalogue.left_out.push(LeftOutEntity { name: service.name, lifecycle });
                }
                _ => catalogue.services.push(service),
            }
        }
        reading.twins(&catalogue.services);
        reading.circles("domains", &parents);
        reading.circles("components", &components);
        let dependencies: Vec<(String, String)> = catalogue
            .services
            .iter()
            .flat_map(|service| service.depends_on.iter().map(|on| (service.name.clone(), on.clone())))
            .collect();
        reading.circles("dependencies", &dependencies);
        if catalogue.services.is_empty() && reading.faults.is_empty() {
            reading.faults.push(catalogue.nothing(mapping));
        }
        if !reading.faults.is_empty() {
            return Err(Refusal { faults: reading.faults });
        }
        catalogue.keep_known_dependencies();
        catalogue.settle_domains();
        Ok(catalogue)
    }

    fn nothing(&self, mapping: &Mapping) -> Fault {
        let others: Vec<String> =
            self.others.iter().map(|(sort, count)| format!("{count} × {sort}")).collect();
        let left = self.left_out.len();
        let mapping_help = "name a mapping that knows its services: `--mapping FILE`; `--show-mapping backstage` prints one to \
                            start from";
        let (message, help) = match (others.is_empty(), left) {
            (true, 0) => ("the catalogue is empty".to_owned(), "give a file that holds its entities"),
            (_, 0) => {
                let others = others.join(", ");
                let mapping = quoted(mapping.name());
                (format!("no entity is a service by the mapping {mapping}: {others}"), mapping_help)
            }
            _ => {
                let help = "take their lifecycle into the mapping's `lifecycles`";
                (format!("none of its {left} services is in production"), help)
            }
        };
        Fault { code: "no-service", place: String::new(), message, help: help.to_owned() }
    }

    /// Dependencies on what is no service of the catalogue are not kept.
    fn keep_known_dependencies(&mut self) {
        let known: BTreeSet<String> = self.services.iter().map(|service| service.name.clone()).collect();
        for service in &mut self.services {
            service.depends_on.retain(|on| known.contains(on));
        }
    }

    /// A team is in one domain: that of most of its services.
    fn settle_domains(&mut self) {
        let mut votes: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        for service in &self.services {
            if let (Some(team), Some(domain)) = (&service.team, &service.domain) {
                *votes.entry(team.clone()).or_default().entry(domain.clone()).or_default() += 1;
            }
        }
        let mut settled: BTreeMap<String, String> = BTreeMap::new();
        for (team, domains) in votes {
            let Some(most) =
                domains.iter().max_by_key(|(_, count)| **count).map(|(domain, _)| domain.clone())
            else {
                continue;
            };
            if domains.len() > 1 {
                let names: Vec<String> = domains.keys().map(|domain| quoted(domain)).collect();
                self.notes.push(format!(
                    "team {} owns services in {}: it is put into {}, where it owns most",
                    quoted(&team),
                    names.join(", "),
                    quoted(&most)
                ));
            }
            settled.insert(team, most);
        }
        for service in &mut self.services {
            service.domain = service.team.as_ref().and_then(|team| settled.get(team)).cloned();
        }
    }
}

/// The documents of YAML, which JSON is too.
pub(crate) fn documents(input: &[u8]) -> Result<Vec<Value>, Refusal> {
    if input.len() > MAX_CATALOGUE_BYTES {
        let message = format!("the file is larger than {} MB", MAX_CATALOGUE_BYTES >> 20);
        return Err(Refusal::one("too-large", message, "import it in parts"));
    }
    let invalid = |message: String| {
        Refusal::one("invalid-yaml", message, "give it as YAML or JSON, an entity to a document")
    };
    let text = std::str::from_utf8(input)
        .map_err(|wrong| invalid(format!("it is not UTF-8 from byte {} on", wrong.valid_up_to())))?;
    let mut budget = Budget::default();
    budget.max_events = MAX_EVENTS;
    budget.max_nodes = MAX_EVENTS;
    budget.max_documents = MAX_DOCUMENTS;
    budget.max_aliases = MAX_ALIASES;
    budget.max_depth = MAX_DEPTH;
    budget.max_recorded_anchor_events = MAX_EVENTS;
    let mut options = Options::default();
    options.budget = Some(budget);
    options.duplicate_keys = DuplicateKeyPolicy::Error;
    options.with_snippet = false;
    let read: Vec<Value> = serde_saphyr::from_multiple_with_options(text, options)
        .map_err(|wrong| invalid(format!("it is no YAML that can be taken in: {wrong}")))?;
    // A list of entities in one document is as good as many documents.
    let entities = read.into_iter().flat_map(|document| match document {
        Value::Array(entities) => entities,
        one => vec![one],
    });
    Ok(entities.filter(|entity| !entity.is_null()).collect())
}

/// What an entity is, in the words that a condition asks for.
fn sort(entity: &Value, condition: &Where) -> String {
    let words: Vec<String> =
        condition.keys().filter_map(|pointer| entity.pointer(pointer).and_then(word)).collect();
    if words.is_empty() { "entities without a kind".to_owned() } else { words.join(" ") }
}

struct Reading<'m> {
    mapping: &'m Mapping,
    faults: Vec<Fault>,
}

impl Reading<'_> {
    /// The name that stands somewhere in an entity.
    fn name(&self, entity: &Value, pointer: &str) -> Option<String> {
        self.referred(&word(entity.pointer(pointer)?)?)
    }

    /// The name in a reference such as `group:default/payments`.
    fn referred(&self, text: &str) -> Option<String> {
        let name = match self.mapping.entity_references {
            true => text.rsplit_once('/').or_else(|| text.rsplit_once(':')).map_or(text, |(_, name)| name),
            false => text,
        };
        (!name.is_empty()).then(|| name.to_owned())
    }

    fn fault(&mut self, code: &'static str, document: usize, pointer: &str, message: String, help: &str) {
        let place = format!("document {document}, {pointer}");
        self.faults.push(Fault { code, place, message, help: help.to_owned() });
    }

    fn service(
        &mut self,
        document: usize,
        entity: &Value,
        systems: &BTreeMap<String, Option<String>>,
    ) -> Option<FoundService> {
        let of = &self.mapping.services;
        let Some(name) = entity.pointer(&of.name).and_then(word) else {
            self.fault("missing-name", document, &of.name, "a service has no name".to_owned(), "give it one");
            return None;
        };
        let team = of.team.as_deref().and_then(|pointer| self.name(entity, pointer));
        if let (None, Some(pointer)) = (&team, &of.team) {
            let message = format!("service {} has no owner", quoted(&name));
            self.fault("missing-owner", document, pointer, message, "name the team that builds it");
        }
        let direct = of.domain.as_deref().and_then(|pointer| self.name(entity, pointer));
        let system = of.system.as_deref().and_then(|pointer| self.name(entity, pointer));
        let domain = direct.or_else(|| systems.get(&system?)?.clone());
        let depends_on = of.depends_on.as_deref().and_then(|pointer| entity.pointer(pointer));
        let depends_on = match depends_on {
            Some(Value::Array(list)) => {
                let names = list.iter().filter_map(word);
                // `resource:orders-db` is nothing that a team deploys.
                let components = names.filter(|text| !text.contains(':') || text.starts_with("component:"));
                components.filter_map(|text| self.referred(&text)).collect()
            }
            _ => Vec::new(),
        };
        let fitting = |key: fn(&mapping::Values) -> &Option<String>| {
            let fits = |values: &&mapping::Values| key(values).is_some() && holds(&values.condition, entity);
            self.mapping.values.iter().find(fits).and_then(|values| key(values).clone())
        };
        Some(FoundService {
            kind: fitting(|values| &values.kind),
            exposure_per_hour: fitting(|values| &values.exposure_per_hour),
            feature_demand: fitting(|values| &values.feature_demand),
            name,
            team,
            domain,
            depends_on,
        })
    }

    /// Services of one name.
    fn twins(&mut self, services: &[FoundService]) {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for service in services {
            *counts.entry(&service.name).or_default() += 1;
        }
        for (name, count) in counts.into_iter().filter(|(_, count)| *count > 1) {
            self.faults.push(Fault {
                code: "duplicate-name",
                place: self.mapping.services.name.clone(),
                message: format!("{count} services are called {}", quoted(name)),
                help: "keep one of them, or give them names of their own".to_owned(),
            });
        }
    }

    fn circles(&mut self, what: &str, pairs: &[(String, String)]) {
        let mut edges: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (from, to) in pairs {
            edges.entry(from).or_default().push(to);
        }
        if let Some(circle) = first_cycle(&edges) {
            let first = circle.first().copied().unwrap_or_default();
            let names: Vec<String> = circle.iter().copied().chain([first]).map(quoted).collect();
            self.faults.push(Fault {
                code: "circle",
                place: String::new(),
                message: format!("{what} lead in a circle: {}", names.join(" → ")),
                help: "take one of these out".to_owned(),
            });
        }
    }
}

//! Which services need which: names that exist, no circles, and what may fail with a service.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use rust_decimal::Decimal;

use super::{Checks, MAX_LIST};
use crate::exact::{Overflow, product};
use crate::portfolio::PortfolioFile;
use crate::problem::ProblemCode;
use crate::read::words;

/// How many services that one needs, directly or not, are looked at. Those that take most of it with them come first; what the
/// others add only lowers a ceiling further.
const LOOKED_AT: usize = 1_000;

/// The services that each service needs directly, each with the part of one that fails with it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dependencies(BTreeMap<u32, Vec<(u32, Decimal)>>);

impl Dependencies {
    fn of(&self, service: u32) -> &[(u32, Decimal)] {
        self.0.get(&service).map_or(&[], Vec::as_slice)
    }

    /// All services that a service needs, directly or not, each once with the part of one that fails with it: along the way that
    /// takes most.
    pub(crate) fn needed_by(&self, service: usize) -> Result<Vec<(u32, Decimal)>, Overflow> {
        let Ok(service) = u32::try_from(service) else {
            return Ok(Vec::new());
        };
        let mut ahead: BinaryHeap<(Decimal, std::cmp::Reverse<u32>)> =
            self.of(service).iter().map(|(needed, part)| (*part, std::cmp::Reverse(*needed))).collect();
        let mut seen = BTreeSet::new();
        let mut all = Vec::new();
        while let Some((part, std::cmp::Reverse(needed))) = ahead.pop() {
            if !seen.insert(needed) {
                continue;
            }
            all.push((needed, part));
            if all.len() == LOOKED_AT {
                break;
            }
            for (further, of_needed) in self.of(needed).iter().filter(|(further, _)| !seen.contains(further))
            {
                let part = product(part, *of_needed)?.round_dp(12).normalize();
                ahead.push((part, std::cmp::Reverse(*further)));
            }
        }
        Ok(all)
    }
}

impl Checks<'_> {
    pub(super) fn dependencies(
        &mut self,
        file: &PortfolioFile,
        services: &BTreeMap<&str, u32>,
    ) -> Dependencies {
        let mut edges = BTreeMap::new();
        for (index, service) in
            (0_u32..).zip(&file.services).filter(|(_, service)| !service.depends_on.is_empty())
        {
            if service.depends_on.len() > MAX_LIST {
                let message = format!("there are {} entries, more than {MAX_LIST}", service.depends_on.len());
                let path = format!("/services/{index}/depends_on");
                self.problem(ProblemCode::TooLarge, path, message, "name those that it needs most");
                continue;
            }
            let mut needed: Vec<(u32, Decimal)> = Vec::with_capacity(service.depends_on.len());
            for (place, dependency) in service.depends_on.iter().enumerate() {
                let path = || format!("/services/{index}/depends_on/{place}");
                let name = dependency.service();
                let names = file.services.iter().map(|service| &*service.name);
                let what = ("service", ProblemCode::UnknownService);
                let Some(found) = self.resolve(Some(name), services, names, path, what) else {
                    continue;
                };
                if needed.iter().any(|(other, _)| *other == found) {
                    let message = format!("`{name}` stands twice in the list");
                    self.problem(ProblemCode::DuplicateName, path(), message, "name each service once");
                    continue;
                }
                needed.push((found, dependency.degraded().of_one()));
            }
            edges.insert(index, needed);
        }
        let edges = Dependencies(edges);
        self.circles(file, &edges);
        edges
    }

    /// Walks without recursion, so that a chain of any length is fine. Whatever leads back to where the walk has come from is a
    /// circle.
    fn circles(&mut self, file: &PortfolioFile, edges: &Dependencies) {
        let mut done = BTreeSet::new();
        for start in edges.0.keys().copied() {
            let mut way: Vec<(u32, usize)> = vec![(start, 0)];
            let mut on_way = BTreeSet::from([start]);
            while let Some((service, followed)) = way.last_mut() {
                let (service, place) = (*service, *followed);
                *followed += 1;
                let next = edges.of(service).get(place).map(|(next, _)| *next);
                match next.filter(|_| !done.contains(&service)) {
                    None => {
                        done.insert(service);
                        on_way.remove(&service);
                        way.pop();
                    }
                    Some(next) if on_way.contains(&next) => {
                        let circle = way.iter().map(|(service, _)| *service).skip_while(|on| *on != next);
                        self.circle(file, &circle.collect::<Vec<_>>());
                    }
                    Some(next) if done.contains(&next) => {}
                    Some(next) => {
                        on_way.insert(next);
                        way.push((next, 0));
                    }
                }
            }
        }
    }

    /// Tells of a circle at its last service, which leads back to the first.
    fn circle(&mut self, file: &PortfolioFile, circle: &[u32]) {
        /// A longer circle is told by its beginning.
        const TOLD: usize = 10;
        let named = |service: &u32| file.services.get(*service as usize).map(|service| &*service.name);
        let mut names: Vec<&str> = circle.iter().take(TOLD).filter_map(named).collect();
        if circle.len() > TOLD {
            names.push("…");
        }
        names.extend(circle.first().and_then(named));
        let last = circle.last().copied().unwrap_or_default();
        self.problem(
            ProblemCode::CircularDependency,
            format!("/services/{last}/depends_on"),
            format!("services depend on each other in a circle: {}", words(&names).replace("`, `", "` → `")),
            "take one of these dependencies out",
        );
    }
}

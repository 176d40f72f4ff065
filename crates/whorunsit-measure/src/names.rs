//! Names of services, teams and groups, each kept once.

use std::collections::HashMap;
use std::sync::Arc;

use whorunsit::Name;

/// Names by the place at which they first came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    places: HashMap<Name, u32>,
    names: Vec<Name>,
}

impl Names {
    /// The place of a name.
    pub(crate) fn place(&mut self, name: &str) -> u32 {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        let place = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        let name: Name = Arc::from(name);
        self.names.push(Arc::clone(&name));
        self.places.insert(name, place);
        place
    }

    pub(crate) fn get(&self, place: u32) -> Option<&Name> {
        self.names.get(usize::try_from(place).unwrap_or(usize::MAX))
    }

    pub(crate) fn all(&self) -> &[Name] {
        &self.names
    }
}

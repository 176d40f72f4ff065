//! How much an organisation grows.

use crate::exact::Share;
use crate::read::{Absent, record};

record! {
    /// By how much an organisation, or one domain, is more every year than the year before.
    pub struct GrowthRules {
        /// By how much services are more; 0 % by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub services: Option<Share>,
        /// By how much teams are more; 0 % by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub teams: Option<Share>,
        /// By how much the exposure of a service is more; 0 % by default.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub exposure: Option<Share>,
    }
}

impl GrowthRules {
    /// Whether it says nothing of how much anything grows.
    pub(crate) fn is_empty(&self) -> bool {
        self.services.is_none() && self.teams.is_none() && self.exposure.is_none()
    }
}

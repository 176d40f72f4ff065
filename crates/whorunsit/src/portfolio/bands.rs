//! The tables of `[[exposure_bands]]` and `[[demand_bands]]`.

use crate::exact::{Availability, DeploymentTarget, Money, Number};
use crate::portfolio::Name;
use crate::read::{Absent, record};
use crate::selection::OutOfHours;

record! {
    /// A maximum exposure per hour, tied to an availability target.
    pub struct ExposureBand {
        /// The most a service of this band can lose in one hour; exactly this much still belongs to it.
        pub max_per_hour: Money,
        /// The availability target of the band, in percent.
        pub availability: Availability,
        /// The out-of-hours schedule of the band; by default it follows from the target.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub out_of_hours: Option<OutOfHours>,
    }
}

record! {
    /// A feature demand, tied to a deployment target.
    pub struct DemandBand {
        /// What services call it in `feature_demand`.
        pub name: Name,
        /// The most features a month in this band; the last band may leave it out.
        #[serde(skip_serializing_if = "Absent::is_absent")]
        pub max_features_per_month: Option<Number>,
        /// The deployment target of the band.
        pub deployment: DeploymentTarget,
    }
}

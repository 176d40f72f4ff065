//! Neighbours of a portfolio: software catalogues come in as starter portfolios; targets, alerts and rotas go out.
//!
//! [`Catalogue::read`] takes the services, teams and domains of a catalogue such as Backstage's in, by a [`Mapping`], which
//! is a data file: another catalogue is another file, and no code. [`Holidays::read`] reads the bank holidays of a year. [`openslo`],
//! [`prometheus_rules`] and [`rota_calendar`] write what whorunsit recommends in the words of other tools. Nothing here decides
//! or costs anything: that is the [`whorunsit`] crate's.

mod catalogue;
mod export;
mod holidays;
mod refusal;

pub use self::catalogue::{Catalogue, FoundService, LeftOutEntity, MAX_CATALOGUE_BYTES, Mapping};
pub use self::export::{Metrics, RotaOptions, openslo, prometheus_rules, rota_calendar};
pub use self::holidays::{Holiday, HolidayOptions, Holidays, MAX_HOLIDAYS_BYTES};
pub use self::refusal::{Fault, Refusal};

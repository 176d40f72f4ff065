//! Exact quantities: each type with its arithmetic, how it is read, and how it is written.

pub(crate) mod amount;
mod availability;
mod deployment;
mod duration;
mod float;
mod money;
pub(crate) mod number;
mod share;
mod shift;
mod shown;

pub(crate) use self::amount::{Mark, Parts, Sign, Trouble, Writing, currency_sign, cut, separates_thousands};
pub use self::availability::{Availability, InvalidAvailability, Period, Tolerable};
pub use self::deployment::{DeploymentPeriod, DeploymentTarget, InvalidDeploymentTarget};
pub use self::duration::{Duration, InvalidDuration};
pub(crate) use self::float::{float, from_float, money, to_float};
pub use self::money::{MAX_INPUT, MAX_SCALE, Money, NumberError, Overflow};
pub(crate) use self::money::{difference, product, quotient, sum};
pub use self::number::Number;
pub(crate) use self::number::{Quantity, fraction, parse_quantity, read_quantity};
pub use self::share::Share;
pub use self::shift::Shift;
pub use self::shown::ShownMoney;

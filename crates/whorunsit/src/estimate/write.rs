//! How estimates are written: in the form in which they are read.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::estimate::parts::serialize as write_parts;
use crate::estimate::{Estimate, Shape};
use crate::exact::Quantity;

impl<Q: Quantity> Serialize for Estimate<Q> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.shape {
            Shape::Point(value) => value.serialize(serializer),
            Shape::Range { low, likely, high } => {
                let mut map = serializer.serialize_map(Some(3))?;
                map.serialize_entry("low", low)?;
                map.serialize_entry("likely", likely)?;
                map.serialize_entry("high", high)?;
                map.end()
            }
            Shape::WeightedRange { low, likely, high, gamma } => {
                let mut map = serializer.serialize_map(Some(4))?;
                map.serialize_entry("low", low)?;
                map.serialize_entry("likely", likely)?;
                map.serialize_entry("high", high)?;
                map.serialize_entry("gamma", gamma)?;
                map.end()
            }
            Shape::Between { p5, likely, p95 } => {
                let mut map = serializer.serialize_map(Some(3))?;
                map.serialize_entry("p5", p5)?;
                map.serialize_entry("likely", likely)?;
                map.serialize_entry("p95", p95)?;
                map.end()
            }
            Shape::Deciles { p10, p90 } => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("p10", p10)?;
                map.serialize_entry("p90", p90)?;
                map.end()
            }
            Shape::Interval { p5, p95 } => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("p5", p5)?;
                map.serialize_entry("p95", p95)?;
                map.end()
            }
            Shape::Triangular { low, likely, high } => {
                let mut map = serializer.serialize_map(Some(4))?;
                map.serialize_entry("low", low)?;
                map.serialize_entry("likely", likely)?;
                map.serialize_entry("high", high)?;
                map.serialize_entry("shape", "triangular")?;
                map.end()
            }
            Shape::Uniform { low, high } => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("low", low)?;
                map.serialize_entry("high", high)?;
                map.end()
            }
            Shape::Observed(values) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("observed", &**values)?;
                map.end()
            }
            Shape::Counted { events, years } => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("events", events)?;
                map.serialize_entry("years", years)?;
                map.end()
            }
            Shape::Parts(parts) => write_parts(parts, serializer),
            Shape::Typical { median, spread } => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("median", &**median)?;
                map.serialize_entry("spread", spread)?;
                map.end()
            }
        }
    }
}

//! Reading a text again of which one service has changed: only that service is read.

use super::Portfolio;
use crate::portfolio::Service;
use crate::problem::{Gathered, Problems};
use crate::profile::Profile;
use crate::provenance::Provenance;
use crate::read::{Document, MAX_VALUES, Path, Read};

/// A portfolio's text, and where its services stand in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text {
    bytes: Vec<u8>,
    /// The first byte of each service, and the one after its last; empty where they are not told apart.
    services: Vec<(usize, usize)>,
}

impl Text {
    /// A text whose services are not told apart.
    pub(crate) fn unplaced(bytes: &[u8]) -> Self {
        Self { bytes: bytes.to_vec(), services: Vec::new() }
    }

    /// Whether it is this text.
    pub(crate) fn is(&self, bytes: &[u8]) -> bool {
        self.bytes == bytes
    }

    /// The service that alone differs in another text, the piece of it that it has become, and by how much that is longer.
    fn changed<'t>(&self, other: &'t [u8]) -> Option<(usize, &'t [u8], isize)> {
        let same = |(one, other): &(&u8, &u8)| one == other;
        let head = self.bytes.iter().zip(other).take_while(same).count();
        let (rest, other_rest) = (self.bytes.get(head..)?, other.get(head..)?);
        let tail = rest.iter().rev().zip(other_rest.iter().rev()).take_while(same).count();
        let until = self.bytes.len().checked_sub(tail)?;
        // Its brackets stay as they are.
        let place = self.services.partition_point(|(start, _)| *start < head).checked_sub(1)?;
        let (start, end) = *self.services.get(place)?;
        let longer = other.len().checked_signed_diff(self.bytes.len())?;
        (until < end).then(|| Some((place, other.get(start..end.checked_add_signed(longer)?)?, longer)))?
    }

    /// The text with one service of another length.
    fn followed_by(&self, other: &[u8], place: usize, longer: isize) -> Option<Self> {
        let moved = |at: usize| at.checked_add_signed(longer);
        let services =
            self.services.iter().enumerate().map(|(other, (start, end))| match other.cmp(&place) {
                std::cmp::Ordering::Less => Some((*start, *end)),
                std::cmp::Ordering::Equal => Some((*start, moved(*end)?)),
                std::cmp::Ordering::Greater => Some((moved(*start)?, moved(*end)?)),
            });
        Some(Self { bytes: other.to_vec(), services: services.collect::<Option<_>>()? })
    }
}

impl Portfolio {
    /// Reads a portfolio as [`Portfolio::read_partial_with`] does, and tells what [`Portfolio::reread`] takes.
    pub(crate) fn read_text(
        input: &[u8],
        profiles: &[std::sync::Arc<Profile>],
    ) -> Result<(Self, Text), Problems> {
        let document = Self::document(input)?;
        // A byte order mark, or space before it all, would move them.
        let starts = input.first() == Some(&b'{');
        let services = if starts { document.places_of("services") } else { Vec::new() };
        let portfolio = Self::of_sound(document, input, profiles)?;
        Ok((portfolio, Text { bytes: input.to_vec(), services }))
    }

    /// The portfolio that another text describes, if it differs in one service only and everything is as it should be; `None`
    /// where the text has to be read as a whole to tell.
    pub(crate) fn reread(&self, text: &Text, input: &[u8]) -> Option<(Self, Text)> {
        // Any value takes two bytes: of so short a text no limit of the whole is reached.
        if self.profile.is_some() || self.left_out.is_some() || input.len() > MAX_VALUES {
            return None;
        }
        let (place, piece, longer) = text.changed(input)?;
        let document = Document::parse_part(input, piece)?;
        let mut problems = Gathered::in_currency(Some(self.file.currency));
        let at = Path::Key(&Path::Root, "services");
        let service = Service::read(document.root(), &Path::Index(&at, place), &mut problems)?;
        if !problems.is_empty() || service.own.as_ref().is_some_and(|own| own.profile.is_some()) {
            return None;
        }
        let mut file = self.file.clone();
        *file.services.get_mut(place)? = service;
        let provenance = Provenance::of(input);
        let portfolio = Self { provenance, ..Self::build(file, Some(self)).ok()? };
        Some((portfolio, text.followed_by(input, place, longer)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a text is read as after another one, if only a part of it has to be read.
    fn reread(was: &str, is: &str) -> Option<Portfolio> {
        let (portfolio, text) = Portfolio::read_text(was.as_bytes(), &[]).unwrap();
        portfolio.reread(&text, is.as_bytes()).map(|(portfolio, _)| portfolio)
    }

    #[test]
    fn only_a_change_within_one_service_is_read_alone() {
        let was = Portfolio::read(crate::examples::FURNITURE_RETAILER_COSTS.as_bytes()).unwrap().to_json();
        let edits = [
            ("\"exposure_per_hour\": \"200000\"", "\"exposure_per_hour\": \"90000.5\"", true),
            ("\"name\": \"bedroom\",\n      \"kind\"", "\"name\": \"beds\",\n      \"kind\"", true),
            ("\"exposure_per_hour\": \"200000\"", "\"exposure_per_hour\": \"plenty\"", false),
            ("\"exposure_per_hour\": \"200000\"", "\"exposure_per_hour\": \"200000\"}", false),
            ("\"exposure_per_hour\": \"200000\"", "\"profile\": \"retail\"", false),
            ("\"currency\": \"USD\"", "\"currency\": \"EUR\"", false),
        ];
        for (before, after, alone) in edits {
            assert!(was.contains(before), "{before} in {was}");
            let is = was.replacen(before, after, 1);
            let read = reread(&was, &is);
            assert_eq!(read.is_some(), alone, "{after}");
            if let Some(read) = read {
                let fresh = Portfolio::read(is.as_bytes()).unwrap();
                assert_eq!((read.file(), read.provenance()), (fresh.file(), fresh.provenance()));
            }
        }
        assert!(reread(&was, &was).is_none(), "it is the same");
        let marked = format!("\u{feff}{was}");
        assert!(reread(&marked, &marked.replacen("200000", "90000", 1)).is_none(), "places are not told");
    }

    #[test]
    fn what_is_known_from_before_is_what_is_worked_out_anew() {
        let was = crate::examples::FURNITURE_RETAILER_COSTS;
        let before = Portfolio::read(was.as_bytes()).unwrap();
        let cover = "[on_call.product_teams]\ncover = \"Mon-Sun 07:00-22:00\"\n";
        let calendar = "[calendar]\nbank_holidays = [\"2026-12-25\"]\n";
        for (from, to) in [
            ("{ low = 2, likely = 8, high = 20 }", "\"9\""),
            ("discount_rate = \"0%\"", "discount_rate = \"9%\""),
            ("years = 3", "years = 4"),
            ("[calendar]\n", calendar),
            ("[on_call.product_teams]\n", cover),
            ("amount = \"540\"", "amount = \"541\""),
        ] {
            let is = was.replace(from, to);
            assert_ne!(is, was, "{from}");
            let file = Portfolio::read(is.as_bytes()).map(|portfolio| portfolio.file().clone()).unwrap();
            let anew = Portfolio::of_filled(file.clone()).unwrap();
            let changed = Portfolio::of_changed(file, Some(&before)).unwrap();
            assert_eq!(format!("{changed:?}"), format!("{anew:?}"), "{to}");
            // And back again, from one that has what this one has not.
            let back = Portfolio::of_changed(before.file().clone(), Some(&changed)).unwrap();
            let fresh = Portfolio::of_filled(before.file().clone()).unwrap();
            assert_eq!(format!("{back:?}"), format!("{fresh:?}"), "{to}");
        }
    }
}

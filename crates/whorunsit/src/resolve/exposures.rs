//! Exposures in windows of the year and by the hour: peaks that follow one another, and keys that exclude each other.

use jiff::civil::Date;

use crate::calendar::WEEK;
use crate::portfolio::{Peak, Service};
use crate::problem::ProblemCode;
use crate::resolve::Checks;
use crate::sort::ascending;
use crate::year::CoverHours;

impl Checks<'_> {
    pub(super) fn peaks(&mut self, services: &[Service]) {
        let mut dates: Vec<Date> = Vec::new();
        for (index, service) in services.iter().enumerate().filter(|(_, service)| !service.peaks.is_empty()) {
            let mut windows: Vec<(Date, Date, usize)> = Vec::new();
            for (number, peak) in service.peaks.iter().enumerate() {
                let path = |key: &str| format!("/services/{index}/peaks/{number}/{key}");
                match &peak.hours {
                    // Told of the peak: where it gives some of them that cannot be read, that is what is wrong.
                    None if peak.from.is_none() && peak.to.is_none() => self.problem(
                        ProblemCode::MissingKey,
                        format!("/services/{index}/peaks/{number}"),
                        "a peak without days and hours",
                        "add its days, `from` and `to`, or `hours` for a peak of every week",
                    ),
                    None => self.peak_days(peak, &path),
                    Some(hours) => self.peak_with_hours(peak, hours, &path),
                }
                if peak.exposure_per_hour.mean() <= service.exposure_per_hour.mean() {
                    self.problem(
                        ProblemCode::InvalidPeak,
                        path("exposure_per_hour"),
                        "the exposure of a peak is not above the service's own",
                        "a peak is a window of higher exposure; remove it or correct the amount",
                    );
                }
                windows.extend(peak.days().map(|(from, to)| (from, to, number)));
            }
            self.apart(index, service);
            let windows = ascending(windows);
            for (first, second) in windows.iter().zip(windows.iter().skip(1)) {
                if second.0 <= first.1 {
                    self.problem(
                        ProblemCode::InvalidPeak,
                        format!("/services/{index}/peaks/{}/from", second.2),
                        format!("the window overlaps another, which lasts until `{}`", first.1),
                        "let the windows of one service follow one another",
                    );
                }
            }
            dates.extend(service.peaks.iter().filter_map(Peak::days).flat_map(|(from, to)| [from, to]));
        }
        self.within_a_year(&dates, "/services", "peaks");
    }

    /// A peak without hours has a first and a last day.
    fn peak_days(&mut self, peak: &Peak, path: &impl Fn(&str) -> String) {
        for (key, date) in [("from", peak.from), ("to", peak.to)] {
            if date.is_none() {
                self.problem(
                    ProblemCode::MissingKey,
                    path(key),
                    format!("`{key}` is missing"),
                    format!("add `{key}`: a peak of days has both"),
                );
            }
        }
        if let Some((from, to)) = peak.days().filter(|(from, to)| to < from) {
            self.problem(
                ProblemCode::InvalidPeak,
                path("to"),
                format!("`{to}` is before its first day, `{from}`"),
                "write the first day as `from` and the last as `to`",
            );
        }
    }

    fn peak_with_hours(&mut self, peak: &Peak, hours: &CoverHours, path: &impl Fn(&str) -> String) {
        for (key, date) in [("from", peak.from), ("to", peak.to)] {
            if let Some(date) = date {
                self.problem(
                    ProblemCode::ConflictingKeys,
                    path(key),
                    format!("`{key}` is `{date}` beside `hours`, which come back in every week of the year"),
                    "keep the days or the hours",
                );
            }
        }
        if hours.ranges() == [(0, WEEK)] {
            self.problem(
                ProblemCode::InvalidPeak,
                path("hours"),
                format!("`{hours}` is every hour of the week"),
                "a peak is a part of the week; write its exposure as that of the service",
            );
        }
    }

    /// The hours of one service's peaks do not overlap, and stand beside no days.
    fn apart(&mut self, index: usize, service: &Service) {
        let path = |number: usize| format!("/services/{index}/peaks/{number}/hours");
        let mut before: Vec<(u32, u32)> = Vec::new();
        for (number, hours) in service.peaks_by_hours() {
            let ranges = hours.ranges();
            let overlaps = |(from, until): &(u32, u32)| before.iter().any(|(a, b)| from < b && a < until);
            if ranges.iter().any(overlaps) {
                self.problem(
                    ProblemCode::InvalidPeak,
                    path(number),
                    format!("`{hours}` overlaps the hours of another peak of the service"),
                    "let the windows of one service follow one another",
                );
                break;
            }
            before.extend(ranges);
        }
        let first = service.peaks_by_hours().next();
        if let Some((number, hours)) = first.filter(|_| service.peaks.iter().any(|peak| peak.from.is_some()))
        {
            self.problem(
                ProblemCode::InvalidPeak,
                path(number),
                format!("`{hours}` stands beside peaks by days of the same service"),
                "let all peaks of one service have days, or all of them hours",
            );
        }
    }

    /// A profile by hour, and the two shares that are its short form, exclude each other.
    pub(super) fn exposures(&mut self, services: &[Service]) {
        let in_parts = |service: &Service| !service.exposure_per_hour.parts().is_empty();
        for (index, _) in services
            .iter()
            .enumerate()
            .filter(|(_, service)| service.revenue_share.is_some() && in_parts(service))
        {
            self.problem(
                ProblemCode::ConflictingKeys,
                format!("/services/{index}/revenue_share"),
                "`revenue_share` stands beside an exposure in parts, which say what is revenue",
                "remove it",
            );
        }
        for (index, service) in
            services.iter().enumerate().filter(|(_, service)| service.exposure_by_hour.is_some())
        {
            let shares = [
                ("working_hours_exposure", service.working_hours_exposure.as_ref()),
                ("out_of_hours_exposure", service.out_of_hours_exposure.as_ref()),
            ];
            for (key, _) in shares.into_iter().filter(|(_, share)| share.is_some()) {
                self.problem(
                    ProblemCode::ConflictingKeys,
                    format!("/services/{index}/{key}"),
                    format!("`{key}` stands beside `exposure_by_hour`, which says the same by the hour"),
                    "keep one of them",
                );
            }
        }
    }
}

//! Exposures in windows of the year and by the hour: peaks that follow one another, and keys that exclude each other.

use jiff::civil::Date;

use crate::portfolio::Service;
use crate::problem::ProblemCode;
use crate::resolve::Checks;
use crate::sort::ascending;

impl Checks<'_> {
    pub(super) fn peaks(&mut self, services: &[Service]) {
        let mut dates: Vec<Date> = Vec::new();
        for (index, service) in services.iter().enumerate().filter(|(_, service)| !service.peaks.is_empty()) {
            let mut windows: Vec<(Date, Date, usize)> = Vec::new();
            for (number, peak) in service.peaks.iter().enumerate() {
                let path = |key: &str| format!("/services/{index}/peaks/{number}/{key}");
                if peak.to < peak.from {
                    self.problem(
                        ProblemCode::InvalidPeak,
                        path("to"),
                        format!("`{}` is before its first day, `{}`", peak.to, peak.from),
                        "write the first day as `from` and the last as `to`",
                    );
                }
                if peak.exposure_per_hour.mean() <= service.exposure_per_hour.mean() {
                    self.problem(
                        ProblemCode::InvalidPeak,
                        path("exposure_per_hour"),
                        "the exposure of a peak is not above the service's own",
                        "a peak is a window of higher exposure; remove it or correct the amount",
                    );
                }
                windows.push((peak.from, peak.to, number));
            }
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
            dates.extend(service.peaks.iter().flat_map(|peak| [peak.from, peak.to]));
        }
        self.within_a_year(&dates, "/services", "peaks");
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

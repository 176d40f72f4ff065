//! The working week: which hours are worked, and what lies out of hours.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::problem::{Gathered, Problem, ProblemCode, Problems};
use crate::read::{MAX_RULES, Node, Path, Read, Value, read_text};
use crate::sort::ascending;

/// Minutes in a day.
pub(crate) const DAY: u32 = 24 * 60;
/// Minutes in a week.
pub(crate) const WEEK: u32 = 7 * DAY;

const DAY_NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// A window that comes back every week: days and a time of day, such as `Mon-Fri 09:00-17:00`.
///
/// Days are a list of names and ranges (`Mon-Wed,Sat`); without a time the window is the whole day; a time
/// that ends at or before its start (`17:00-09:00`) ends on the following day. `Fri 18:00-Mon 06:00` is one window
/// over days.
///
/// # Examples
///
/// ```
/// use whorunsit::WeekWindow;
///
/// let window: WeekWindow = "Mon-Fri 09:00-17:00".parse()?;
/// assert_eq!(window.to_string(), "Mon-Fri 09:00-17:00");
/// assert!("Mon-Fri 9-17".parse::<WeekWindow>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeekWindow(Shape);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Days {
        /// Bit 0 is Monday.
        days: u8,
        /// Minutes of the day; `end` may be 24:00 and, before or at `start`, means the next day.
        time: Option<(u32, u32)>,
    },
    /// From a minute of the week to another, which may come before it: in the week after.
    Span { from: u32, until: u32 },
}

/// A text is no window of the week.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a window of the week")]
pub struct InvalidWindow(String);

impl WeekWindow {
    const OFFICE_HOURS: Self = Self(Shape::Days { days: 0b1_1111, time: Some((9 * 60, 17 * 60)) });

    /// From a minute of the week up to a later one.
    pub(crate) const fn span(from: u32, until: u32) -> Self {
        Self(Shape::Span { from, until })
    }

    /// The minutes of the week it covers, as ranges that do not wrap, in no special order.
    pub(crate) fn ranges(self) -> Vec<(u32, u32)> {
        let (days, time) = match self.0 {
            Shape::Days { days, time } => (days, time),
            Shape::Span { from, until } if from < until => return vec![(from, until)],
            Shape::Span { from, until } => {
                return [(from, WEEK), (0, until)].into_iter().filter(|(from, until)| from < until).collect();
            }
        };
        let (start, end) = time.unwrap_or((0, DAY));
        let length = if end > start { end - start } else { end + DAY - start };
        let mut ranges = Vec::new();
        for day in (0..7).filter(|day| days & (1 << day) != 0) {
            let from = day * DAY + start;
            let to = from + length;
            ranges.push((from, to.min(WEEK)));
            if to > WEEK {
                ranges.push((0, to - WEEK));
            }
        }
        ranges
    }

    /// Whether it covers a minute of the week.
    pub(crate) fn covers(self, minute: u32) -> bool {
        let (days, window) = match self.0 {
            Shape::Days { days, time } => (days, time),
            Shape::Span { from, until } if from < until => return (from..until).contains(&minute),
            Shape::Span { from, until } => return minute >= from || minute < until,
        };
        let has = |day: u32| days & (1 << (day % 7)) != 0;
        let (day, time) = (minute / DAY, minute % DAY);
        match window {
            None => has(day),
            Some((start, end)) if start < end => has(day) && (start..end).contains(&time),
            // It began yesterday, or lasts until tomorrow.
            Some((start, end)) => (has(day) && time >= start) || (has(day + 6) && time < end),
        }
    }

    /// Whether it names a time of day, not only days.
    pub(crate) fn has_time(self) -> bool {
        !matches!(self.0, Shape::Days { time: None, .. })
    }
}

fn parse_day(name: &str) -> Option<usize> {
    DAY_NAMES.iter().position(|known| known.eq_ignore_ascii_case(name))
}

fn parse_days(text: &str) -> Option<u8> {
    let day = parse_day;
    let mut days = 0;
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (day(first.trim())?, day(last.trim())?);
        // "Sat-Mon" runs over the end of the week.
        let length = (last + 7 - first) % 7;
        for step in 0..=length {
            days |= 1 << ((first + step) % 7);
        }
    }
    Some(days)
}

fn parse_time(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |part: &str| {
        let two_digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u32>().ok().filter(|_| two_digits)
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let time = hours * 60 + minutes;
    (minutes < 60 && time <= DAY).then_some(time)
}

/// The start and end of a time of day such as `22:00-06:00`, in minutes.
pub(crate) fn parse_times(text: &str) -> Option<(u32, u32)> {
    let (start, end) = text.split_once('-')?;
    let (start, end) = (parse_time(start.trim())?, parse_time(end.trim())?);
    (start < DAY).then_some((start, end))
}

/// A time of day as it is written.
pub(crate) fn write_times(f: &mut fmt::Formatter<'_>, (start, end): (u32, u32)) -> fmt::Result {
    write!(f, " {:02}:{:02}-{:02}:{:02}", start / 60, start % 60, end / 60, end % 60)
}

/// A window over days, such as `Fri 18:00-Mon 06:00`.
fn parse_span(text: &str) -> Option<Shape> {
    let (from, until) = text.split_once('-')?;
    let moment = |text: &str| {
        let (day, time) = text.trim().split_once(' ')?;
        Some(u32::try_from(parse_day(day)?).ok()? * DAY + parse_time(time.trim())?)
    };
    let (from, until) = (moment(from)?, moment(until)?);
    let (from, until) = (from % WEEK, if until > WEEK { until - WEEK } else { until });
    (from != until && (from, until) != (0, WEEK)).then_some(Shape::Span { from, until })
}

impl FromStr for WeekWindow {
    type Err = InvalidWindow;

    fn from_str(text: &str) -> Result<Self, InvalidWindow> {
        if let Some(span) = parse_span(text) {
            return Ok(Self(span));
        }
        let parse = || {
            let (days, time) = match text.trim().rsplit_once(' ') {
                Some((days, time)) if time.contains(':') => (days, Some(time)),
                _ => (text, None),
            };
            let time = match time {
                None => None,
                Some(time) => Some(parse_times(time).filter(|(start, end)| start != end)?),
            };
            Some(Self(Shape::Days { days: parse_days(days.trim())?, time }))
        };
        parse().ok_or_else(|| InvalidWindow(text.chars().take(60).collect()))
    }
}

impl fmt::Display for WeekWindow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, time) = match self.0 {
            Shape::Days { days, time } => (days, time),
            Shape::Span { from, until } => {
                // The end of a Sunday is written as such, not as the beginning of a week.
                let last = until.saturating_sub(1) / DAY;
                let name = |day: u32| DAY_NAMES.get(day as usize % 7).copied().unwrap_or_default();
                let (time, end) = (from % DAY, until - last * DAY);
                return write!(
                    f,
                    "{} {:02}:{:02}-{} {:02}:{:02}",
                    name(from / DAY),
                    time / 60,
                    time % 60,
                    name(last),
                    end / 60,
                    end % 60
                );
            }
        };
        let has = |day: usize| days & (1 << day) != 0;
        let mut day = 0;
        let mut written = false;
        while day < 7 {
            if !has(day) {
                day += 1;
                continue;
            }
            let last = (day..7).take_while(|next| has(*next)).last().unwrap_or(day);
            let name = |day: usize| DAY_NAMES.get(day).copied().unwrap_or_default();
            f.write_str(if written { "," } else { "" })?;
            f.write_str(name(day))?;
            if last > day {
                write!(f, "-{}", name(last))?;
            }
            written = true;
            day = last + 1;
        }
        time.map_or(Ok(()), |times| write_times(f, times))
    }
}

impl Serialize for WeekWindow {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Read for WeekWindow {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let expected = (
            "a window such as \"Mon-Fri 09:00-17:00\"",
            ProblemCode::InvalidWindow,
            "write days and, if need be, a time: \"Mon-Fri 09:00-17:00\", \"Sat,Sun\" or \"Fri 18:00-Mon 06:00\"",
        );
        read_text(node, expected, at, problems)
    }

    fn fallback() -> Self {
        Self::OFFICE_HOURS
    }
}

/// Windows of a week: one, or a list of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Windows(pub(crate) Vec<WeekWindow>);

impl Windows {
    /// Their minutes of the week, in no special order.
    pub(crate) fn ranges(&self) -> impl Iterator<Item = (u32, u32)> {
        self.0.iter().flat_map(|window| window.ranges())
    }

    /// Whether one of them covers a minute of the week.
    pub(crate) fn covers(&self, minute: u32) -> bool {
        self.0.iter().any(|window| window.covers(minute))
    }
}

impl fmt::Display for Windows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, window) in self.0.iter().enumerate() {
            f.write_str(if index > 0 { "; " } else { "" })?;
            window.fmt(f)?;
        }
        Ok(())
    }
}

impl Serialize for Windows {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [window] => window.serialize(serializer),
            windows => windows.serialize(serializer),
        }
    }
}

impl Read for Windows {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        Some(Self(match node.value {
            Value::List(_) => Vec::read(node, at, problems)?,
            _ => vec![WeekWindow::read(node, at, problems)?],
        }))
    }

    fn fallback() -> Self {
        Self(Vec::new())
    }
}

/// The windows that are working hours: one, or a list of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct WorkingHours(Windows);

impl WorkingHours {
    /// Returns the windows as working hours.
    ///
    /// # Errors
    /// [`Problems`] where they are too many, overlap, or are no hour or every hour of the week.
    ///
    /// # Examples
    ///
    /// ```
    /// use whorunsit::calendar::WorkingHours;
    ///
    /// let hours = WorkingHours::new(["Mon-Fri 08:00-18:00".parse()?, "Sat 10:00-14:00".parse()?])?;
    /// assert_eq!(hours.to_string(), "Mon-Fri 08:00-18:00; Sat 10:00-14:00");
    /// assert!(WorkingHours::new([]).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(windows: impl IntoIterator<Item = WeekWindow>) -> Result<Self, Problems> {
        let windows: Vec<WeekWindow> = windows.into_iter().collect();
        match Self::fault(&windows) {
            None => Ok(Self(Windows(windows))),
            Some((code, fault)) => {
                let path = "/calendar/working_hours";
                Err(Problems::one(Problem::new(code, path, fault, "write the hours that people work")))
            }
        }
    }

    /// What keeps windows from being working hours.
    fn fault(windows: &[WeekWindow]) -> Option<(ProblemCode, String)> {
        if windows.len() > MAX_RULES {
            let message = format!("there are {} windows, more than {MAX_RULES}", windows.len());
            return Some((ProblemCode::TooLarge, message));
        }
        let ranges = ascending(windows.iter().flat_map(|window| window.ranges()));
        let overlap = ranges.iter().zip(ranges.iter().skip(1)).any(|(first, second)| second.0 < first.1);
        let worked: u32 = ranges.iter().map(|(from, to)| to - from).sum();
        let fault = match worked {
            _ if overlap => "windows of the working hours overlap",
            0 => "no hours of the week are worked",
            WEEK => "every hour of the week is worked, so nothing is out of hours",
            _ => return None,
        };
        Some((ProblemCode::InvalidWindow, fault.to_owned()))
    }

    /// The minutes of the week that it covers, in no special order.
    pub(crate) fn ranges(&self) -> impl Iterator<Item = (u32, u32)> {
        self.0.ranges()
    }

    /// Whether a minute of the week is worked, counted from Monday at midnight.
    ///
    /// # Examples
    ///
    /// ```
    /// let week = whorunsit::WorkingHours::default();
    /// assert!(week.covers(9 * 60) && !week.covers(17 * 60));
    /// ```
    #[must_use]
    pub fn covers(&self, minute: u32) -> bool {
        self.0.covers(minute % WEEK)
    }
}

impl Default for WorkingHours {
    /// Monday to Friday, nine to five.
    fn default() -> Self {
        Self(Windows(vec![WeekWindow::OFFICE_HOURS]))
    }
}

impl fmt::Display for WorkingHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Read for WorkingHours {
    fn read(node: &Node<'_>, at: &Path<'_>, problems: &mut Gathered) -> Option<Self> {
        let windows = Windows::read(node, at, problems)?;
        let Some((code, fault)) = Self::fault(&windows.0) else {
            return Some(Self(windows));
        };
        let help = match code {
            ProblemCode::TooLarge => "merge windows that follow each other",
            _ => "write the hours that people work",
        };
        problems.push(at.problem(code, fault, help));
        None
    }

    fn fallback() -> Self {
        Self::default()
    }
}

/// The working week in minutes, worked out once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Week {
    /// Worked ranges in ascending order.
    worked: Vec<(u32, u32)>,
}

impl Week {
    pub(crate) fn new(hours: &WorkingHours) -> Self {
        Self { worked: ascending(hours.ranges()) }
    }

    /// Of several that may overlap.
    pub(crate) fn of_ranges(ranges: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let mut worked: Vec<(u32, u32)> = Vec::new();
        for (from, to) in ascending(ranges) {
            match worked.last_mut() {
                Some(last) if last.1 >= from => last.1 = last.1.max(to),
                _ => worked.push((from, to)),
            }
        }
        Self { worked }
    }

    /// The stretches out of hours, as windows.
    pub(crate) fn between(&self) -> Vec<WeekWindow> {
        let all = self.out().into_iter().map(|(from, minutes)| (from % WEEK, from % WEEK + minutes));
        let over_week = |until: u32| if until > WEEK { until - WEEK } else { until };
        all.map(|(from, until)| WeekWindow(Shape::Span { from, until: over_week(until) })).collect()
    }

    /// The worked ranges, ascending.
    pub(crate) fn worked(&self) -> &[(u32, u32)] {
        &self.worked
    }

    /// Hours worked in a week.
    pub(crate) fn working_hours(&self) -> Decimal {
        hours(self.worked.iter().map(|(from, to)| to - from).sum())
    }

    /// Hours of a week that are out of hours.
    pub(crate) fn out_of_hours(&self) -> Decimal {
        hours(self.gaps().iter().sum())
    }

    /// The lengths, in minutes, of the stretches out of hours; they wrap over the end of the week.
    pub(crate) fn gaps(&self) -> Vec<u32> {
        self.out().into_iter().map(|(_, minutes)| minutes).collect()
    }

    /// The stretches out of hours: from which minute of the week on, and how many minutes.
    pub(crate) fn out(&self) -> Vec<(u32, u32)> {
        let next = self.worked.iter().skip(1).map(|(from, _)| *from);
        let first = self.worked.first().map(|(from, _)| from + WEEK);
        let starts = next.chain(first);
        let gaps = self.worked.iter().zip(starts).map(|((_, end), start)| (*end, start - end));
        gaps.filter(|(_, minutes)| *minutes > 0).collect()
    }
}

fn hours(minutes: u32) -> Decimal {
    Decimal::from(minutes) / Decimal::from(60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(windows: &[&str]) -> Week {
        let windows = windows.iter().map(|window| window.parse().unwrap());
        Week::new(&WorkingHours(Windows(windows.collect())))
    }

    #[test]
    fn the_default_week_has_the_published_figures() {
        let week = Week::new(&WorkingHours::default());
        assert_eq!(week.working_hours(), Decimal::from(40));
        assert_eq!(week.out_of_hours(), Decimal::from(128));
        assert_eq!(week.gaps(), [960, 960, 960, 960, 64 * 60]);
    }

    #[test]
    fn windows_wrap_over_midnight_and_the_week() {
        let night = week(&["Sun 22:00-06:00"]);
        assert_eq!(night.working_hours(), Decimal::from(8));
        assert_eq!(night.gaps(), [0, 160 * 60].into_iter().filter(|gap| *gap > 0).collect::<Vec<_>>());
        let window: WeekWindow = "sat-mon".parse().unwrap();
        assert_eq!(window.to_string(), "Mon,Sat-Sun");
    }

    #[test]
    fn a_window_covers_the_minutes_of_its_ranges() {
        for text in [
            "Mon-Fri 09:00-17:00",
            "Sun 22:00-06:00",
            "Mon,Sat-Sun",
            "Fri 17:00-09:00",
            "Wed 12:00-24:00",
            "Fri 18:00-Mon 06:00",
            "Mon 06:00-Fri 18:00",
            "Wed 12:00-Sun 24:00",
            "Tue 09:00-Tue 08:00",
        ] {
            let window: WeekWindow = text.parse().unwrap();
            assert_eq!(window.to_string(), text);
            for minute in 0..WEEK {
                let in_a_range = window.ranges().iter().any(|(from, to)| (*from..*to).contains(&minute));
                assert_eq!(window.covers(minute), in_a_range, "{text} at {minute}");
            }
        }
    }

    #[test]
    fn what_is_no_window_is_refused() {
        for text in [
            "",
            "Mon-",
            "Funday",
            "Mon 25:00-26:00",
            "Mon 09:00",
            "Mon 9:00-17:00",
            "09:00-17:00",
            "Mon 09:00-09:00",
            "Mon 09:00-Mon 09:00",
            "Mon 00:00-Sun 24:00",
            "Fri 18-Mon 06",
        ] {
            assert!(text.parse::<WeekWindow>().is_err(), "{text:?}");
        }
    }
}

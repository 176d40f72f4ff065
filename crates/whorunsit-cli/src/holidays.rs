//! Bank holidays, read from what is published.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use whorunsit_exchange::{HolidayOptions, Holidays, Refusal};

use crate::answer::{print, read, target};
use crate::stop::Stop;
use crate::text::{plural, visible};

/// What `holidays` takes.
#[derive(Args, Clone, Debug)]
pub(crate) struct HolidaysArguments {
    /// The bank holidays: JSON as GOV.UK publishes it, iCalendar (.ics), or a list of dates and titles; `-` reads standard input
    file: PathBuf,
    /// The division, where the file has several, such as england-and-wales
    #[arg(long, value_name = "NAME")]
    division: Option<String>,
    /// The year; may be left away where the file has one
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i16).range(1900..=9998), conflicts_with = "from")]
    year: Option<i16>,
    /// The first day of the planning year, where it is not 1 January
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// The portfolio to write them into, TOML; its comments and its order stay
    #[arg(long, value_name = "FILE.toml")]
    into: Option<PathBuf>,
    /// The one of its `[calendars]` to write them into; by default its `[calendar]`
    #[arg(long, value_name = "NAME", requires = "into")]
    calendar: Option<String>,
}

/// Reads bank holidays, and prints them or writes them into a portfolio.
pub(crate) fn holidays(arguments: &HolidaysArguments) -> Result<(), Stop> {
    let source = read(&arguments.file)?;
    let refused = |refusal: Refusal| Stop::Said(format!("{}: {refusal}", source.name()));
    let mut options = HolidayOptions::default();
    options.division.clone_from(&arguments.division);
    options.from = arguments.from.or(arguments.year.map(|year| jiff::civil::date(year, 1, 1)));
    let holidays = Holidays::read(source.bytes(), &options).map_err(refused)?;
    let mut told = anstream::stderr();
    for remark in &holidays.remarks {
        let _ = writeln!(told, "{}", visible(remark));
    }
    let Some(into) = &arguments.into else {
        return print(&holidays.to_toml());
    };
    let output = target(into, true, &[&arguments.file])?;
    let portfolio = read(into)?;
    let text = String::from_utf8_lossy(portfolio.bytes());
    let calendar = arguments.calendar.as_deref();
    let written = holidays
        .written_into(&text, calendar)
        .map_err(|refusal| Stop::Said(format!("{}: {refusal}", portfolio.name())))?;
    output.write(&written)?;
    let count = plural(holidays.days.len(), "bank holiday", "bank holidays");
    let name = visible(&into.to_string_lossy());
    let _ =
        writeln!(told, "Wrote {count} from {} on into {name}; next: whorunsit check {name}", holidays.from);
    Ok(())
}

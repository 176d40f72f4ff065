//! What the command line takes.

use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use rust_decimal::Decimal;
use whorunsit::facade::DEFAULT_SEED;
use whorunsit::{ChartName, Currency, Dimension, Policy, Share, Strategy};

use crate::intake;

/// Who should run each service in production, what on-call follows from it, and what it costs and protects.
///
/// Describe your services in a portfolio file (TOML or JSON; `whorunsit init` writes a starter), then ask who
/// should run each of them: the product team that built it, or central operations.
#[derive(Debug, Parser)]
#[command(name = "whorunsit", version, arg_required_else_help = true, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    /// Decide by this policy, instead of the portfolio's own
    #[arg(long, global = true, value_name = "POLICY", value_parser = policy())]
    pub(crate) policy: Option<Policy>,
    /// Print every table, not only the answer and what supports it on one screen
    #[arg(long, global = true)]
    pub(crate) details: bool,
    /// List every default that stands in for what the portfolio does not say
    #[arg(long, global = true)]
    pub(crate) assumptions: bool,
    /// A profile of your own, of the form of those that come with whorunsit; the portfolio says `profile = "NAME"` of it
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) profile_file: Option<PathBuf>,
    /// Exit with 0 although services were left out because of their problems
    #[arg(long, global = true)]
    pub(crate) allow_partial: bool,
    /// The portfolio: without a command, everything that it allows is told on one screen
    pub(crate) file: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

fn policy() -> impl TypedValueParser<Value = Policy> {
    let words = Policy::ALL.map(Policy::as_str);
    PossibleValuesParser::new(words)
        .map(|word| Policy::ALL.into_iter().find(|policy| policy.as_str() == word).unwrap_or_default())
}

const EXIT_CODES: &str = "\
Exit codes:
    0  fine
    1  the portfolio has problems; each is told with a code, its place and what to do. Where only
       some services have some, the others are answered for (--allow-partial: exit with 0)
    2  wrong usage of the command line
    3  a file cannot be read or written
  130  stopped by Ctrl-C

Examples:
  whorunsit init portfolio.toml
  whorunsit intake services.csv --currency USD --output portfolio.toml
  whorunsit recommend portfolio.toml
  whorunsit compare portfolio.toml
  whorunsit costs portfolio.toml --by service,cost-type --format csv
  whorunsit simulate portfolio.toml --precision 1%
  whorunsit report portfolio.toml --output report.html
  whorunsit recommend portfolio.toml --format json | jq '.services[].operating_model'";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Recommend for each service who should run it
    Recommend {
        /// The portfolio, TOML or JSON; `-` reads standard input
        file: PathBuf,
        /// How to print it
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
        /// Also print the reasons of every choice, not only what needs a look
        #[arg(long)]
        reasons: bool,
    },
    /// Plan on-call: schedules, their people, their cost, and how it grows with teams
    Schedules {
        /// The portfolio, TOML or JSON; `-` reads standard input
        file: PathBuf,
        /// How to print it
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Work out what everything costs under a strategy, every amount with what it rests on
    Costs {
        /// The portfolio, TOML or JSON; `-` reads standard input
        file: PathBuf,
        /// By what to group, separated by commas; CSV then has a row for each group, otherwise for each line item
        #[arg(long, value_enum, value_delimiter = ',', value_name = "DIMENSION,…")]
        by: Option<Vec<GroupBy>>,
        /// Who runs what
        #[arg(long, default_value = Strategy::HybridAtScale.as_str(), value_parser = strategy())]
        strategy: Strategy,
        /// How to print it
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
        /// Also print every line item in tables, with its amount and what it rests on
        #[arg(long)]
        items: bool,
    },
    /// Compare strategies, and every service under both operating models
    Compare {
        /// The portfolio, TOML or JSON; `-` reads standard input
        file: PathBuf,
        /// Only what strategies come to with each of `[[variants]]`; JSON always has all
        #[arg(long)]
        variants: bool,
        /// How to print it; CSV has a row for each service, or for each strategy with each variant
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Compare changed forms of a portfolio with the portfolio as it is
    ///
    /// A file of changes is merged into the portfolio table by table (JSON Merge Patch): a value replaces, `null` in
    /// JSON removes, and lists of named tables may be changed by name: `services.bedroom.feature_demand = "low"`.
    Scenarios {
        /// The portfolio, TOML or JSON; `-` reads standard input
        file: PathBuf,
        /// Files of changes, TOML or JSON; each is a scenario with the file's name, its extension aside
        #[arg(required = true)]
        changes: Vec<PathBuf>,
        /// How to print it; CSV has a row for each scenario
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Tell what to find out next: what is missing, and which inputs are worth most to know better
    Next {
        /// The portfolio, TOML or JSON; `-` reads standard input
        file: PathBuf,
        /// How to print it; CSV has a row for each input
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Decide anew for every year of the horizon, with the growth that the portfolio states
    Growth {
        /// The portfolio, TOML or JSON; `-` reads standard input
        file: PathBuf,
        /// How to print it; CSV has a row for each year
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Plan how services change over to what is recommended, and what that costs month by month
    Plan {
        /// The portfolio, TOML or JSON; `-` reads standard input
        file: PathBuf,
        /// How to print it; CSV has a row for each month
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Answer the seven objections with your own figures, and tell what to do next
    ///
    /// Answers to the questionnaire are in the portfolio's `[readiness]`, or in a file of their own with the same keys.
    Ready {
        /// The portfolio, TOML or JSON; `-` reads standard input
        file: PathBuf,
        /// Answers to the questionnaire, TOML or JSON, in place of the portfolio's own
        #[arg(long, value_name = "FILE")]
        answers: Option<PathBuf>,
        /// How to print it; CSV has a row for each question
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Tell who is accountable for each service, whose budget pays, and what moves between budgets
    Accountability {
        /// The portfolio, TOML or JSON; `-` reads standard input
        file: PathBuf,
        /// How to print it; CSV has a row for each service
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Draw up one page with dates for whoever decides: who runs what, what it costs, what stands in the way, what happens when
    ///
    /// The first day is `start` in `[transition_plan]`; without it months are counted.
    Roadmap {
        /// The portfolio, TOML or JSON; `-` reads standard input
        file: PathBuf,
        /// Answers to the questionnaire, TOML or JSON, in place of the portfolio's own
        #[arg(long, value_name = "FILE")]
        answers: Option<PathBuf>,
        /// Its form
        #[arg(long, value_enum, default_value_t = RoadmapForm::Markdown)]
        format: RoadmapForm,
        /// The file to write it to, whole or not at all; otherwise it is printed
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Replace the file to write to if it exists
        #[arg(long, requires = "output")]
        force: bool,
    },
    /// Give the model that costs less for a service by hand, and print the changed portfolio
    Accept {
        /// The portfolio, TOML or JSON; `-` reads standard input
        file: PathBuf,
        /// The service to accept the money's answer for
        service: String,
        /// Why, to be kept in `operating_model_reason`; what the money says if left out
        #[arg(long)]
        reason: Option<String>,
    },
    /// Put a decision on record: question, options with ranges, who disagrees, who pays, what it rests on
    ///
    /// The end of the file's name says its form: `.html` is one page for screen and paper that loads nothing, `.md` is
    /// Markdown, `.json` the record itself. The same portfolio, trials and seed give the same record.
    Report(Box<ReportArguments>),
    /// Tell what differs between two portfolios: inputs, who should run what and why that moved, what it costs
    Diff {
        /// The old portfolio, TOML or JSON
        old: PathBuf,
        /// The new portfolio; `-` reads standard input
        new: PathBuf,
        /// How to print it; CSV has a row for each input
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Simulate incidents: how likely each model is cheaper, what a bad year loses, and where it flips
    ///
    /// Every trial is one horizon. Both operating models face the same incidents. The same seed gives the same result on
    /// every machine, with any number of threads. Ctrl-C stops.
    Simulate {
        /// The portfolio, TOML or JSON; `-` reads standard input
        file: PathBuf,
        #[command(flatten)]
        trials: Draws,
        /// Write what every trial of every service came to into this CSV file, service by service
        #[arg(long, value_name = "FILE")]
        draws: Option<PathBuf>,
        /// Replace that file if it exists
        #[arg(long, requires = "draws")]
        force: bool,
        /// How to print it; CSV has a row for each service
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Tell which inputs swing the comparison, where it flips, and what knowing them better is worth
    Sensitivity {
        /// The portfolio, TOML or JSON; `-` reads standard input
        file: PathBuf,
        /// Only this service; JSON always has all of them
        #[arg(long, value_name = "NAME")]
        service: Option<String>,
        /// Where the random numbers behind the worth of knowing start
        #[arg(long, value_name = "N", default_value_t = DEFAULT_SEED)]
        seed: u64,
        /// How to print it; CSV has a row for each swing, flip and worth
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Print a chart as a Vega-Lite specification, its data included
    ///
    /// Whatever shows Vega-Lite shows it: notebooks, the editor on vega.github.io, or a page with vega-embed.
    Chart {
        /// Which chart
        #[arg(required_unless_present = "list", value_parser = PossibleValuesParser::new(ChartName::ALL.map(ChartName::as_str)))]
        name: Option<String>,
        /// The portfolio, TOML or JSON; `-` reads standard input
        #[arg(required_unless_present = "list")]
        file: Option<PathBuf>,
        /// List the charts that there are
        #[arg(long, exclusive = true)]
        list: bool,
        /// The service, where a chart can be of one; otherwise the portfolio, or the service whose models differ most
        #[arg(long, value_name = "NAME")]
        service: Option<String>,
        /// The strategy that `waterfall` leads to and `heat-map` shows [default: what is recommended]
        #[arg(long, value_name = "STRATEGY", value_parser = PossibleValuesParser::new(Strategy::ALL.map(Strategy::as_str)))]
        strategy: Option<String>,
        /// The strategy that `waterfall` starts from [default: all-ops-run-it]
        #[arg(long, value_name = "STRATEGY", value_parser = PossibleValuesParser::new(Strategy::ALL.map(Strategy::as_str)))]
        against: Option<String>,
        /// The schedule of `rota`, such as `domain home`
        #[arg(long, value_name = "NAME")]
        schedule: Option<String>,
        /// Draw it for a narrow page, such as a telephone's
        #[arg(long)]
        compact: bool,
        /// How many trials to simulate, where a chart rests on them
        #[arg(long, value_name = "N")]
        trials: Option<u64>,
        /// Where random numbers start
        #[arg(long, value_name = "N")]
        seed: Option<u64>,
        /// The file to write it to, whole or not at all; otherwise it is printed
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Replace the file to write to if it exists
        #[arg(long, requires = "output")]
        force: bool,
    },
    /// Measure what happened: incidents a year, time to restore, availability, loss protection, estimates
    ///
    /// Reads an export of incidents from ServiceNow, PagerDuty, Jira or GitHub, or a file of your own. With a portfolio
    /// it holds them against targets, and writes measured estimates into it.
    Measure(Box<crate::measure::args::Measure>),
    /// In an incident: what it has lost so far, and what that asks for
    Triage(Box<crate::measure::review::TriageArguments>),
    /// Make an estimate of values of one's own: a distribution fitted to them, and how well it fits
    Fit(Box<crate::measure::fit::FitArguments>),
    /// Review a quarter: targets missed, bands that losses contradict, what measured estimates change, what to decide
    Review(Box<crate::measure::review::ReviewArguments>),
    /// Take in a software catalogue, such as Backstage's, as a starter portfolio
    ///
    /// Which entities are services and where they say what a portfolio asks is told by a mapping file; that for Backstage
    /// comes with whorunsit. What a catalogue does not know is left to fill in.
    Import(Box<crate::exchange::Import>),
    /// Read the bank holidays of a year: GOV.UK's JSON, an iCalendar file, or a list of dates
    ///
    /// Prints the line of `[calendar]` that names them, or writes it into a portfolio. A substitute day and the weekend day that
    /// it stands for count once.
    Holidays(Box<crate::holidays::HolidaysArguments>),
    /// Write targets, alerts or a rota for other tools: OpenSLO, Prometheus, iCalendar
    Export(Box<crate::exchange::Export>),
    /// Check a portfolio and tell all its problems at once
    Check {
        /// The portfolio, TOML or JSON; `-` reads standard input
        file: PathBuf,
        /// How to print it
        #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
        format: CheckFormat,
    },
    /// Take in a table of services: CSV, text pasted from a spreadsheet, or a workbook (.xlsx)
    ///
    /// Columns are known by their headings (Application, Owner team, Revenue at risk per hour, Demand …), amounts are read
    /// as people write them, and what is not given is left out, never zero. Prints how everything was read.
    Intake {
        /// The table; `-` reads standard input
        file: PathBuf,
        #[command(flatten)]
        intake: IntakeArguments,
        /// The portfolio to write, TOML
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Replace that file if it exists
        #[arg(long, requires = "output")]
        force: bool,
        /// How to print the report; JSON has the services and the portfolio too, CSV a row for each cell
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Print a JSON Schema: of the portfolio format, or of an answer
    Schema {
        /// Which one
        #[arg(value_parser = schema_names(), default_value = "portfolio")]
        name: String,
    },
    /// Print what the codes in answers are called, as JSON
    Words,
    /// Write a commented portfolio to start from: of your services, if you have a list of them
    ///
    /// With `--services` it is made from that table, as `intake` does it, and with `--profile` it answers in money at once. On a
    /// terminal, five questions are asked where no flag answers them; each may be skipped.
    Init {
        /// The file to write; `-` prints it
        #[arg(default_value = "portfolio.toml")]
        file: PathBuf,
        /// The list of services: CSV, text pasted from a spreadsheet, or a workbook (.xlsx); `-` reads standard input
        #[arg(long, value_name = "TABLE")]
        services: Option<PathBuf>,
        #[command(flatten)]
        intake: Box<IntakeArguments>,
        /// Replace the file if it exists
        #[arg(long)]
        force: bool,
    },
    /// Print a completion script for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
}

/// How to take a table in.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct IntakeArguments {
    /// What the portfolio is to be called
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// The currency of its amounts; by default the one whose sign the table bears
    #[arg(long, value_name = "CODE", value_parser = intake::currency)]
    pub(crate) currency: Option<Currency>,
    /// What a column is, by its heading or its place: `Impact=exposure_per_hour`; `Notes=` leaves it out
    #[arg(long = "column", value_name = "HEADING=KEY", value_parser = intake::column)]
    pub(crate) columns: Vec<(String, Option<String>)>,
    /// The table has no row of headings: its columns are known by their places
    #[arg(long, requires = "columns")]
    pub(crate) no_headings: bool,
    /// The sign before decimals, where the table does not show it
    #[arg(long, value_enum)]
    pub(crate) decimal: Option<DecimalSign>,
    /// What one unit of a foreign currency is worth: `EUR=1.08`
    #[arg(long = "rate", value_name = "CODE=RATE", value_parser = intake::rate)]
    pub(crate) rates: Vec<(Currency, Decimal)>,
    /// Fill in what the table does not give from this reference profile, as wide ranges
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Exposure bands: `suggest`, from gaps between the exposures, or `7000=95.0,250000=99.0`
    #[arg(long, value_name = "BANDS", value_parser = intake::bands)]
    pub(crate) bands: Option<intake::Bands>,
    /// Who is on call for the services today
    #[arg(long = "on-call-today", value_enum, value_name = "WHO")]
    pub(crate) today: Option<intake::Today>,
    /// The sheet of a workbook; the first by default
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
}

/// The sign before decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DecimalSign {
    /// 1,200.50
    Point,
    /// 1.200,50
    Comma,
}

impl DecimalSign {
    pub(crate) fn is_comma(self) -> bool {
        self == Self::Comma
    }

    pub(crate) fn as_str(self) -> &'static str {
        if self.is_comma() { "comma" } else { "point" }
    }
}

/// What to put on record, and where.
#[derive(Args, Clone, Debug)]
pub(crate) struct ReportArguments {
    /// The portfolio, TOML or JSON; `-` reads standard input
    pub(crate) file: PathBuf,
    /// The service to report on; otherwise the portfolio
    #[arg(long, value_name = "NAME")]
    pub(crate) service: Option<String>,
    /// When to decide again, such as 2027-06-01
    #[arg(long, value_name = "DATE")]
    pub(crate) review_on: Option<jiff::civil::Date>,
    #[command(flatten)]
    pub(crate) draws: Draws,
    /// The form, where the name of the file does not say it; Markdown if it is printed
    #[arg(long, value_enum)]
    pub(crate) format: Option<ReportForm>,
    /// The file to write it to, whole or not at all; otherwise it is printed
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Replace the file to write to if it exists
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
}

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportForm {
    /// For wikis and repositories
    Markdown,
    /// For screen and paper, in one file that loads nothing
    Html,
    /// The record itself, for programs
    Json,
}

/// How to draw trials.
#[derive(Args, Clone, Debug)]
pub(crate) struct Draws {
    /// How many trials; 10 000 where neither this nor a precision is given
    #[arg(long, value_name = "N", conflicts_with = "precision")]
    pub(crate) trials: Option<u64>,
    /// As many trials as it takes until the standard error of the mean loss of a year is this part of it, such as `1%`
    #[arg(long, value_name = "SHARE", value_parser = share)]
    pub(crate) precision: Option<Share>,
    /// Where the random numbers start
    #[arg(long, value_name = "N", default_value_t = DEFAULT_SEED)]
    pub(crate) seed: u64,
    /// How many threads; as many as there are cores where it is not given
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroU32>,
}

/// How to print a result.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Format {
    /// For people, in 80 columns, rounded
    Table,
    /// For programs, exact
    Json,
    /// For spreadsheets, exact
    Csv,
    /// For documents
    Markdown,
}

/// The form of a roadmap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RoadmapForm {
    /// For documents
    Markdown,
    /// For browsers and printers: a page that needs nothing else
    Html,
    /// A gantt chart
    Mermaid,
    /// CSV that Jira imports: waves as epics, with tasks
    Jira,
    /// For programs: the steps, and the page as Markdown
    Json,
}

/// How to print a check.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

/// The schemas there are: of the format, of each answer, and of charts.
fn schema_names() -> PossibleValuesParser {
    let of = |name: &'static str, help: String| PossibleValue::new(name).help(help);
    let answers = whorunsit::schema::ANSWERS.iter();
    let answers = answers.map(|(name, command)| of(name, format!("What `{command}` answers with, as JSON")));
    let portfolio = of("portfolio", "The portfolio format".to_owned());
    let chart = of("chart", "What `chart` prints: Vega-Lite".to_owned());
    PossibleValuesParser::new([portfolio].into_iter().chain(answers).chain([chart]))
}

/// By what costs are grouped.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum GroupBy {
    Service,
    Team,
    Domain,
    #[value(alias = "operating_model")]
    OperatingModel,
    Aspect,
    #[value(alias = "cost_type")]
    CostType,
    Code,
    Accounting,
    #[value(alias = "budget_holder")]
    BudgetHolder,
    #[value(alias = "budget_team")]
    BudgetTeam,
    Frequency,
}

impl From<GroupBy> for Dimension {
    fn from(by: GroupBy) -> Self {
        match by {
            GroupBy::Service => Self::Service,
            GroupBy::Team => Self::Team,
            GroupBy::Domain => Self::Domain,
            GroupBy::OperatingModel => Self::OperatingModel,
            GroupBy::Aspect => Self::Aspect,
            GroupBy::CostType => Self::CostType,
            GroupBy::Code => Self::Code,
            GroupBy::Accounting => Self::Accounting,
            GroupBy::BudgetHolder => Self::BudgetHolder,
            GroupBy::BudgetTeam => Self::BudgetTeam,
            GroupBy::Frequency => Self::Frequency,
        }
    }
}

/// Reads a percentage.
fn share(text: &str) -> Result<Share, String> {
    text.parse().map_err(|_| "write a percentage from 0 to 100 such as `1%`".to_owned())
}

/// Reads a strategy's word.
fn strategy() -> impl TypedValueParser<Value = Strategy> {
    PossibleValuesParser::new(Strategy::ALL.map(Strategy::as_str)).map(|word| {
        let named = Strategy::ALL.into_iter().find(|strategy| strategy.as_str() == word);
        named.unwrap_or(Strategy::HybridAtScale)
    })
}

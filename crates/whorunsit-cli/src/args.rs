//! What the command line takes.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

/// Who should run each service in production, and what on-call follows from it.
///
/// Describe your services in a portfolio file (TOML or JSON; `whorunsit init` writes a starter), then ask who
/// should run each of them: the product team that built it, or central operations.
#[derive(Debug, Parser)]
#[command(name = "whorunsit", version, arg_required_else_help = true, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  fine
  1  the portfolio has problems; each is told with a code, its place and what to do
  2  wrong usage of the command line
  3  a file cannot be read or written

Examples:
  whorunsit init portfolio.toml
  whorunsit recommend portfolio.toml
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
    /// Check a portfolio and tell all its problems at once
    Check {
        /// The portfolio, TOML or JSON; `-` reads standard input
        file: PathBuf,
        /// How to print it
        #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
        format: CheckFormat,
    },
    /// Print a JSON Schema: of the portfolio format, or of an answer
    Schema {
        /// Which one
        #[arg(value_enum, default_value_t = SchemaName::Portfolio)]
        name: SchemaName,
    },
    /// Write a commented starter portfolio
    Init {
        /// The file to write, which must not exist; `-` prints it
        #[arg(default_value = "portfolio.toml")]
        file: PathBuf,
    },
    /// Print a completion script for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
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

/// How to print a check.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

/// The schemas there are.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum SchemaName {
    /// The portfolio format
    Portfolio,
    /// What `recommend --format json` prints
    Recommendation,
    /// What `schedules --format json` prints
    Schedules,
}

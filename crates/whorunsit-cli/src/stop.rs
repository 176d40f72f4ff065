//! What stops a command, how that is told, and what the program then ends with.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::CommandFactory;
use clap::error::ErrorKind;
use whorunsit::Problems;

use crate::args::Arguments;
use crate::problems;
use crate::source::Source;

/// Exit code of a portfolio that has problems.
pub(crate) const PROBLEMS: u8 = 1;
/// Exit code of a file that cannot be read or written.
pub(crate) const FILE: u8 = 3;

/// Exit code of what Ctrl-C stopped, as shells have it.
pub(crate) const INTERRUPTED: u8 = 130;

/// What stops a command.
pub(crate) enum Stop {
    /// Ctrl-C.
    Interrupted,
    /// An export that cannot be measured.
    Unmeasured(whorunsit_measure::Refusal),
    /// What was asked for is not in the portfolio.
    Usage(clap::Error),
    /// The facade's refusal of what is no mistake of the portfolio's text.
    Refused(Source, String),
    Problems(Source, Problems),
    /// The problems were already told in the answer on standard output.
    Told,
    File(String, io::Error),
    /// A fault that needs no more than a sentence.
    Said(String),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::File("standard output".to_owned(), error)
    }
}

impl Stop {
    /// Tells what went wrong on standard error; what the program ends with.
    pub(crate) fn tell(self) -> ExitCode {
        match self {
            Self::Told => ExitCode::from(PROBLEMS),
            Self::Interrupted => {
                let _ = writeln!(anstream::stderr(), "stopped: nothing was written");
                ExitCode::from(INTERRUPTED)
            }
            Self::Usage(wrong) => wrong.exit(),
            Self::Unmeasured(refusal) => {
                let _ = anstream::stderr().write_all(problems::draw_unmeasured(&refusal).as_bytes());
                ExitCode::from(PROBLEMS)
            }
            Self::Refused(source, refusal) => {
                let drawn = problems::draw_refusal(&source, &refusal);
                let _ = anstream::stderr().write_all(drawn.as_bytes());
                ExitCode::from(PROBLEMS)
            }
            // The reader of a pipe has seen enough.
            Self::File(_, error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Self::Problems(source, problems) => {
                let drawn = problems::draw(&source, &problems);
                // Where standard error cannot be written to, the exit code still tells.
                let _ = anstream::stderr().write_all(drawn.as_bytes());
                ExitCode::from(PROBLEMS)
            }
            Self::Said(message) => {
                let _ = writeln!(anstream::stderr(), "error: {message}");
                ExitCode::from(PROBLEMS)
            }
            Self::File(name, error) => {
                let _ = writeln!(anstream::stderr(), "error: {name}: {}", in_words(&error));
                ExitCode::from(FILE)
            }
        }
    }
}

/// What is wrong with a file, without the number that the system has for it.
fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound if error.raw_os_error().is_some() => "there is no such file".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder, not a file".to_owned(),
        io::ErrorKind::PermissionDenied if error.raw_os_error().is_some() => "permission denied".to_owned(),
        _ => {
            let text = error.to_string();
            text.rsplit_once(" (os error ").map_or_else(|| text.clone(), |(text, _)| text.to_owned())
        }
    }
}

/// Wrong usage of a command, with its usage.
pub(crate) fn usage(command: &str, message: &str) -> Stop {
    let mut arguments = Arguments::command();
    // Names the subcommand in the usage.
    arguments.build();
    Stop::Usage(match arguments.find_subcommand_mut(command) {
        Some(command) => command.error(ErrorKind::ValueValidation, message),
        None => arguments.error(ErrorKind::ValueValidation, message),
    })
}

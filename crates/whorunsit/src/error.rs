//! Why there is no answer: what a program can match, and the small fault that work inside the core ends with.

use crate::exact::Overflow;
use crate::problem::{Problem, ProblemCode, Problems};

/// Why there is no answer.
///
/// # Examples
///
/// ```
/// use whorunsit::{Error, Portfolio, recommend};
///
/// fn models(text: &[u8]) -> Result<usize, Error> {
///     let portfolio = Portfolio::read(text)?;
///     Ok(recommend(&portfolio)?.services.len())
/// }
///
/// match models(b"schema = 1") {
///     Ok(services) => println!("{services} services"),
///     Err(Error::Problems(problems)) => assert_eq!(problems.iter().count(), 3),
///     Err(other) => return Err(other),
/// }
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The input is wrong: all of its problems at once.
    #[error(transparent)]
    Problems(Problems),
    /// An amount does not fit the 28 digits of exact arithmetic.
    #[error(transparent)]
    Overflow(Overflow),
    /// The work was stopped by its caller.
    #[error("the simulation was stopped")]
    Cancelled,
    /// Something that cannot happen did: a defect of this library.
    #[error("a defect of whorunsit: {INTERNAL}")]
    Internal,
}

/// What a user is told of a defect.
const INTERNAL: &str = "parts of a portfolio that belong together do not";

/// Why work inside the core ended without a result. It is one byte, as it is returned from every line item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// An amount does not fit.
    Overflow,
    /// A place that the portfolio itself gave holds nothing.
    Internal,
}

impl From<Overflow> for Fault {
    fn from(_: Overflow) -> Self {
        Self::Overflow
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Overflow => Self::Overflow(Overflow),
            Fault::Internal => Self::Internal,
        }
    }
}

impl From<Overflow> for Error {
    fn from(overflow: Overflow) -> Self {
        Self::Overflow(overflow)
    }
}

impl From<Problems> for Error {
    fn from(problems: Problems) -> Self {
        match problems.iter().next().map(Problem::code) {
            Some(ProblemCode::Cancelled) => Self::Cancelled,
            Some(ProblemCode::Internal) => Self::Internal,
            _ => Self::Problems(problems),
        }
    }
}

impl From<Error> for Problems {
    fn from(error: Error) -> Self {
        let problem = match error {
            Error::Problems(problems) => return problems,
            Error::Overflow(overflow) => return overflow.into(),
            Error::Cancelled => {
                Problem::new(ProblemCode::Cancelled, "", error.to_string(), "run it again when there is time")
            }
            Error::Internal => {
                Problem::new(ProblemCode::Internal, "", INTERNAL, "please report this input to the project")
            }
        };
        Self::one(problem)
    }
}

impl From<Fault> for Problems {
    fn from(fault: Fault) -> Self {
        Error::from(fault).into()
    }
}

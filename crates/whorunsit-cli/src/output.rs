//! Where results go: standard output, or a file that is written whole or not at all.

use std::fs::{self, Metadata, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use same_file::Handle;
use tempfile::Builder;

/// Prints to standard output, in colour only on a terminal and never with NO_COLOR.
pub(crate) fn print(text: &str) -> io::Result<()> {
    to_standard_output(&mut anstream::stdout().lock(), text)
}

/// Prints an answer as a line. JSON has no colours to look for, which would take longer than the answer itself.
pub(crate) fn print_json(answer: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    to_standard_output(&mut out, answer)?;
    to_standard_output(&mut out, "\n")
}

fn to_standard_output(out: &mut impl Write, text: &str) -> io::Result<()> {
    if whorunsit_stdout::was_closed() {
        return Err(io::Error::other("it is closed"));
    }
    out.write_all(text.as_bytes())?;
    // What stays in a buffer at the end of a program is written without anybody hearing of an error.
    out.flush()
}

/// A file that may be written to: what could be lost was looked at before any work was done.
#[derive(Debug)]
pub(crate) struct Target {
    file: PathBuf,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    New,
    /// Replaces a file, and keeps its permissions.
    Replacing(Permissions),
    /// A terminal, a pipe or the like, into which is written: nothing in it could be lost.
    Stream,
}

impl Target {
    /// A file to write to. What exists is replaced only by `force`, and never where it is one of the `inputs`, of which
    /// `-` is standard input.
    pub(crate) fn new(file: &Path, force: bool, inputs: &[&Path]) -> io::Result<Self> {
        let target = |kind| Ok(Self { file: file.to_owned(), kind });
        let there = match fs::symlink_metadata(file) {
            Ok(there) => there,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return match fs::metadata(folder(file)) {
                    Ok(folder) if folder.is_dir() => target(Kind::New),
                    _ => Err(refusal(ErrorKind::NotFound, "its folder does not exist")),
                };
            }
            Err(error) => return Err(error),
        };
        if fs::metadata(file).is_ok_and(|there| is_stream(&there)) {
            return target(Kind::Stream);
        }
        if there.is_symlink() {
            let message = "it is a symbolic link: name the file that is to be written";
            return Err(refusal(ErrorKind::InvalidInput, message));
        }
        if !there.is_file() {
            return Err(refusal(ErrorKind::InvalidInput, "it is no file"));
        }
        if inputs.iter().any(|input| is_same(file, input)) {
            return Err(refusal(ErrorKind::InvalidInput, "it is the input, which is never overwritten"));
        }
        if force { target(Kind::Replacing(there.permissions())) } else { Err(exists()) }
    }

    /// Writes the file: beside its place, synced, then renamed. Where that fails, everything is as it was before.
    pub(crate) fn write(&self, text: &str) -> io::Result<()> {
        self.write_by(&mut |file| file.write_all(text.as_bytes()))
    }

    /// Does the same piece by piece, for what is too long to be held.
    pub(crate) fn write_by(&self, work: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        if let Kind::Stream = self.kind {
            let mut stream = OpenOptions::new().write(true).open(&self.file)?;
            work(&mut stream)?;
            return stream.flush();
        }
        let folder = folder(&self.file);
        let mut builder = Builder::new();
        builder.prefix(".whorunsit-");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        // Of the error only its kind: the name beside the file says nothing to anybody.
        let mut beside =
            builder.tempfile_in(folder).map_err(|error| refusal(error.kind(), &error.kind().to_string()))?;
        work(&mut beside)?;
        if let Kind::Replacing(permissions) = &self.kind {
            beside.as_file().set_permissions(permissions.clone())?;
        }
        beside.as_file().sync_all()?;
        match self.kind {
            Kind::Replacing(_) => beside.persist(&self.file),
            _ => beside.persist_noclobber(&self.file),
        }
        .map_err(|failed| match failed.error.kind() {
            ErrorKind::AlreadyExists => exists(),
            _ => failed.error,
        })?;
        // The name is on the disk once the folder is. Where a system cannot sync one, there is nothing more to do.
        let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
        Ok(())
    }
}

fn refusal(kind: ErrorKind, message: &str) -> io::Error {
    io::Error::new(kind, message)
}

fn exists() -> io::Error {
    refusal(ErrorKind::AlreadyExists, "it exists already; --force replaces it")
}

/// The folder of a file; that of a mere name is the one that the program was started in.
fn folder(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether two names are of one file, by whatever links they lead there.
fn is_same(file: &Path, input: &Path) -> bool {
    let input = if input == Path::new("-") { Handle::stdin() } else { Handle::from_path(input) };
    matches!((Handle::from_path(file), input), (Ok(file), Ok(input)) if file == input)
}

#[cfg(unix)]
fn is_stream(there: &Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    let kind = there.file_type();
    kind.is_char_device() || kind.is_fifo()
}

#[cfg(not(unix))]
fn is_stream(_there: &Metadata) -> bool {
    false
}

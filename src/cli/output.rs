//! Where the result goes, and in which format.

use std::{
    fmt,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    str::FromStr,
};

use tabletrace::report::{Report, csv, dot, html, json, markdown, mermaid, text};

use super::{
    error::CliError,
    terminal::{PLAIN_WIDTH, Terminal},
};

/// The formats of one command's result.
pub(super) trait Format: Copy + Eq + fmt::Debug + Send + Sync + 'static {
    /// What is written to the terminal unless another is named.
    const TEXT: Self;
    /// Each with its names on the command line and its extensions; the first of both is proper.
    const ALL: &'static [(Self, &'static [&'static str], &'static [&'static str])];

    /// The format that a file's extension stands for.
    fn of_path(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        let mut all = Self::ALL.iter();
        let found = all.find(|(_, _, extensions)| extensions.contains(&extension.as_str()));
        found.map(|(format, _, _)| *format)
    }

    fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter();
        let found = all.find(|(_, names, _)| names.contains(&name));
        found.map(|(format, _, _)| *format)
    }

    /// "json, csv, markdown or text"
    fn names() -> String {
        alternatives(Self::ALL.iter().filter_map(|(_, names, _)| names.first()))
    }

    /// ".json, .csv, .md or .txt"
    fn extensions() -> String {
        let extensions = Self::ALL.iter().filter_map(|(_, _, all)| all.first());
        alternatives(extensions.map(|extension| format!(".{extension}")))
    }
}

fn alternatives(words: impl Iterator<Item = impl fmt::Display>) -> String {
    let words: Vec<String> = words.map(|word| word.to_string()).collect();
    match words.as_slice() {
        [all @ .., last] if !all.is_empty() => format!("{} or {last}", all.join(", ")),
        words => words.concat(),
    }
}

/// A format of the map.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum MapFormat {
    Json,
    Csv,
    Html,
    Markdown,
    Mermaid,
    Dot,
    Text,
}

impl Format for MapFormat {
    const TEXT: Self = Self::Text;
    const ALL: &'static [(Self, &'static [&'static str], &'static [&'static str])] = &[
        (Self::Json, &["json"], &["json"]),
        (Self::Csv, &["csv"], &["csv"]),
        (Self::Html, &["html"], &["html", "htm"]),
        (Self::Markdown, &["markdown", "md"], &["md", "markdown"]),
        (Self::Mermaid, &["mermaid"], &["mmd", "mermaid"]),
        (Self::Dot, &["dot"], &["dot", "gv"]),
        (Self::Text, &["text"], &["txt"]),
    ];
}

impl MapFormat {
    /// Whether it draws, so that what is to be drawn matters to it.
    pub(super) fn draws(self) -> bool {
        match self {
            Self::Markdown | Self::Mermaid | Self::Dot => true,
            Self::Json | Self::Csv | Self::Html | Self::Text => false,
        }
    }

    pub(super) fn write(
        self,
        report: &Report<'_>,
        width: usize,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match self {
            Self::Json => json::write(report, out),
            Self::Csv => csv::write(report, out),
            Self::Html => html::write(report, out),
            Self::Markdown => markdown::write(report, out),
            Self::Mermaid => mermaid::write(report, out),
            Self::Dot => dot::write(report, out),
            Self::Text => text::write(report, width, out),
        }
    }
}

/// `NAME` or `NAME=FILE` on the command line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct FormatArgument<F> {
    format: F,
    file: Option<PathBuf>,
}

impl<F: Format> FromStr for FormatArgument<F> {
    type Err = String;

    fn from_str(argument: &str) -> Result<Self, Self::Err> {
        let (name, file) = match argument.split_once('=') {
            Some((_, "")) => return Err("no file after `=`".to_owned()),
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (argument, None),
        };
        match F::named(name) {
            Some(format) => Ok(Self { format, file }),
            None => Err(format!(
                "the formats are {}",
                F::names().replace(" or ", " and ")
            )),
        }
    }
}

/// One copy of the result.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Destination<F> {
    format: F,
    /// `None` is standard output.
    file: Option<PathBuf>,
}

impl<F: Format> Destination<F> {
    /// Whether the user will see the summary anyway.
    pub(super) fn shows_summary(&self) -> bool {
        self.is_to_stdout(F::TEXT)
    }

    pub(super) fn format(&self) -> F {
        self.format
    }

    /// Whether this format goes to standard output.
    pub(super) fn is_to_stdout(&self, format: F) -> bool {
        self.format == format && self.file.is_none()
    }

    /// Lets `write` write in the format, for a width.
    pub(super) fn write(
        &self,
        terminal: &Terminal,
        write: impl FnOnce(F, usize, &mut dyn Write) -> io::Result<()>,
    ) -> Result<(), CliError> {
        match &self.file {
            Some(path) => to_file(path, |out| write(self.format, PLAIN_WIDTH, out)),
            None => to_stdout(|out| write(self.format, terminal.width(), out)),
        }
    }
}

/// All places that the result goes to: each `NAME=FILE`, and the file of `-o` or else standard
/// output in the format that is named alone.
pub(super) fn destinations<F: Format>(
    formats: &[FormatArgument<F>],
    output: Option<&Path>,
) -> Result<Vec<Destination<F>>, CliError> {
    let mut destinations = Vec::new();
    let mut alone = None;
    for FormatArgument { format, file } in formats {
        match file {
            Some(file) => destinations.push(Destination {
                format: *format,
                file: Some(file.clone()),
            }),
            None if alone.is_some() => return Err(CliError::ManyFormats),
            None => alone = Some(*format),
        }
    }
    if let Some(path) = output {
        let format = alone.or_else(|| F::of_path(path));
        let unknown = || CliError::UnknownExtension {
            path: path.to_owned(),
            extensions: F::extensions(),
        };
        destinations.push(Destination {
            format: format.ok_or_else(unknown)?,
            file: Some(path.to_owned()),
        });
    } else if alone.is_some() || destinations.is_empty() {
        destinations.push(Destination {
            format: alone.unwrap_or(F::TEXT),
            file: None,
        });
    }
    Ok(destinations)
}

/// Writes to standard output, with styles where it takes them.
pub(super) fn to_stdout(
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), CliError> {
    let mut out = BufWriter::new(anstream::stdout().lock());
    write(&mut out)
        .and_then(|()| out.flush())
        .map_err(CliError::Stdout)
}

/// Writes a file without styles, in one step: others see the old text or the new one.
pub(super) fn to_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), CliError> {
    replace(path, write).map_err(|source| CliError::Output {
        path: path.to_owned(),
        source,
    })
}

fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    // What a link points at is replaced, not the link.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let existing = fs::metadata(&path).ok();
    if existing
        .as_ref()
        .is_some_and(|existing| !existing.is_file())
    {
        // A device or a pipe cannot be replaced; a folder is refused here.
        return write_plain(&mut File::options().write(true).open(&path)?, write);
    }
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        Some(_) | None => Path::new("."),
    };
    let mut temporary = temporary_in(folder)?;
    if let Some(existing) = existing {
        temporary
            .as_file()
            .set_permissions(existing.permissions())?;
    }
    write_plain(temporary.as_file_mut(), write)?;
    temporary.persist(&path)?;
    Ok(())
}

fn write_plain(
    file: &mut File,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = BufWriter::new(anstream::StripStream::new(file));
    write(&mut out)?;
    out.flush()
}

/// A file that is readable for whoever may read new files of this user.
fn temporary_in(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".tabletrace-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    // The message would name the temporary file, of which the user knows nothing.
    builder
        .tempfile_in(folder)
        .map_err(|error| error.kind().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(formats: &[&str], output: Option<&str>, expected: &[(MapFormat, Option<&str>)]) {
        let formats: Vec<_> = formats
            .iter()
            .map(|format| format.parse().unwrap())
            .collect();
        let found = destinations(&formats, output.map(Path::new)).unwrap();
        let expected: Vec<_> = expected
            .iter()
            .map(|&(format, file)| Destination {
                format,
                file: file.map(PathBuf::from),
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn formats_and_files_are_matched() {
        check(&[], None, &[(MapFormat::Text, None)]);
        check(&["json"], None, &[(MapFormat::Json, None)]);
        check(&[], Some("a.MD"), &[(MapFormat::Markdown, Some("a.MD"))]);
        check(
            &["csv"],
            Some("a.json"),
            &[(MapFormat::Csv, Some("a.json"))],
        );
        check(&["json=a=b"], None, &[(MapFormat::Json, Some("a=b"))]);
        check(
            &["text", "json=a.json"],
            None,
            &[(MapFormat::Json, Some("a.json")), (MapFormat::Text, None)],
        );
        let unknown = destinations::<MapFormat>(&[], Some(Path::new("map")));
        assert!(matches!(unknown, Err(CliError::UnknownExtension { .. })));
        let both: [FormatArgument<MapFormat>; 2] =
            ["json", "csv"].map(|format| format.parse().unwrap());
        assert!(matches!(
            destinations(&both, None),
            Err(CliError::ManyFormats)
        ));
        assert!("yaml".parse::<FormatArgument<MapFormat>>().is_err());
        assert!("json=".parse::<FormatArgument<MapFormat>>().is_err());
    }

    #[test]
    fn a_file_is_replaced_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("map.txt");
        to_file(&path, |out| write!(out, "\u{1b}[1mone\u{1b}[0m")).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        let failed = to_file(&path, |out| {
            write!(out, "half")?;
            Err(io::ErrorKind::StorageFull.into())
        });
        assert!(matches!(failed, Err(CliError::Output { .. })));
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let no_folder = folder.path().join("none/map.txt");
        assert!(to_file(&no_folder, |_| Ok(())).is_err());
        assert!(to_file(folder.path(), |_| Ok(())).is_err());
    }
}

//! What git knows of a project: what changed since when, and what files were before.
//!
//! All of it is asked of the `git` program; nothing in the repository or the work tree is changed.

mod objects;

mod program;

mod raw;

#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::{Path, PathBuf},
};

use self::raw::{Side, Status};

/// A work tree, and the part of it that is looked at.
#[derive(Clone, Debug)]
pub struct Repository {
    /// The top of the work tree.
    top: PathBuf,
    /// The project's root below it, with a slash at its end; empty when it is the top.
    prefix: String,
}

/// The name of a blob, as git gives it.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Blob(String);

/// Files by their paths relative to the project root, as far as they differ from another state;
/// `None` where there is no such file.
pub type Files = BTreeMap<String, Option<Blob>>;

/// Two states of a project.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Change {
    /// Where the later state differs from the work tree.
    pub head: Files,
    /// The only files of the work tree that the later state has; `None` is all.
    pub tracked: Option<Tracked>,
    /// Where the earlier state differs from the later one.
    pub base: Files,
    /// The paths of files that were renamed, from the earlier to the later one.
    pub renamed: BTreeMap<String, String>,
}

/// What the index holds, relative to the project root.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Tracked {
    pub files: BTreeSet<String>,
    /// Folders that are repositories of their own.
    pub submodules: Vec<String>,
}

/// Why git cannot tell.
#[derive(Debug, miette::Diagnostic, thiserror::Error)]
pub enum GitError {
    #[error("`{}` is in no git repository", root.display())]
    #[diagnostic(
        code(git::repository),
        help(
            "`diff`, `--staged` and `--since` compare with what git has; `check` without them \
             looks at the project as it is"
        )
    )]
    NoRepository { root: PathBuf },
    #[error("cannot run `git`")]
    #[diagnostic(
        code(git::program),
        help("`diff`, `--staged` and `--since` ask it what changed; install it")
    )]
    Program { source: io::Error },
    #[error("git knows no commit that `{reference}` and the work tree have in common")]
    #[diagnostic(
        code(git::base),
        help(
            "a shallow clone holds too little history: give `actions/checkout` \
             `fetch-depth: 0`, set `GIT_DEPTH: 0` in GitLab, or run `git fetch --unshallow`; and \
             see that the name is right"
        )
    )]
    NoBase { reference: String },
    #[error("git knows no commit `{reference}`")]
    #[diagnostic(
        code(git::commit),
        help(
            "a shallow clone holds too little history: give `actions/checkout` \
             `fetch-depth: 0`, set `GIT_DEPTH: 0` in GitLab, or run `git fetch --unshallow`; and \
             see that the name is right"
        )
    )]
    NoCommit { reference: String },
    #[error("`git {command}` failed: {message}")]
    #[diagnostic(code(git::failed))]
    Failed { command: String, message: String },
}

impl Repository {
    /// The repository that a folder is in.
    ///
    /// # Errors
    ///
    /// When it is in none.
    pub fn around(root: &Path) -> Result<Self, GitError> {
        let none = || GitError::NoRepository {
            root: root.to_owned(),
        };
        let root = root.canonicalize().map_err(|_| none())?;
        let has_git = |folder: &&Path| folder.join(".git").symlink_metadata().is_ok();
        let top = root.ancestors().find(has_git).ok_or_else(none)?;
        let inside = root.strip_prefix(top).ok();
        let inside = inside.and_then(Path::to_str).ok_or_else(none)?;
        Ok(Self {
            top: top.to_owned(),
            prefix: match inside {
                "" => String::new(),
                inside => format!("{}/", inside.replace('\\', "/")),
            },
        })
    }

    /// The index against the last commit; before the first one everything is new.
    ///
    /// # Errors
    ///
    /// When git cannot be run or refuses the repository.
    pub fn staged(&self) -> Result<Change, GitError> {
        let unstaged = self.differences(&["--no-renames"])?;
        let mut change = self.change(&self.differences(&["--cached", "-M"])?);
        self.take_back(&mut change, unstaged);
        change.tracked = Some(self.tracked()?);
        Ok(change)
    }

    /// The work tree, files that are new and not ignored included, against the commit at which it
    /// parted from a reference.
    ///
    /// # Errors
    ///
    /// When there is no such commit, or git cannot be run or refuses the repository.
    pub fn since(&self, reference: &str) -> Result<Change, GitError> {
        let base = self.merge_base(reference, "HEAD")?;
        let mut change = self.change(&self.differences(&["-M", &base])?);
        let arguments = [
            "ls-files",
            "-z",
            "--others",
            "--exclude-standard",
            "--full-name",
        ];
        for path in raw::strings(&self.run(&arguments)?) {
            if let Some(path) = self.inside(path) {
                change.base.entry(path).or_insert(None);
            }
        }
        Ok(change)
    }

    /// Takes what differs on the disk back from the later state of a change.
    fn take_back(&self, change: &mut Change, on_disk: Vec<raw::Difference>) {
        for difference in on_disk {
            let Some(path) = self.inside(&difference.path) else {
                continue;
            };
            match difference.status {
                // Of what `git add --intent-to-add` names nothing would be committed, either.
                Status::Added => change.head.insert(path, None),
                Status::Modified | Status::Deleted | Status::Renamed => {
                    change.head.insert(path, blob(difference.before))
                }
                // The blob is not told; the file on the disk stands for it.
                Status::Unmerged => None,
            };
        }
    }

    /// One commit against another, both from what git has.
    ///
    /// # Errors
    ///
    /// When there is no such commit, or git cannot be run or refuses the repository.
    pub fn between(&self, base: &str, head: &str) -> Result<Change, GitError> {
        let (base, head) = (self.commit(base)?, self.commit(head)?);
        let on_disk = self.differences(&["--no-renames", &head])?;
        let mut change = self.change(&self.differences(&["-M", &base, &head])?);
        self.take_back(&mut change, on_disk);
        change.tracked = Some(self.held_by(&head)?);
        Ok(change)
    }

    /// A commit against the one at which it parted from another.
    ///
    /// # Errors
    ///
    /// When there is no such commit, or git cannot be run or refuses the repository.
    pub fn parted(&self, from: &str, head: &str) -> Result<Change, GitError> {
        let base = self.merge_base(from, head)?;
        self.between(&base, head)
    }

    /// The contents of blobs, without those that git lacks: a clone may hold only some.
    ///
    /// # Errors
    ///
    /// When git cannot be run.
    pub fn contents<'a>(
        &self,
        blobs: impl Iterator<Item = &'a Blob>,
    ) -> Result<BTreeMap<Blob, Vec<u8>>, GitError> {
        let blobs: BTreeSet<&Blob> = blobs.collect();
        if blobs.is_empty() {
            return Ok(BTreeMap::new());
        }
        objects::read(&self.top, &blobs)
    }

    /// The full name of a commit.
    fn commit(&self, reference: &str) -> Result<String, GitError> {
        let none = || GitError::NoCommit {
            reference: reference.to_owned(),
        };
        // Git would take it for an option.
        if reference.starts_with('-') {
            return Err(none());
        }
        let commit = format!("{reference}^{{commit}}");
        match self.run(&["rev-parse", "--verify", "--quiet", &commit]) {
            Ok(output) => Ok(String::from_utf8_lossy(&output).trim().to_owned()),
            Err(GitError::Failed { message, .. }) if !is_refusal(&message) => Err(none()),
            Err(error) => Err(error),
        }
    }

    fn merge_base(&self, reference: &str, head: &str) -> Result<String, GitError> {
        let none = || GitError::NoBase {
            reference: reference.to_owned(),
        };
        // Git would take it for an option.
        if [reference, head].iter().any(|name| name.starts_with('-')) {
            return Err(none());
        }
        let arguments = ["merge-base", reference, head];
        let output = match self.run(&arguments) {
            Ok(output) => output,
            Err(GitError::Failed { message, .. }) if !is_refusal(&message) => return Err(none()),
            Err(error) => return Err(error),
        };
        let first = String::from_utf8_lossy(&output);
        let first = first.lines().next().map(str::to_owned);
        first.filter(|first| !first.is_empty()).ok_or_else(none)
    }

    /// What differs, with the blobs on both sides.
    fn differences(&self, arguments: &[&str]) -> Result<Vec<raw::Difference>, GitError> {
        const ALWAYS: [&str; 8] = [
            "diff",
            "--raw",
            "-z",
            "--no-abbrev",
            "--no-relative",
            "--no-ext-diff",
            "--no-color",
            "--ignore-submodules=all",
        ];
        let output = self.run(&[&ALWAYS, arguments, &["--"]].concat())?;
        raw::differences(&output).ok_or_else(|| GitError::Failed {
            command: "diff --raw".to_owned(),
            message: "its output is not understood".to_owned(),
        })
    }

    /// The earlier state of differences between it and the later one.
    fn change(&self, differences: &[raw::Difference]) -> Change {
        let mut change = Change::default();
        for difference in differences {
            let path = self.inside(&difference.path);
            match (difference.status, path) {
                (Status::Unmerged, _) => {}
                (Status::Added, path) => change.base.extend(path.map(|path| (path, None))),
                (Status::Modified | Status::Deleted, path) => {
                    let before = || blob(difference.before.clone());
                    change.base.extend(path.map(|path| (path, before())));
                }
                (Status::Renamed, path) => {
                    let from = difference.from.as_deref().unwrap_or_default();
                    let from = self.inside(from);
                    if let (Some(from), Some(to)) = (&from, &path) {
                        change.renamed.insert(from.clone(), to.clone());
                    }
                    change.base.extend(path.map(|path| (path, None)));
                    let before = || blob(difference.before.clone());
                    change.base.extend(from.map(|from| (from, before())));
                }
            }
        }
        change
    }

    fn tracked(&self) -> Result<Tracked, GitError> {
        self.listed(&["ls-files", "-z", "--stage", "--full-name"])
    }

    /// What a commit holds.
    fn held_by(&self, commit: &str) -> Result<Tracked, GitError> {
        self.listed(&["ls-tree", "-r", "-z", "--full-tree", commit])
    }

    fn listed(&self, arguments: &[&str]) -> Result<Tracked, GitError> {
        let output = self.run(arguments)?;
        let mut tracked = Tracked::default();
        for entry in raw::strings(&output) {
            // `<mode> …`, a tab, and the path.
            let Some((about, path)) = entry.split_once('\t') else {
                continue;
            };
            let Some(path) = self.inside(path) else {
                continue;
            };
            if about.starts_with("160000") {
                tracked.submodules.push(path);
            } else {
                tracked.files.insert(path);
            }
        }
        Ok(tracked)
    }

    /// The path relative to the project root, `None` when it is outside.
    fn inside(&self, path: &str) -> Option<String> {
        path.strip_prefix(&self.prefix).map(str::to_owned)
    }

    fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
        program::run(&self.top, arguments)
    }
}

impl Tracked {
    /// Whether a file of the work tree is part of what would be committed.
    pub fn holds(&self, path: &str) -> bool {
        let is_in = |folder: &String| {
            let rest = path.strip_prefix(folder.as_str());
            rest.is_some_and(|rest| rest.starts_with('/'))
        };
        self.files.contains(path) || self.submodules.iter().any(is_in)
    }
}

/// Whether git does not look into the repository at all.
fn is_refusal(message: &str) -> bool {
    message.contains("dubious ownership") || message.contains("not a git repository")
}

/// The blob of a side, when that is a regular file.
fn blob(side: Side) -> Option<Blob> {
    match side {
        Side::File(name) => Some(Blob(name)),
        Side::Other => None,
    }
}

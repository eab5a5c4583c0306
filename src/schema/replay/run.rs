//! The files of a replay, statement by statement.

use std::sync::Arc;

use super::{
    Apply, Outcome, Platform, ReplayOptions, Replayed,
    apply::apply,
    blame::Blame,
    bootstrap, describe, events,
    failure::{Applied, Failure, Stop},
    session::{Mode, Session},
    state::object::Definition,
    transaction::{Block, aborted, expected},
};
use crate::{
    notice::{Notice, NoticeKind},
    schema::{
        history::{self, Change, Event},
        source::SchemaFile,
        statement::{Failed, Opaque, Place, Statements},
    },
    source::Span,
    sql::{
        self, Item, Skipped, SkippedKind,
        name::Identifier,
        statement::{Statement, Transaction},
    },
};

/// The catalog and the fate of every statement.
pub(super) fn run(files: &[&SchemaFile], options: &ReplayOptions) -> Replayed {
    let state = bootstrap::state(options.platform);
    let path = search_path(options.platform);
    let mut run = Run {
        files,
        options,
        path: path.clone(),
        strict: Session::new(state, Mode::Strict, path),
        lenient: None,
        block: None,
        statements: Statements {
            files: files.iter().map(|file| file.path.clone()).collect(),
            ..Statements::default()
        },
        notices: Vec::new(),
        blame: Blame::default(),
        events: Vec::new(),
        undone_from: 0,
    };
    for (index, file) in files.iter().enumerate() {
        if !run.file(index, file) {
            break;
        }
    }
    run.finish()
}

fn search_path(platform: Platform) -> Vec<Identifier> {
    let names: &[&str] = match platform {
        Platform::Postgres => &["$user", "public"],
        Platform::Supabase => &["$user", "public", "extensions"],
    };
    names.iter().copied().map(Identifier::from).collect()
}

struct Run<'a> {
    files: &'a [&'a SchemaFile],
    options: &'a ReplayOptions,
    /// The search path of a fresh session.
    path: Vec<Identifier>,
    strict: Session,
    /// A second database from the first failure on.
    lenient: Option<Session>,
    block: Option<Block>,
    statements: Statements,
    notices: Vec<Notice>,
    blame: Blame,
    events: Vec<Event>,
    /// How many events there were when the transaction block began.
    undone_from: usize,
}

impl Run<'_> {
    /// Applies one file; whether there is any point in going on.
    fn file(&mut self, index: usize, file: &SchemaFile) -> bool {
        let script = sql::parse(&file.text);
        self.notices.extend(
            script
                .skipped
                .iter()
                .filter_map(|skipped| notice(file, skipped)),
        );
        let text: Arc<str> = Arc::from(file.text.as_str());
        self.connect(&text);
        if self.options.apply == Apply::Supabase {
            self.place(index, Span::default());
            self.begin();
        }
        for item in &script.statements {
            self.place(index, item.span);
            self.statement(index, item);
            if self.options.apply == Apply::Supabase && self.is_aborted() {
                self.end(End::RollBack);
                return false;
            }
        }
        let end = match self.options.apply {
            // Whoever disconnects within a transaction loses it.
            Apply::Psql => End::RollBack,
            Apply::Supabase => End::Commit,
        };
        self.end(end);
        true
    }

    /// The sessions of both databases.
    fn sessions(&mut self) -> impl Iterator<Item = &mut Session> {
        std::iter::once(&mut self.strict).chain(&mut self.lenient)
    }

    /// A fresh session for the next file.
    fn connect(&mut self, text: &Arc<str>) {
        let path = self.path.clone();
        for session in self.sessions() {
            session.search_path.clone_from(&path);
            session.settings.clear();
            session.text = Arc::clone(text);
            describe::drop_temporary(session);
        }
    }

    fn place(&mut self, file: usize, span: Span) {
        for session in self.sessions() {
            session.definition = Definition {
                file: file as u32,
                span,
            };
        }
    }

    fn statement(&mut self, file: usize, item: &Item) {
        match &item.statement {
            Statement::Transaction(transaction) => {
                self.transaction_statement(file, item, transaction);
                return;
            }
            Statement::Empty => return,
            _ => {}
        }
        if let Some(cause) = self.block.as_ref().and_then(|block| block.aborted) {
            self.skip_in_aborted(file, item, cause);
            return;
        }
        let in_block = self.block.is_some();
        for session in self.sessions() {
            session.in_transaction_block = in_block;
        }
        let mark = self.strict.state.mark();
        let before = self.strict.clone_settings();
        match apply(&mut self.strict, &item.statement) {
            Ok(()) => {
                self.statements.applied += 1;
                self.events.extend(events::since(&self.strict, mark));
                self.apply_leniently(&item.statement);
            }
            Err(stop) => {
                self.strict.state.roll_back(mark);
                self.strict.restore_settings(before);
                self.stopped(file, item, stop);
            }
        }
        if self.block.is_none() {
            self.strict.state.commit();
            self.strict.transaction += 1;
        }
    }

    fn stopped(&mut self, file: usize, item: &Item, stop: Stop) {
        match stop {
            Stop::Opaque(reason) => {
                let inserts = self.strict.slice(item.span).to_ascii_lowercase();
                self.strict.rows_uncertain |= inserts.contains("insert");
                self.statements.opaque.push(Opaque {
                    place: place(file, item, None),
                    reason,
                });
                self.apply_leniently(&item.statement);
            }
            Stop::Failed(failure) => {
                let index = self.fail(file, item, *failure);
                if let Some(block) = &mut self.block {
                    block.aborted = Some(index);
                }
            }
        }
    }

    /// Records a failure, and lets the lenient database have what can be had.
    fn fail(&mut self, file: usize, item: &Item, failure: Failure) -> usize {
        let index = self.statements.failed.len();
        let cause = self.blame.cause(&failure.error, index);
        self.fork();
        let created = self.apply_leniently(&item.statement);
        let would_create = self.blame.created(&created, cause.unwrap_or(index));
        self.statements.failed.push(Failed {
            place: place(file, item, failure.span),
            error: failure.error,
            caused_by: cause,
            would_create,
        });
        index
    }

    /// What follows a failure in a transaction fails because of that.
    fn skip_in_aborted(&mut self, file: usize, item: &Item, cause: usize) {
        let created = self.apply_leniently(&item.statement);
        let would_create = self.blame.created(&created, cause);
        self.statements.failed.push(Failed {
            place: place(file, item, None),
            error: aborted(),
            caused_by: Some(cause),
            would_create,
        });
    }

    /// Splits off the lenient database.
    fn fork(&mut self) {
        if self.lenient.is_some() || self.options.apply == Apply::Supabase {
            return;
        }
        let mut lenient = self.strict.clone();
        lenient.mode = Mode::Lenient;
        lenient.state.commit();
        self.lenient = Some(lenient);
    }

    /// Applies a statement to the lenient database, and says what is only there now.
    fn apply_leniently(&mut self, statement: &Statement) -> Vec<describe::Item> {
        let Some(lenient) = &mut self.lenient else {
            return Vec::new();
        };
        let mark = lenient.state.mark();
        let before = lenient.clone_settings();
        if apply(lenient, statement).is_err() {
            lenient.state.roll_back(mark);
            lenient.restore_settings(before);
        }
        let created = describe::only_in(lenient, mark, &self.strict);
        // What happened to both was noted already.
        let here = (lenient.definition.file as usize, lenient.definition.span);
        let known = self.events.iter().rev();
        let known = known.take_while(|event| event.change.place.is_of(here));
        let known: Vec<Change> = known.map(|event| event.change.clone()).collect();
        let events = events::since(lenient, mark).into_iter();
        let events = events.filter(|event| !known.contains(&event.change));
        self.events.extend(events);
        lenient.state.commit();
        created
    }

    fn transaction_statement(&mut self, file: usize, item: &Item, transaction: &Transaction) {
        let aborted = self.block.as_ref().and_then(|block| block.aborted);
        match aborted {
            Some(cause) if !Block::takes_when_aborted(transaction) => {
                self.skip_in_aborted(file, item, cause);
            }
            Some(_) | None => match self.transaction(transaction) {
                Ok(()) => self.statements.applied += 1,
                Err(stop) => self.stopped(file, item, stop),
            },
        }
    }

    /// # Errors
    ///
    /// 25P01 for savepoints outside of a transaction block, 3B001 for one that is not there.
    fn transaction(&mut self, transaction: &Transaction) -> Applied {
        match transaction {
            Transaction::Begin => self.begin(),
            Transaction::Commit => self.end(End::Commit),
            Transaction::Rollback => self.end(End::RollBack),
            Transaction::CommitAndBegin => self.chain(End::Commit, "COMMIT AND CHAIN")?,
            Transaction::RollbackAndBegin => self.chain(End::RollBack, "ROLLBACK AND CHAIN")?,
            Transaction::Savepoint(name) => {
                let block = expected(&mut self.block, "SAVEPOINT")?;
                block.savepoint(&self.strict, name);
            }
            Transaction::RollbackTo(name) => {
                let block = expected(&mut self.block, "ROLLBACK TO SAVEPOINT")?;
                block.roll_back_to(&mut self.strict, name)?;
            }
            Transaction::Release(name) => {
                expected(&mut self.block, "RELEASE SAVEPOINT")?.release(name)?;
            }
            Transaction::Other => {}
        }
        Ok(())
    }

    fn begin(&mut self) {
        if self.block.is_none() {
            let since = self.strict.definition;
            for session in self.sessions() {
                session.block_since = since;
            }
            self.block = Some(Block::begin(&self.strict));
            self.undone_from = self.events.len();
        }
    }

    /// Ends a transaction and begins another.
    fn chain(&mut self, end: End, words: &str) -> Applied {
        expected(&mut self.block, words)?;
        self.end(end);
        self.begin();
        Ok(())
    }

    fn end(&mut self, end: End) {
        for session in self.sessions() {
            session.end_transaction();
        }
        let Some(block) = self.block.take() else {
            return;
        };
        if end == End::RollBack || block.aborted.is_some() {
            self.fork();
            block.roll_back(&mut self.strict);
            if self.lenient.is_none() {
                self.events.truncate(self.undone_from);
            }
        }
        self.strict.state.commit();
        self.strict.transaction += 1;
    }

    fn is_aborted(&self) -> bool {
        self.block
            .as_ref()
            .is_some_and(|block| block.aborted.is_some())
    }

    fn finish(mut self) -> Replayed {
        let intended = match self.options.outcome {
            Outcome::Intended => self.lenient.as_ref(),
            Outcome::Strict => None,
        };
        let catalog = describe::catalog(&self.strict, intended, self.files);
        self.statements.changes = history::lasting(self.events, &catalog);
        let known = self.lenient.as_ref().unwrap_or(&self.strict);
        super::blame::add_help(&mut self.statements, &self.strict, known);
        Replayed {
            catalog,
            statements: self.statements,
            notices: self.notices,
        }
    }
}

/// How a transaction ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum End {
    Commit,
    RollBack,
}

fn place(file: usize, item: &Item, span: Option<Span>) -> Place {
    let inside = span.filter(|span| item.span.contains(*span));
    Place {
        file,
        statement: item.span,
        span: inside.unwrap_or(item.span),
    }
}

/// What a user should know of a part that was skipped: data and psql's commands are no loss.
fn notice(file: &SchemaFile, skipped: &Skipped) -> Option<Notice> {
    match skipped.kind {
        SkippedKind::MetaCommand | SkippedKind::CopyData => None,
        SkippedKind::Unterminated => Some(Notice {
            path: file.path.clone(),
            line: Some(file.lines.position(&file.text, skipped.span.start).line),
            kind: NoticeKind::SyntaxError,
            message: "a quote, comment or parenthesis that opens here is never closed".to_owned(),
        }),
    }
}

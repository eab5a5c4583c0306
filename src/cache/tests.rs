use std::{fs, path::PathBuf};

use proptest::prelude::{any, prop};

use super::*;
use crate::source::Dialect;

const VERSION: u32 = 7;

/// A cache folder, and the root of the project that is cached.
struct Place {
    folder: tempfile::TempDir,
    root: PathBuf,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("project");
        Self { folder, root }
    }

    fn open(&self) -> (Cache, Vec<Notice>) {
        Cache::open_in(&self.folder.path().join("cache"), &self.root, VERSION)
    }

    fn save(&self, entries: &[(Key, &[u8])]) {
        let (cache, notices) = self.open();
        assert_eq!(notices, []);
        for (key, bytes) in entries {
            cache.put(*key, bytes.to_vec());
        }
        assert_eq!(cache.save(), []);
    }

    fn files(&self) -> Vec<PathBuf> {
        let files = fs::read_dir(self.folder.path().join("cache")).unwrap();
        files.map(|file| file.unwrap().path()).collect()
    }
}

fn key(text: &str) -> Key {
    Key::of_text(Dialect::TypeScript, text)
}

#[test]
fn what_is_put_is_there_in_the_next_run() {
    let place = Place::new();
    place.save(&[(key("a"), b"one"), (key("b"), b"")]);
    let (cache, notices) = place.open();
    assert_eq!(notices, []);
    assert_eq!(cache.get(key("a")), Some(b"one".to_vec()));
    assert_eq!(cache.get(key("b")), Some(Vec::new()));
    assert_eq!(cache.get(key("c")), None);
    assert_eq!(cache.get(Key::of_text(Dialect::JavaScript, "a")), None);
}

#[test]
fn a_file_is_replaced_only_when_something_was_put() {
    let place = Place::new();
    place.save(&[(key("a"), b"one"), (key("b"), b"two")]);
    let before = fs::read(&place.files()[0]).unwrap();
    let (cache, _) = place.open();
    assert!(cache.get(key("a")).is_some());
    assert_eq!(cache.save(), []);
    assert_eq!(fs::read(&place.files()[0]).unwrap(), before);
}

#[test]
fn what_a_run_did_not_use_is_dropped_when_it_writes() {
    let place = Place::new();
    place.save(&[(key("a"), b"one"), (key("b"), b"two")]);
    let (cache, _) = place.open();
    assert!(cache.get(key("a")).is_some());
    cache.put(key("c"), b"three".to_vec());
    assert_eq!(cache.save(), []);
    let (cache, _) = place.open();
    assert_eq!(cache.get(key("a")), Some(b"one".to_vec()));
    assert_eq!(cache.get(key("b")), None);
    assert_eq!(cache.get(key("c")), Some(b"three".to_vec()));
    assert_eq!(place.files().len(), 1, "no temporary file is left");
}

#[test]
fn another_version_is_silently_empty() {
    let place = Place::new();
    place.save(&[(key("a"), b"one")]);
    let folder = place.folder.path().join("cache");
    let (cache, notices) = Cache::open_in(&folder, &place.root, VERSION + 1);
    assert_eq!(notices, []);
    assert_eq!(cache.get(key("a")), None);
}

#[test]
fn a_disabled_cache_keeps_nothing() {
    let cache = Cache::disabled();
    cache.put(key("a"), b"one".to_vec());
    assert_eq!(cache.get(key("a")), None);
    assert_eq!(cache.save(), []);
}

#[test]
fn of_two_runs_the_last_to_finish_stands() {
    let place = Place::new();
    let (first, _) = place.open();
    let (second, _) = place.open();
    first.put(key("a"), b"one".to_vec());
    second.put(key("b"), b"two".to_vec());
    assert_eq!(first.save(), []);
    assert_eq!(second.save(), []);
    let (cache, notices) = place.open();
    assert_eq!(notices, []);
    assert_eq!(cache.get(key("a")), None);
    assert_eq!(cache.get(key("b")), Some(b"two".to_vec()));
}

#[test]
fn runs_at_the_same_time_never_see_half_a_file() {
    let place = Place::new();
    let run = || {
        for round in 0..50_u8 {
            let (cache, notices) = place.open();
            assert_eq!(notices, []);
            if let Some(bytes) = cache.get(key("a")) {
                assert!(bytes.len() == 10_000 && bytes.iter().all(|byte| *byte == bytes[0]));
            }
            cache.put(key("a"), vec![round; 10_000]);
            assert_eq!(cache.save(), []);
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(run);
        scope.spawn(run);
    });
}

#[test]
fn a_folder_that_cannot_be_written_is_a_notice() {
    let place = Place::new();
    let file = place.folder.path().join("file");
    fs::write(&file, "").unwrap();
    let (cache, _) = Cache::open_in(&file, &place.root, VERSION);
    cache.put(key("a"), b"one".to_vec());
    let notices = cache.save();
    assert_eq!(notices.len(), 1);
    assert!(
        notices[0]
            .message
            .starts_with("the cache cannot be written: "),
        "{notices:?}"
    );
}

#[test]
fn every_damaged_byte_is_noticed() {
    let place = Place::new();
    let entries = [(key("a"), &b"one"[..]), (key("b"), b"two"), (key("c"), b"")];
    place.save(&entries);
    let file = &place.files()[0];
    let whole = fs::read(file).unwrap();
    for position in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[position] ^= 1 << (position % 8);
        check(file, &damaged, &entries);
    }
    for length in 0..whole.len() {
        check(file, &whole[..length], &[]);
    }
}

/// Whatever the file, an entry is absent or as it was written.
fn check(path: &Path, file: &[u8], entries: &[(Key, &[u8])]) {
    fs::write(path, file).unwrap();
    let Ok(index) = Index::open(path, VERSION) else {
        return;
    };
    assert_eq!(index.len(), entries.len());
    let mut damaged = 0;
    for (key, bytes) in entries {
        let position = index.position(*key).unwrap();
        match index.bytes(position) {
            Some(found) => assert_eq!(found, *bytes),
            None => damaged += 1,
        }
    }
    assert_eq!(damaged, 1, "the damage is in the bytes of one entry");
}

#[test]
fn a_foreign_file_is_a_notice() {
    let place = Place::new();
    place.save(&[(key("a"), b"one")]);
    fs::write(&place.files()[0], "not a cache").unwrap();
    let (cache, notices) = place.open();
    assert_eq!(notices.len(), 1);
    assert_eq!(notices[0].message, "the cache was not used: it is damaged");
    assert_eq!(cache.get(key("a")), None);
    cache.put(key("a"), b"two".to_vec());
    assert_eq!(cache.save(), []);
    assert_eq!(place.open().0.get(key("a")), Some(b"two".to_vec()));
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_a_cache_file_or_none(
        start in prop::sample::select(vec![0, 8, 40, 44, 52]),
        rest in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let mut whole = Vec::new();
        let entries = BTreeMap::from([(key("a"), Bytes::New(b"one"))]);
        format::write(&mut whole, VERSION, &entries).unwrap();
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), [&whole[..start], &rest].concat()).unwrap();
        if let Ok(index) = Index::open(file.path(), VERSION) {
            for position in 0..index.len() {
                index.bytes(position);
            }
        }
    }
}

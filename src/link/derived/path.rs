//! Which part of a value is asked for: `data`, then any element, then `id`.

use rustc_hash::FxHashMap;

/// The most steps of a path; what lies deeper is not followed.
const MAX_STEPS: u32 = 8;

/// A path, as an index into [`Paths`]; the first is empty and asks for all of a value.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) struct PathId(u32);

impl PathId {
    /// All of a value.
    pub(super) const WHOLE: Self = Self(0);
}

/// A key, as an index into [`Paths`]; the first is any.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) struct Key(u32);

impl Key {
    /// Any element of a list, any key of an object.
    pub(super) const ANY: Self = Self(0);
}

#[derive(Debug)]
struct Path {
    first: Key,
    rest: PathId,
    steps: u32,
}

/// All paths that were asked for.
#[derive(Debug)]
pub(super) struct Paths {
    keys: Vec<Box<str>>,
    key_ids: FxHashMap<Box<str>, Key>,
    paths: Vec<Path>,
    path_ids: FxHashMap<(Key, PathId), PathId>,
}

impl Paths {
    pub(super) fn new() -> Self {
        Self {
            keys: vec![Box::from("*")],
            key_ids: FxHashMap::default(),
            paths: vec![Path {
                first: Key::ANY,
                rest: PathId::WHOLE,
                steps: 0,
            }],
            path_ids: FxHashMap::default(),
        }
    }

    pub(super) fn key(&mut self, text: &str) -> Key {
        if let Some(&key) = self.key_ids.get(text) {
            return key;
        }
        let key = Key(self.keys.len() as u32);
        self.keys.push(Box::from(text));
        self.key_ids.insert(Box::from(text), key);
        key
    }

    /// The text of a key; `*` of any.
    pub(super) fn text(&self, key: Key) -> &str {
        &self.keys[key.0 as usize]
    }

    /// The position that a key is, when it is one.
    pub(super) fn position(&self, key: Key) -> Option<usize> {
        self.text(key).parse().ok()
    }

    /// Whether a key may be that of an element of a list.
    pub(super) fn is_element(&self, key: Key) -> bool {
        key == Key::ANY || self.position(key).is_some()
    }

    /// The part of a part; `None` when that is too deep.
    pub(super) fn within(&mut self, first: Key, rest: PathId) -> Option<PathId> {
        if let Some(&path) = self.path_ids.get(&(first, rest)) {
            return Some(path);
        }
        let steps = self.paths[rest.0 as usize].steps + 1;
        if steps > MAX_STEPS {
            return None;
        }
        let path = PathId(self.paths.len() as u32);
        self.paths.push(Path { first, rest, steps });
        self.path_ids.insert((first, rest), path);
        Some(path)
    }

    /// The first key of a path and what follows; `None` of the whole.
    pub(super) fn split(&self, path: PathId) -> Option<(Key, PathId)> {
        let Path { first, rest, .. } = self.paths[path.0 as usize];
        (path != PathId::WHOLE).then_some((first, rest))
    }

    /// What is asked of each element when a path is asked of a list of them: all of them when it is
    /// the whole; `None` when it is something else of a list.
    pub(super) fn of_element(&self, path: PathId) -> Option<PathId> {
        match self.split(path) {
            None => Some(PathId::WHOLE),
            Some((first, rest)) => self.is_element(first).then_some(rest),
        }
    }

    /// The path where the elements of a list may have moved.
    pub(super) fn moved(&mut self, path: PathId) -> Option<PathId> {
        match self.split(path) {
            Some((first, rest)) if self.is_element(first) => self.within(Key::ANY, rest),
            _ => Some(path),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Key, PathId, Paths};

    #[test]
    fn paths_are_read_from_their_front() {
        let mut paths = Paths::new();
        let (data, third) = (paths.key("data"), paths.key("3"));
        let of_third = paths.within(third, PathId::WHOLE).unwrap();
        let path = paths.within(data, of_third).unwrap();
        assert_eq!(paths.split(path), Some((data, of_third)));
        assert_eq!(paths.of_element(path), None);
        assert_eq!(paths.of_element(of_third), Some(PathId::WHOLE));
        let any = paths.within(Key::ANY, PathId::WHOLE).unwrap();
        assert_eq!(paths.moved(of_third), Some(any));
        assert_eq!(paths.moved(path), Some(path));
    }

    #[test]
    fn paths_end_somewhere() {
        let mut paths = Paths::new();
        let next = paths.key("next");
        let mut path = Some(PathId::WHOLE);
        for _ in 0..100 {
            path = path.and_then(|path| paths.within(next, path));
        }
        assert_eq!(path, None);
    }
}

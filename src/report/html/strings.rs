//! Texts that occur again and again, each kept once.

use rustc_hash::FxHashMap;

use super::model::Text;

#[derive(Debug, Default)]
pub(super) struct Strings {
    list: Vec<String>,
    indexes: FxHashMap<String, Text>,
}

impl Strings {
    /// The index of a text, which is new where it was not seen before.
    pub(super) fn index(&mut self, text: &str) -> Text {
        if let Some(&index) = self.indexes.get(text) {
            return index;
        }
        let index = self.list.len() as Text;
        self.list.push(text.to_owned());
        self.indexes.insert(text.to_owned(), index);
        index
    }

    /// The texts, in the order of their indexes.
    pub(super) fn into_list(self) -> Vec<String> {
        self.list
    }
}

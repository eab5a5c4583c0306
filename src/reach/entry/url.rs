//! Paths of files as the paths of requests.

/// The path of a request: `/` and the segments, without the `index` that stands for its folder.
///
/// Groups and slots (`(marketing)`, `@modal`) have no part in it; `[slug]` stays as it is.
pub(super) fn of_folders(path: &str) -> String {
    let mut url = String::new();
    let segments: Vec<&str> = path
        .split('/')
        .filter(|segment| !segment.is_empty())
        .collect();
    let last = segments.len().saturating_sub(1);
    for (at, segment) in segments.iter().enumerate() {
        let Some(segment) = without_marks(segment) else {
            continue;
        };
        if at == last && segment == "index" {
            continue;
        }
        url.push('/');
        url.push_str(segment);
    }
    match url.is_empty() {
        true => "/".to_owned(),
        false => url,
    }
}

/// A folder's part in a path; `(..)photo` is a `photo` that is shown elsewhere.
fn without_marks(segment: &str) -> Option<&str> {
    if segment.starts_with('@') {
        return None;
    }
    let mut rest = segment;
    for mark in ["(...)", "(..)(..)", "(..)", "(.)"] {
        if let Some(after) = segment.strip_prefix(mark) {
            rest = after;
            break;
        }
    }
    let is_group = rest.starts_with('(') && rest.ends_with(')');
    (!is_group && !rest.is_empty()).then_some(rest)
}

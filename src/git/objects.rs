//! The contents of blobs, many at a time.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, BufRead, BufReader, Read, Write},
    path::Path,
    process::Stdio,
    thread,
};

use super::{
    Blob, GitError,
    program::{self, failed},
};

const COMMAND: [&str; 2] = ["cat-file", "--batch"];

/// The contents of the blobs that git has, of one run of git.
pub(super) fn read(
    top: &Path,
    blobs: &BTreeSet<&Blob>,
) -> Result<BTreeMap<Blob, Vec<u8>>, GitError> {
    let broken = |error: io::Error| failed(&COMMAND, &error.to_string());
    let mut command = program::command(top, &COMMAND);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = command
        .spawn()
        .map_err(|source| GitError::Program { source })?;
    let mut input = child.stdin.take().expect("standard input is piped");
    let output = child.stdout.take().expect("standard output is piped");
    let names: String = blobs.iter().map(|blob| format!("{}\n", blob.0)).collect();
    // Git answers while it is asked: one of the two pipes would fill up otherwise.
    let asking = thread::spawn(move || input.write_all(names.as_bytes()));
    let mut output = BufReader::new(output);
    let mut contents = BTreeMap::new();
    for &blob in blobs {
        if let Some(content) = next(&mut output).map_err(broken)? {
            contents.insert(blob.clone(), content);
        }
    }
    // A thread that only writes bytes does not panic; that git stopped reading was seen above.
    let _ = asking.join();
    child.wait().map_err(broken)?;
    Ok(contents)
}

/// `<name> blob <size>`, the bytes, and a line feed; `None` when the object is missing.
fn next(output: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut header = String::new();
    if output.read_line(&mut header)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let size = header.trim_end().rsplit(' ').next();
    let Some(size) = size.and_then(|size| size.parse::<u64>().ok()) else {
        return Ok(None);
    };
    let mut content = Vec::new();
    output.by_ref().take(size).read_to_end(&mut content)?;
    let mut feed = [0];
    output.read_exact(&mut feed)?;
    Ok((content.len() as u64 == size).then_some(content))
}

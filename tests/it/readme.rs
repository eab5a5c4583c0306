//! The README, whose console blocks show what the binary prints.

use std::{fmt::Write as _, fs};

use assert_cmd::Command;

use crate::folder::{self, check_file};

const START: &str = "```console\n";
const END: &str = "```\n";

#[test]
fn console_blocks_show_what_is_printed() {
    let path = folder::root().join("README.md");
    let text = fs::read_to_string(&path).unwrap();
    let mut actual = String::new();
    let mut rest = &text[..];
    while let Some((before, block)) = rest.split_once(START) {
        let (block, after) = block.split_once(END).unwrap();
        actual.push_str(before);
        actual.push_str(START);
        for command in block.lines().filter_map(|line| line.strip_prefix("$ ")) {
            write!(actual, "$ {command}\n{}", printed(command)).unwrap();
        }
        actual.push_str(END);
        rest = after;
    }
    actual.push_str(rest);
    if let Err(wrong) = check_file(&path, &actual) {
        panic!("{wrong}");
    }
}

/// What a command of ours prints at the root of the package.
fn printed(command: &str) -> String {
    let mut words = command.split_whitespace();
    assert_eq!(words.next(), Some("tabletrace"), "{command}");
    let mut run = Command::cargo_bin("tabletrace").unwrap();
    let output = run
        .args(words)
        .arg("--no-cache")
        .current_dir(folder::root())
        .output()
        .unwrap();
    // Findings are a result, too.
    assert!(matches!(output.status.code(), Some(0 | 1)), "{command}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_command_is_described() {
    let text = fs::read_to_string(folder::root().join("README.md")).unwrap();
    let help = Command::cargo_bin("tabletrace")
        .unwrap()
        .arg("-h")
        .output()
        .unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let (commands, _) = commands.split_once("\n\n").unwrap();
    for command in commands
        .lines()
        .filter_map(|line| line.split_whitespace().next())
    {
        assert!(
            command == "help" || text.contains(&format!("| `{command}")),
            "{command}"
        );
    }
}

#[test]
fn linked_files_exist() {
    let text = fs::read_to_string(folder::root().join("README.md")).unwrap();
    for (_, after) in text
        .match_indices("](")
        .map(|(at, link)| text.split_at(at + link.len()))
    {
        let (target, _) = after.split_once(')').unwrap();
        assert!(
            target.starts_with("http") || folder::root().join(target).exists(),
            "{target}"
        );
    }
}

//! The documentation's links: each names a file that is there, and a heading that it has.
use std::path::{Path, PathBuf};

fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let of = |folder: &str| std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let folders = [".", "docs", "data", "data/regions", "crates/edge-timeline"];
    folders.iter().flat_map(|folder| of(folder)).filter(|path| path.extension().is_some_and(|e| e == "md")).collect()
}

/// The headings of a page, as the fragments by which links name them.
fn fragments(text: &str) -> Vec<String> {
    let mut in_code = false;
    let mut found = Vec::new();
    for line in text.lines() {
        in_code ^= line.starts_with("```");
        if !in_code && line.starts_with('#') {
            let heading = line.trim_start_matches('#').trim().to_lowercase();
            found
                .push(heading.replace(' ', "-").chars().filter(|c| c.is_alphanumeric() || "-_".contains(*c)).collect());
        }
    }
    found
}

/// The targets of `[text](target)` outside code.
fn targets(text: &str) -> Vec<String> {
    let mut in_code = false;
    let mut found = Vec::new();
    for line in text.lines() {
        in_code ^= line.starts_with("```");
        if !in_code {
            found.extend(line.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(to, _)| to.to_owned()));
        }
    }
    found
}

#[test]
fn every_link_between_pages_leads_somewhere() {
    let mut wrong = Vec::new();
    let mut followed = 0;
    for page in pages() {
        let text = std::fs::read_to_string(&page).unwrap();
        for target in targets(&text).into_iter().filter(|t| !t.contains("://") && !t.starts_with("mailto:")) {
            let (file, fragment) = target.split_once('#').unwrap_or((&target, ""));
            let to = if file.is_empty() { page.clone() } else { page.parent().unwrap().join(file) };
            followed += 1;
            let there = to.exists()
                && (fragment.is_empty()
                    || fragments(&std::fs::read_to_string(&to).unwrap()).iter().any(|f| f == fragment));
            if !there {
                wrong.push(format!("{}: {target}", page.display()));
            }
        }
    }
    assert!(followed > 20, "only {followed} links found");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Blocks of shell commands with the block of text that follows each as what it prints; where the words between say that it
/// begins so, what is printed may go on.
fn examples(text: &str) -> Vec<(String, String, bool)> {
    let (mut found, mut command, mut between) = (Vec::new(), None, String::new());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(kind) = line.strip_prefix("```") else {
            between += line;
            continue;
        };
        let block: String =
            lines.by_ref().take_while(|line| *line != "```").map(|line| line.to_owned() + "\n").collect();
        match (kind, command.take()) {
            ("sh", _) => (command, between) = (Some(block), String::new()),
            ("text", Some(command)) => found.push((command, block, between.contains("begins"))),
            _ => {}
        }
    }
    found
}

/// Commands that print are run as they stand, each page in a folder of its own; those of the web are left to the tests of HTTP.
#[test]
fn every_command_prints_what_the_page_says() {
    let program = Path::new(env!("CARGO_BIN_EXE_contactline"));
    let mut run = 0;
    for page in pages() {
        let here = tempfile::tempdir().unwrap();
        for (command, wanted, goes_on) in examples(&std::fs::read_to_string(&page).unwrap()) {
            let ours = |line: &&str| line.contains("./target/release/contactline") || line.starts_with("printf");
            let script: Vec<&str> = command.lines().filter(ours).collect();
            let is_served = script.iter().any(|line| line.contains("contactline serve"));
            if is_served || !script.iter().any(|line| line.contains("contactline")) || wanted.contains("...") {
                continue;
            }
            let script = script.join("\n").replace("./target/release/contactline", program.to_str().unwrap());
            let output =
                std::process::Command::new("sh").args(["-c", &script]).current_dir(here.path()).output().unwrap();
            let printed = String::from_utf8(output.stdout).unwrap();
            let same = if goes_on { printed.starts_with(&wanted) } else { printed == wanted };
            assert!(same, "{}: {command}\nprints\n{printed}\nand the page says\n{wanted}", page.display());
            run += 1;
        }
    }
    assert!(run >= 4, "only {run} commands found");
}

//! Help for typing: completions, manual pages, and `cargo tablewright`.

use std::process::{Command, Output};

fn run(program: &str, arguments: &[&str]) -> Output {
    let ended = Command::new(program).args(arguments).output();
    ended.expect("the command starts")
}

fn printed(program: &str, arguments: &[&str]) -> String {
    let output = run(program, arguments);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

const TABLEWRIGHT: &str = env!("CARGO_BIN_EXE_tablewright");
const CARGO_TABLEWRIGHT: &str = env!("CARGO_BIN_EXE_cargo-tablewright");

#[test]
fn shells_complete_commands_and_options() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = printed(TABLEWRIGHT, &["completions", shell]);
        for word in ["tablewright", "rollback", "lock-timeout"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    let refused = run(TABLEWRIGHT, &["completions", "cmd"]);
    assert_eq!(refused.status.code(), Some(2));
}

/// The shell itself reads the script.
#[test]
fn the_script_for_bash_completes() {
    let script = printed(TABLEWRIGHT, &["completions", "bash"]);
    let ask = "COMP_WORDS=(tablewright mig); COMP_CWORD=1; _tablewright tablewright mig tablewright; \
               echo \"${COMPREPLY[@]}\"";
    let found = printed("bash", &["-c", &format!("{script}\n{ask}")]);
    assert_eq!(found, "migrate\n");
}

#[test]
fn there_is_a_manual_page_for_each_command() {
    let page = printed(TABLEWRIGHT, &["man"]);
    assert!(page.contains(".TH tablewright 1"), "{page}");
    assert!(page.contains("Exit status"), "{page}");
    let page = printed(TABLEWRIGHT, &["man", "migrate"]);
    assert!(
        page.contains(".TH tablewright\\-migrate 1") || page.contains(".TH tablewright-migrate 1"),
        "{page}"
    );
    assert!(page.contains("Examples:"), "{page}");
    let refused = run(TABLEWRIGHT, &["man", "nothing"]);
    assert_eq!(refused.status.code(), Some(1));
}

#[test]
fn cargo_runs_it() {
    // Cargo runs `cargo-tablewright tablewright …`.
    let help = printed(CARGO_TABLEWRIGHT, &["tablewright", "help", "migrate"]);
    assert!(help.contains("Usage: cargo tablewright migrate"), "{help}");
    let version = printed(CARGO_TABLEWRIGHT, &["tablewright", "--version"]);
    assert_eq!(version, printed(TABLEWRIGHT, &["--version"]));
    // It works without Cargo as well.
    assert_eq!(printed(CARGO_TABLEWRIGHT, &["--version"]), version);
}

//! Which files the code's comparison reaches, beside the baseline.

use crate::gate::Gate;
use crate::run::Run;

const CALL: &[u8] = b"<?php\n$b24->callMethod('crm.deal.list');\n";

/// A fork's pull request from one `scan` to another, strict, with a call in each of these files.
fn strict(base: &str, head: &str, files: &[&str]) -> Run {
    from(base, head, files).run()
}

fn from(base: &str, head: &str, files: &[&str]) -> Gate {
    let policy = |scan: &str| format!("required: [crm]\nscan: {scan}\n");
    let gate = files.iter().fold(Gate::bare(), |gate, file| gate.file(file, CALL));
    gate.policy(&policy(head))
        .file("base.yml", policy(base).as_bytes())
        .input("baseline-file", "base.yml")
        .input("fail-on-weakening", "true")
        .input("missing-hook", "skip")
        .github()
}

/// What is hidden, ignored or a document is read where it is named itself, and not in a folder that holds it.
#[test]
fn a_folder_in_the_place_of_what_was_named_in_it_is_weaker() {
    for (named, file) in [
        (".scripts", ".scripts/a.php"),
        (".scripts/deep/a.php", ".scripts/deep/a.php"),
        ("dist", "dist/a.php"),
        ("calls.md", "calls.md"),
        ("./.scripts//", ".scripts/a.php"),
    ] {
        let base = format!("{{ paths: [{named}, src] }}");
        let run = from(&base, "{ paths: [.] }", &[file, "src/b.php"])
            .file(".gitignore", b"dist\n")
            .file(".git/HEAD", b"")
            .run();
        run.ends(1, "failed", "policy-weakened").annotation(
            "::error file=.github/b24-scopes.yml,line=2,",
            &format!("1 file no longer looked through, such as `{file}`"),
        );
        assert_eq!(
            run.json()["policy-diff"]["changes"][1]["lines"][0],
            format!("- scan.paths: {named}"),
            "{run}"
        );
    }
}

#[test]
fn what_is_left_out_is_counted() {
    strict("{ paths: [src] }", "{ paths: [src/a.php] }", &["src/a.php", "src/b.php", "src/c.php"])
        .ends(1, "failed", "policy-weakened")
        .annotation("::error ", "2 files no longer looked through, such as `src/b.php`");
    strict("{ paths: [src] }", "{ paths: [src], exclude: [\"*.php\"] }", &["src/a.php"])
        .ends(1, "failed", "policy-weakened")
        .annotation("::error ", "calls in `*.php` do not count from now on")
        .annotation("::error ", "1 file no longer looked through, such as `src/a.php`");
}

#[test]
fn other_words_for_the_same_files_and_more_files_are_no_loss() {
    let files = ["src/a.php", "src/b.php"];
    for (base, head) in [
        ("{ paths: [src] }", "{ paths: [./src/] }"),
        ("{ paths: [src, src/a.php] }", "{ paths: [src] }"),
        ("{ paths: [src/a.php] }", "{ paths: [src] }"),
        // With what is not there any more there is nothing to compare.
        ("{ paths: [src, lib] }", "{ paths: [src] }"),
        (
            "{ paths: [src], exclude: [\"*.js\", \"*.ts\"] }",
            "{ paths: [src], exclude: [\"*.ts\", \"*.js\"] }",
        ),
    ] {
        let run = strict(base, head, &files);
        run.ends(0, "skipped", "missing-hook").keeps_quiet_about("looked through");
    }
}

/// `git mv src lib`, and the policy looks elsewhere, or nowhere.
#[test]
fn code_that_was_moved_out_of_sight_is_told() {
    let told = "`src` is not there any more, and its calls are no longer compared with the policy";
    for head in ["{ paths: [docs] }", "{ paths: [lib] }"] {
        strict("{ paths: [src] }", head, &["lib/a.php", "docs/b.php"])
            .ends(0, "skipped", "missing-hook")
            .says(told);
    }
    strict("{ paths: [src] }", "{ paths: [] }", &["lib/a.php"])
        .ends(1, "failed", "policy-weakened")
        .annotation("::error ", told);
    let input = from("{ paths: [src] }", "{ paths: [] }", &["lib/a.php"]).input("scan-paths", "lib").run();
    input.ends(0, "skipped", "missing-hook").keeps_quiet_about("not there any more");
}

/// The folder becomes a link out of the repository, and the policy names another: what was compared is not.
#[cfg(unix)]
#[test]
fn a_path_that_became_a_link_takes_nothing_from_the_others() {
    let gate = from("{ paths: [lib, src] }", "{ paths: [src/a.php] }", &["src/a.php", "src/b.php"]);
    gate.link("lib", "/etc")
        .run()
        .ends(1, "failed", "policy-weakened")
        .says("the calls in `lib` are no longer compared with the policy")
        .says("1 file no longer looked through, such as `src/b.php`");
}

#[test]
fn where_the_input_names_the_code_the_policies_paths_decide_nothing() {
    let gate = from("{ paths: [src] }", "{ paths: [src/a.php] }", &["src/a.php", "src/b.php"]);
    gate.input("scan-paths", ".").run().ends(0, "skipped", "missing-hook").annotation(
        "::notice ",
        "the calls in `src` are no longer compared with the policy; here an input decides",
    );
}

/// What keeps code from being compared is said with its number, whether it is new or not.
#[cfg(unix)]
#[test]
fn what_keeps_calls_from_being_compared_is_counted() {
    let scan = "{ paths: [.], exclude: [\"*.gen.php\", vendor/], ignore-methods: [user.get] }";
    let silent = b"a('crm.deal.list', 'crm.lead.list'); // b24-ping: ignore\na('im.notify') # b24-ping: ignore im.notify\n";
    let calls = ["a.php", "b.gen.php", "c.gen.php", "dist/d.php", "dist/deep/e.php", "node_modules/f.php"];
    from(scan, scan, &calls)
        .file("g.php", silent)
        .file("h.php", b"// b24-ping: ignore\nlog('hello'); // b24-ping: ignore\n")
        .file("i.php", b"call('user.get', 'crm.deal.list');\ncall('user.get');\n")
        .file("vendor/j.php", CALL)
        .file("dist/plain.php", b"<?php echo 1;\n")
        .file("dist/read.md", CALL)
        .file("code/.k.php", CALL)
        .file(".gitignore", b"dist/\nnode_modules\n")
        .file(".git/hooks/l.php", CALL)
        .link("lib", "/usr/lib")
        .link("gone", "nowhere")
        .run()
        .ends(0, "skipped", "missing-hook")
        .says(
            "notice: .github/b24-scopes.yml:2:17: not compared with the policy: 2 lines with `b24-ping: ignore`, 2 calls by `scan.ignore-methods`, \
             2 files with calls by `scan.exclude`, 2 files with calls by `.gitignore` or `.ignore`, \
             1 file with calls by a dot before a name, 1 link that nobody follows",
        );
}

/// PHP and JavaScript run it all the same.
#[test]
fn a_zero_byte_in_a_comment_hides_no_call_in_silence() {
    let hidden = [&b"<?php /*\0*/\n"[..], CALL].concat();
    let wide = String::from_utf8_lossy(CALL).encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let large = [CALL, &b" ".repeat(4 << 20)].concat();
    from("{ paths: [src] }", "{ paths: [src] }", &["src/a.php"])
        .file("src/b.php", &hidden)
        .file("src/c.ps1", &wide)
        .file("src/d.js", &large)
        .file("src/e.png", b"\x89PNG\0\0crm")
        .run()
        .ends(0, "skipped", "missing-hook")
        .says("not compared with the policy: 3 files with calls by a zero byte or more than 4 MiB");
}

#[cfg(unix)]
#[test]
fn a_named_folder_turned_into_a_link_is_told() {
    from("{ paths: [src, lib/deep] }", "{ paths: [src, lib/deep] }", &["empty/a.php", "real/deep/b.php"])
        .link("src", "empty")
        .link("lib", "real")
        .run()
        .ends(0, "skipped", "missing-hook")
        .says("notice: .github/b24-scopes.yml:2:17: 2 paths of the code lead over a symbolic link, such as `src`");
}

#[test]
fn where_nothing_is_kept_from_it_nothing_is_said() {
    let scan = "{ paths: [.] }";
    let gate =
        from(scan, scan, &["a.php"]).file(".gitignore", b"dist\nbase.yml\n").file("dist/a.txt", b"none");
    // The run's own files are no code, wherever they lie.
    let own = "required: [crm]\nmethods: ['crm.deal.list']\nscan: { paths: [.] }\n";
    let run = gate.policy(own).file("base.yml", own.as_bytes()).run();
    run.ends(0, "skipped", "missing-hook").keeps_quiet_about("not compared");
    // Without a baseline there is nothing that could be new.
    let run = Gate::bare()
        .policy("required: [crm]\nscan: { paths: [.] }\n")
        .file("a.php", b"a('crm.deal.list') // b24-ping: ignore\n")
        .input("missing-hook", "skip")
        .run();
    run.ends(0, "skipped", "missing-hook").keeps_quiet_about("not compared");
}

#[test]
fn a_hidden_folder_that_is_named_is_read_beside_the_one_that_holds_it() {
    let run = Gate::bare()
        .policy("required: [im]\nscan: { paths: [., .scripts] }\n")
        .file(".scripts/a.php", CALL)
        .file("b.php", CALL)
        .input("missing-hook", "skip")
        .run();
    run.ends(1, "failed", "scope-undeclared")
        .says("call: .scripts/a.php:2:")
        .says("  code     2 calls in 2 files\n");
}

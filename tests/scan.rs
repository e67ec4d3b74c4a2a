//! The command `scan`, as a process, over a sample repository and over trees made for the purpose.
//!
//! `fixtures/expected.tsv` was written by hand: what is planted in the sample, where, and what looks like a
//! call and is none.
#![allow(clippy::disallowed_methods, reason = "tests are outside of the doors")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use b24_ping::testing::DocumentedMethod;
use serde_json::Value;

/// Kind, file, line, column, name, note.
type Row = [String; 6];

fn fixtures() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures"))
}

fn rows() -> Vec<Row> {
    let table = fs::read_to_string(fixtures().join("expected.tsv")).unwrap();
    let row = |line: &str| {
        line.split('\t').map(str::to_owned).collect::<Vec<_>>().try_into().expect("six cells in a row")
    };
    table.lines().skip(1).map(row).collect()
}

fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_b24-ping"));
    // A measurement of coverage goes by it.
    let profile = std::env::var_os("LLVM_PROFILE_FILE").map(|file| ("LLVM_PROFILE_FILE", file));
    command.env_clear().envs(profile).current_dir(folder).args(args).output().expect("the program starts")
}

/// What a run that succeeds prints.
fn printed(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, args);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn json(folder: &Path, args: &[&str]) -> Value {
    serde_json::from_str(&printed(folder, &[&["scan", "--format", "json"], args].concat())).unwrap()
}

/// Every place in a list, as `file:line:column name scope`.
fn calls(document: &Value) -> BTreeSet<String> {
    let mut calls = BTreeSet::new();
    for method in document["methods"].as_array().unwrap() {
        for place in method["places"].as_array().unwrap() {
            let name = method["method"].as_str().unwrap().to_ascii_lowercase();
            let scope = method["scope"].as_str().unwrap();
            assert!(calls.insert(format!("{} {name} {scope}", at(place))), "{place} is told twice");
        }
    }
    calls
}

fn at(place: &Value) -> String {
    format!("{}:{}:{}", place["file"].as_str().unwrap(), place["line"], place["column"])
}

/// The files in which calls were found.
fn files(document: &Value) -> Vec<String> {
    let places = document["methods"].as_array().unwrap().iter().flat_map(|m| m["places"].as_array().unwrap());
    let files = places.map(|place| place["file"].as_str().unwrap().to_owned()).collect::<BTreeSet<_>>();
    files.into_iter().collect()
}

/// A folder with these files, each with a call unless it says something else.
fn tree(files: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        write(folder.path(), file, b"f('crm.deal.list')");
    }
    folder
}

fn write(folder: &Path, file: &str, bytes: &[u8]) {
    let path = folder.join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

#[test]
fn the_table_and_the_sample_agree() {
    for [kind, file, line, column, name, note] in rows() {
        let text = fs::read_to_string(fixtures().join("shop").join(&file)).unwrap();
        let line = text.split('\n').nth(line.parse::<usize>().unwrap() - 1).unwrap();
        let there =
            line.chars().skip(column.parse::<usize>().unwrap() - 1).take(name.len()).collect::<String>();
        assert_eq!(there, name, "{kind} in {file}: {note}");
        let known = DocumentedMethod::named(name.as_bytes()).is_some();
        let otherwise = ["miss", "beginning", "built"].contains(&kind.as_str());
        assert!(known == (kind != "typo") || otherwise, "{kind} in {file}: {name}");
    }
}

#[test]
fn every_planted_call_is_found_in_its_place_and_nothing_else() {
    let mut expected = BTreeSet::new();
    for [kind, file, line, column, name, scope] in rows() {
        if kind == "call" || kind == "generic" {
            expected.insert(format!("{file}:{line}:{column} {} {scope}", name.to_ascii_lowercase()));
        }
        // What stands there is a function's name; the method and its scope are the note.
        if kind == "built" && !scope.contains(".* ") {
            expected.insert(format!("{file}:{line}:{column} {scope}"));
        }
    }
    let found = calls(&json(&fixtures().join("shop"), &[]));
    assert_eq!(expected.difference(&found).collect::<Vec<_>>(), Vec::<&String>::new(), "not found");
    assert_eq!(
        found.difference(&expected).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "found, and not planted"
    );
}

#[test]
fn every_name_that_is_put_together_is_found_by_its_beginning() {
    let document = json(&fixtures().join("shop"), &[]);
    let mut found = BTreeSet::new();
    for all in document["beginnings"].as_array().unwrap() {
        for place in all["places"].as_array().unwrap() {
            found.insert(format!(
                "{} {} {}",
                at(place),
                all["beginning"].as_str().unwrap(),
                all["scope"].as_str().unwrap()
            ));
        }
    }
    let planted = rows().into_iter().filter_map(|[kind, file, line, column, name, scope]| match &*kind {
        "beginning" => Some(format!("{file}:{line}:{column} {name} {scope}")),
        // By a function that nobody knows.
        "built" => {
            scope.contains(".* ").then(|| format!("{file}:{line}:{column} {}", scope.replace('*', "")))
        }
        _ => None,
    });
    assert_eq!(found, planted.collect());
    let text = printed(&fixtures().join("shop"), &["scan"]);
    assert!(text.contains("  timeman.* (timeman, by its beginning)\n    js/app.js:26:40"), "{text}");
    let near = document["unknown"].as_array().unwrap().iter().find(|name| name["name"] == "crm.contcat.add");
    assert_eq!(near.map(|name| &name["scope"]), Some(&Value::from("crm")));
    assert!(text.contains("`crm.contcat.add`; by its beginning it would need `crm`"), "{text}");
}

#[test]
fn every_generic_name_and_no_other_is_told_with_its_sign() {
    let document = json(&fixtures().join("shop"), &[]);
    for method in document["methods"].as_array().unwrap() {
        let generic = method["method"].as_str().unwrap().split('.').count() < 3;
        for place in method["places"].as_array().unwrap() {
            // By a function of an SDK, that is its sign.
            assert!(place["by"].is_string() || place["sign"].is_string() == generic, "{method}");
        }
    }
}

#[test]
fn a_call_by_a_function_is_told_with_it() {
    let shop = fixtures().join("shop");
    let document = json(&shop, &["php/sdk.php"]);
    let by = |method: &str| {
        let all =
            ["methods", "beginnings"].map(|list| document[list].as_array().unwrap()).into_iter().flatten();
        let mut named = all.filter(|one| one["method"] == method || one["beginning"] == method);
        named.next().map(|one| one["places"][0]["by"].clone())
    };
    assert_eq!(by("sale.delivery.update"), Some("getSaleScope()->delivery()->update()".into()));
    assert_eq!(by("crm.deal."), Some("getCRMScope()->deal()".into()));
    assert_eq!(by("crm.lead.list"), Some("Bitrix24\\CRM\\Lead::getList()".into()));
    let text = printed(&shop, &["scan", "php/sdk.php"]);
    assert!(
        text.contains(
            "  crm.deal.* (crm, by its beginning)\n    php/sdk.php:20:37  (by `getCRMScope()->deal()`)\n"
        ),
        "{text}"
    );
}

#[test]
fn every_typo_is_told_with_the_method_that_was_meant() {
    let mut expected = BTreeSet::new();
    for [kind, file, line, column, name, near] in rows() {
        if kind == "typo" {
            expected.insert(format!("{file}:{line}:{column} {name} {near}"));
        }
    }
    let document = json(&fixtures().join("shop"), &[]);
    let unknown = document["unknown"].as_array().unwrap().iter();
    let show = |u: &Value| {
        format!("{} {} {}", at(u), u["name"].as_str().unwrap(), u["near"].as_str().unwrap_or("-"))
    };
    assert_eq!(unknown.map(show).collect::<BTreeSet<_>>(), expected);
}

#[test]
fn whichever_thread_is_first_the_result_is_the_same() {
    let names = (0..300).map(|n| format!("{}/{n}.js", n % 7)).collect::<Vec<_>>();
    let folder = tree(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let first = printed(folder.path(), &["scan", "--format", "json"]);
    assert_eq!(first.matches("\"column\"").count(), 300);
    for _ in 0..5 {
        assert_eq!(printed(folder.path(), &["scan", "--format", "json"]), first);
    }
}

#[test]
fn the_text_has_scopes_first_then_methods_then_warnings() {
    let text = printed(&fixtures().join("shop"), &["scan"]);
    let parts = [
        "scopes\n  calendar\n",
        "\nmethods\n",
        "    php/deals.php:7:23\n",
        "\nwarnings\n",
        " did you mean `",
    ];
    let places = parts.map(|part| text.find(part).unwrap_or_else(|| panic!("no {part} in\n{text}")));
    assert!(places.is_sorted(), "{text}");
    assert!(
        text.contains("    py/sync.py:6:16  (sign of Bitrix24: `b24pysdk` is imported on line 2)\n"),
        "{text}"
    );
}

#[test]
fn the_policy_lints_and_names_each_scope_once() {
    let shop = fixtures().join("shop");
    let policy = printed(&shop, &["scan", "--format", "yaml", "."]);
    assert!(
        policy.starts_with("# yaml-language-server: $schema=https://raw.githubusercontent.com/"),
        "{policy}"
    );
    assert!(policy.contains("  - scope: sale\n    why: sale.order.list in go/main.go:11\n"), "{policy}");
    let scopes = policy.lines().filter_map(|line| line.strip_prefix("  - scope: ")).collect::<Vec<_>>();
    assert!(scopes.is_sorted_by(|a, b| a < b), "{scopes:?}");
    assert!(scopes.contains(&"user") && !scopes.contains(&"user_brief") && !scopes.contains(&"basic"));
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "p.yml", policy.as_bytes());
    printed(folder.path(), &["lint", "p.yml"]);
}

#[test]
fn without_a_call_there_is_no_policy_and_no_mistake_either() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.js", b"nothing");
    assert_eq!(printed(folder.path(), &["scan"]), "0 calls of 0 methods in 1 file\n");
    assert_eq!(json(folder.path(), &[])["scopes"], serde_json::json!([]));
    let output = run(folder.path(), &["scan", "--format", "yaml"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no call needs a scope"));
}

#[test]
fn the_walk_is_that_of_ripgrep() {
    let folder =
        tree(&["a.js", "b/c.js", "b/ignored.js", ".hidden.js", "read.me", "x.md", "y.MDX", "z.markdown"]);
    write(folder.path(), ".git/HEAD", b"");
    write(folder.path(), ".gitignore", b"ignored.js\n");
    write(folder.path(), "binary.js", b"f('crm.deal.list')\0");
    write(
        folder.path(),
        "small.js",
        &[b"f('crm.deal.list')".as_slice(), &vec![b' '; (4 << 20) - 18]].concat(),
    );
    write(
        folder.path(),
        "large.js",
        &[b"f('crm.deal.list')".as_slice(), &vec![b' '; (4 << 20) - 17]].concat(),
    );
    let found = |args: &[&str]| files(&json(folder.path(), args));
    assert_eq!(found(&[]), ["a.js", "b/c.js", "read.me", "small.js"]);
    assert_eq!(found(&["b"]), ["b/c.js"]);
    assert_eq!(
        found(&["b", "x.md", ".", "a.js", "./b/../x.md"]),
        ["a.js", "b/c.js", "read.me", "small.js", "x.md"]
    );
    let whole = printed(folder.path(), &["scan", ".", "a.js", "b", "b/c.js"]);
    assert_eq!(whole.matches("b/c.js:").count(), 1, "{whole}");
    assert_eq!(found(&["b/ignored.js", ".hidden.js"]), [".hidden.js", "b/ignored.js"]);
    // A pattern that names a file outranks .gitignore, as in ripgrep.
    let named = found(&["--glob", "*.js", "--glob", "!small.*", "--glob", "!.*"]);
    assert_eq!(named, ["a.js", "b/c.js", "b/ignored.js"]);
}

/// Named themselves, they are.
#[test]
fn what_describes_calls_or_is_made_is_not_looked_through() {
    let left_out = [
        "notes.txt",
        "app.log",
        "package-lock.json",
        "yarn.lock",
        "a.js.map",
        "lib/a.min.js",
        "guide.rst",
        "i18n/en.json",
        "src/locales/de/shop.yml",
        "messages.po",
        "docs/audits/answers.json",
        "doc/openapi.yaml",
        "answers.jsonl",
        "app/logs/call.json",
        "dist/js/app.0301e0d5.js",
        "lang/ru/admin/deal.php",
    ];
    let code = [
        "a.js",
        "docs.json",
        "docs/src/a.js",
        "lang.json",
        "lang/de.php",
        "logs.py",
        "min.js",
        "src/app.yml",
    ];
    let folder = tree(&[&left_out[..], &code].concat());
    assert_eq!(files(&json(folder.path(), &[])), code);
    assert_eq!(files(&json(folder.path(), &left_out)).len(), left_out.len());
    // What the working folder lies in says nothing of its files.
    let below = folder.path().join("i18n");
    assert_eq!(files(&json(&below, &[])), ["en.json"]);
}

#[test]
fn what_a_bundler_made_is_left_out_by_its_lines() {
    let folder = tempfile::tempdir().unwrap();
    let minified = "f(a,b);".repeat(4_000);
    write(folder.path(), "dist/app.js", format!("/*! a */\n{minified}f('crm.deal.list')").as_bytes());
    write(
        folder.path(),
        "picture.js",
        format!("a = '{}'\nf('crm.deal.list')", "A".repeat(40_000)).as_bytes(),
    );
    write(folder.path(), "page.html", format!("{minified}f('crm.deal.list')").as_bytes());
    assert_eq!(files(&json(folder.path(), &[])), ["page.html", "picture.js"]);
    assert_eq!(files(&json(folder.path(), &["dist/app.js"])), ["dist/app.js"], "it is asked for");
    let says = |folder: &Path| String::from_utf8(run(folder, &["scan"]).stderr).unwrap();
    assert_eq!(says(folder.path()), "", "nothing in it is about Bitrix24");
    write(folder.path(), "dist/b24.js", format!("{minified}BX24.callMethod('crm.deal.list')").as_bytes());
    assert!(says(folder.path()).contains("dist/b24.js: it was not searched: a bundler made it"));
}

#[test]
fn a_copy_of_an_sdk_is_no_code_of_the_repositorys() {
    let folder = tree(&["a.php", "sdk/src/b.php", "sdk/examples/c.php", "own/d.php"]);
    let package = |folder: &Path, at: &str, name: &str| {
        write(folder, at, format!("{{ \"type\": \"library\", \"name\" : \"{name}\" }}").as_bytes());
    };
    package(folder.path(), "sdk/composer.json", "mesilov/bitrix24-php-sdk");
    package(folder.path(), "own/composer.json", "acme/own");
    assert_eq!(files(&json(folder.path(), &[])), ["a.php", "own/d.php"]);
    let of_sdk = json(&folder.path().join("sdk"), &[]);
    assert_eq!(files(&of_sdk), ["examples/c.php", "src/b.php"], "its own repository is another thing");
    package(folder.path(), "composer.json", "bitrix24/b24phpsdk");
    write(folder.path(), "own/composer.json", b"{ \"require\": { \"bitrix24/b24phpsdk\": \"1\" } }");
    assert_eq!(files(&json(folder.path(), &[])), ["a.php", "own/d.php"]);
}

#[test]
fn a_policy_that_may_lack_scopes_says_so() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.js", b"BX24.callMethod('crm.item.list');\nBX24.callMethod(method);\n");
    let output = run(folder.path(), &["scan", "--format", "yaml"]);
    let says = String::from_utf8(output.stderr).unwrap();
    assert!(
        says.contains("warning: 1 call site could not be read, and may need more; the first is a.js:2"),
        "{says}"
    );
}

#[test]
fn tests_are_told_apart_and_stand_last() {
    let folder = tree(&["src/z.js", "tests/a.js"]);
    write(folder.path(), "src/a.test.js", b"f('tasks.task.add')");
    let document = json(folder.path(), &[]);
    assert_eq!(
        (&document["scopes"], &document["test-scopes"]),
        (&Value::from(vec!["crm"]), &Value::from(vec!["task"]))
    );
    let deals = &document["methods"][0]["places"];
    assert_eq!((at(&deals[0]), at(&deals[1])), ("src/z.js:1:4".to_owned(), "tests/a.js:1:4".to_owned()));
    assert_eq!((&deals[0]["test"], &deals[1]["test"]), (&Value::Null, &Value::Bool(true)));
    let text = printed(folder.path(), &["scan"]);
    assert!(text.starts_with("scopes\n  crm\n\nscopes that only tests need\n  task\n"), "{text}");
    assert!(text.contains("    tests/a.js:1:4  (test)\n"), "{text}");
    assert!(!printed(folder.path(), &["scan", "--format", "yaml"]).contains("task"));
    assert_eq!(
        json(folder.path(), &["src/a.test.js"])["scopes"],
        Value::from(vec!["task"]),
        "nothing else is asked"
    );
}

/// What is looked through is what git would add, hidden files apart; git itself is asked.
#[test]
fn what_git_leaves_out_is_left_out() {
    let folder = tree(&[
        "a.js",
        "a b.js",
        "#a.js",
        "!a.js",
        "{a}.js",
        "[a].js",
        "b/a.js",
        "b/keep.js",
        "b/c/a.js",
        "b/c/d.js",
        "build/a.js",
        "c/build/a.js",
        "c/build.js",
        "d/log/a.js",
        "d/e/log/a.js",
        "d/e/x.min.js",
        "doc/a.js",
        "doc/x/y/a.js",
        "doc/x/index.js",
        "e/one.js",
        "e/two.js",
        "e/ten.js",
        "f/a.js",
        "f/g/a.js",
        "g/a.js",
        "h/x.js",
        "nested/a.js",
        "nested/b/a.js",
        "nested/build/a.js",
    ]);
    let files_of_patterns: [(&str, &str); 5] = [
        (".gitignore", "# comment\n\\#a.js\n\\!a.js\nbuild/\n*.min.js\n/g\nd/**/log\n{a}.js\ndoc/*/*.js\n"),
        ("b/.gitignore", "*.js\n!keep.js\n!c/\n"),
        ("b/c/.gitignore", "!d.js\n"),
        ("e/.gitignore", "t[!w]*.js\n\n   \none.js  \n"),
        ("f/.gitignore", "/a.js\n"),
    ];
    for (file, patterns) in files_of_patterns {
        write(folder.path(), file, patterns.as_bytes());
    }
    let git = |args: &[&str]| {
        let output = Command::new("git").args(args).current_dir(folder.path()).output().expect("git is here");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    // A mark of the byte order is none of a pattern's characters.
    write(folder.path(), "h/.gitignore", "\u{feff}x.js\n".as_bytes());
    git(&["init", "-q"]);
    write(folder.path(), ".git/info/exclude", b"nested/b\n*d.js\n");
    let list = git(&["-c", "core.excludesFile=", "ls-files", "-z", "--others", "--exclude-standard"]);
    let mut expected =
        list.split_terminator('\0').filter(|path| !path.contains(".gitignore")).collect::<Vec<_>>();
    expected.sort_unstable();
    assert_eq!(expected.len(), 10, "{expected:?}");
    assert_eq!(files(&json(folder.path(), &[])), expected);
}

#[test]
fn wrong_paths_and_patterns_are_refused_together() {
    let folder = tree(&["inside/a.js", "outside.js"]);
    let output = run(
        &folder.path().join("inside"),
        &["scan", "nowhere", "../outside.js", "../no", "--glob", "a[", "."],
    );
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{told}");
    for part in [
        "`nowhere` cannot be searched: there is no such file or folder\n  help: check the path",
        "`../no` cannot be searched: there is no such file or folder\n  help: ",
        "a[: this is no",
    ] {
        assert!(told.contains(part), "{told}");
    }
    assert_eq!(run(folder.path(), &["scan", "--format", "xml"]).status.code(), Some(2));
}

#[test]
fn a_command_line_may_name_any_path() {
    let folder = tree(&["inside/a.js", "docs/b.js", "docs/i18n/c.js", "docs/i18n/d.json"]);
    let inside = folder.path().join("inside");
    assert_eq!(files(&json(&inside, &["../docs"])), ["../docs/b.js", "../docs/i18n/c.js"]);
    assert_eq!(files(&json(&inside, &["../docs/b.js", "../inside"])), ["../docs/b.js", "a.js"]);
    assert_eq!(files(&json(&inside, &["../docs/", "--glob", "/b.*"])), ["../docs/b.js"]);
    let whole = folder.path().join("docs");
    let whole = whole.to_str().unwrap();
    let there = [format!("{whole}/b.js"), format!("{whole}/i18n/c.js")];
    assert_eq!(files(&json(&inside, &[whole])), there);
}

#[test]
fn a_scan_of_nothing_says_so_and_fails_where_something_was_named() {
    let folder = tree(&["src/a.js"]);
    fs::create_dir(folder.path().join("empty")).unwrap();
    write(folder.path(), "docs/a.md", b"text");
    let told = |folder: &Path, args: &[&str]| {
        let output = run(folder, args);
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    for args in
        [&["scan", "empty"][..], &["scan", "docs"], &["scan", "--glob", "*.phpp"], &["scan", "empty", "docs"]]
    {
        let (code, said) = told(folder.path(), args);
        assert!(
            code == Some(2) && said.contains("error: scan: no file of code was searched\n  help: "),
            "{args:?}: {said}"
        );
    }
    let (code, said) = told(&folder.path().join("empty"), &["scan"]);
    assert!(
        code == Some(0) && said.contains("warning: scan: no file of code was searched\n  help: "),
        "{said}"
    );
    let (code, said) = told(folder.path(), &["scan", "empty", "src"]);
    assert!(code == Some(0) && said.contains("notice: empty: no file of code is there\n  help: "), "{said}");
    let (code, said) = told(folder.path(), &["scan", "src"]);
    assert_eq!((code, said.as_str()), (Some(0), ""));
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_are_not_followed_unless_they_are_named() {
    let folder = tree(&["inside/a.js", "outside/secret.js"]);
    let inside = folder.path().join("inside");
    std::os::unix::fs::symlink("../outside", inside.join("link")).unwrap();
    std::os::unix::fs::symlink("../outside/secret.js", inside.join("link.js")).unwrap();
    assert_eq!(files(&json(&inside, &[])), ["a.js"]);
    assert_eq!(files(&json(&inside, &["link"])), ["link/secret.js"]);
    assert_eq!(files(&json(&inside, &["link.js"])), ["link.js"]);
}

/// Patterns take memory: a hundred thousand of them would take all that a job has.
#[test]
fn patterns_that_are_too_many_are_not_read() {
    let folder = tree(&["a.js", "b/c.js", "d/e.js", "d/f/g.js", "h/i.js"]);
    for (file, bytes) in
        [("b/.gitignore", 40_000), ("d/.ignore", 20_000), ("d/f/.ignore", 20_000), ("h/.ignore", 20_000)]
    {
        write(folder.path(), file, "nothing\n".repeat(bytes / 8).as_bytes());
    }
    let output = run(folder.path(), &["scan", "--format", "json"]);
    assert_eq!(files(&serde_json::from_slice(&output.stdout).unwrap()), ["a.js", "d/e.js", "h/i.js"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    for trapped in ["notice: b: it was not searched", "notice: d/f: it was not", "32 KiB"] {
        assert!(told.contains(trapped), "{told}");
    }
}

#[test]
fn what_is_named_and_not_looked_through_is_told() {
    let folder = tree(&["a.js"]);
    write(folder.path(), "binary.js", b"f('crm.deal.list')\0");
    let output = run(folder.path(), &["scan", "a.js", "binary.js"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("notice: binary.js: it was not searched: it is not a text file"), "{told}");
}

/// Such a link could lead to `/dev/zero`; this one has an end, so that a test that fails takes no machine with it.
#[cfg(unix)]
#[test]
fn patterns_are_not_read_through_a_link() {
    let folder = tree(&["a.js", "b/c.js", "d/e.js"]);
    write(folder.path(), "patterns", b"nothing\n");
    for trap in ["b/.gitignore", "d/.ignore"] {
        std::os::unix::fs::symlink("../patterns", folder.path().join(trap)).unwrap();
    }
    let output = run(folder.path(), &["scan", "--format", "json"]);
    assert_eq!(files(&serde_json::from_slice(&output.stdout).unwrap()), ["a.js"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("notice: b: it was not searched") && told.contains("notice: d: "), "{told}");
    let output = run(folder.path(), &["scan", "b/c.js"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("is a symbolic link"));
}

#[cfg(unix)]
#[test]
fn the_name_of_a_strangers_file_starts_no_command() {
    let folder = tree(&["::error::x\n##[error]y\u{1b}[31m.js"]);
    write(folder.path(), "/rest/1/k3v9x0q2m7t4b1za/b.js", b"f('crm.deal.list')");
    for format in ["text", "json", "yaml"] {
        let shown = printed(folder.path(), &["scan", "--format", format]);
        for bad in ["##[", "\u{1b}", "k3v9x0q2"] {
            assert!(!shown.contains(bad), "{shown}");
        }
        assert!(!shown.lines().any(|line| line.trim_start().starts_with("::")), "{shown}");
    }
}

//! What a file is for, by its path.

/// Folders of tests and of what they are fed.
const FOLDERS: [&str; 17] = [
    "test",
    "tests",
    "testing",
    "__tests__",
    "spec",
    "specs",
    "e2e",
    "fixtures",
    "__fixtures__",
    "mocks",
    "__mocks__",
    "cypress",
    "playwright",
    "testutils",
    "test_utils",
    "test-utils",
    "testdata",
];

/// Whether it is a test or belongs to tests, by the habits of the languages.
pub(super) fn is_test(path: &str) -> bool {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    // `MyApp.Tests` is how .NET names them.
    let is_one = |folder: &str| {
        let last = folder.rsplit('.').next().unwrap_or(folder);
        FOLDERS.iter().any(|test| last.eq_ignore_ascii_case(test))
    };
    let in_tests = folders.split('/').any(is_one);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let capital = ["Test", "Tests", "Spec", "TestCase"].iter().any(|word| {
        stem.strip_suffix(word)
            .is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit()))
    });
    let by_name = match ending {
        "py" => stem.starts_with("test_") || stem.ends_with("_test") || stem == "conftest",
        "php" | "java" | "kt" | "cs" | "swift" | "scala" | "groovy" => capital,
        "go" | "rb" | "dart" | "exs" => stem.ends_with("_test") || stem.ends_with("_spec"),
        _ => [".test", ".spec", ".e2e", ".cy", ".stories"].iter().any(|mark| stem.ends_with(mark)),
    };
    in_tests || by_name
}

/// Whether it is a report that b24-ping wrote: the methods in it are those of an earlier run.
pub(super) fn is_report(path: &str, text: &[u8]) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let says = |mark: &str| memchr::memmem::find(text, mark.as_bytes()).is_some();
    match ending {
        "json" | "sarif" => says("\"name\": \"b24-ping\"") || says("\"name\":\"b24-ping\""),
        "xml" => says("<testsuites name=\"b24-ping\""),
        "env" => text.starts_with(b"B24_PING_"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_known_by_who_wrote_it() {
        for (path, text) in [
            ("a.json", &include_bytes!("../../tests/reports/failed.json")[..]),
            ("a.sarif", include_bytes!("../../tests/reports/failed.sarif")),
            ("a.xml", include_bytes!("../../tests/reports/failed.xml")),
            ("a.env", include_bytes!("../../tests/reports/failed.env")),
        ] {
            assert!(is_report(path, text), "{path}");
            assert!(!is_report("deal.php", text) && !is_report(path, b"{\"name\": \"shop\"}"), "{path}");
        }
    }

    #[test]
    fn tests_are_known_by_folder_and_name() {
        for test in [
            "tests/a.php",
            "src/__tests__/a.js",
            "a/Tests/b.cs",
            "src/a.test.ts",
            "src/a.spec.tsx",
            "a/test_b.py",
            "b_test.go",
            "spec/models/a.rb",
            "DealTest.php",
            "mocks/portal.json",
            "cypress/support/a.js",
            "src/a.cy.ts",
            "MyApp.Tests/a.cs",
            "internal/testdata/a.go",
        ] {
            assert!(is_test(test), "{test}");
        }
        for code in [
            "a.php",
            "src/contest/a.js",
            "latest.php",
            "src/testament.py",
            "Test.php",
            "src/attest.ts",
            "inspection/a.rb",
            "test",
        ] {
            assert!(!is_test(code), "{code}");
        }
    }
}

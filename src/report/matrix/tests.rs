use super::*;
use crate::report::samples;

#[test]
fn each_scope_has_one_row_and_its_verdict_is_that_of_its_ruling() {
    let mut rows = 0;
    for (name, report) in samples::sealed() {
        for hook in &report.hooks {
            let matrix = hook.matrix(&report.repository);
            let codes = matrix.rows.iter().map(|row| &row.scopes).collect::<BTreeSet<_>>();
            assert_eq!(codes.len(), matrix.rows.len(), "{name}");
            assert!(matrix.rows.is_sorted_by_key(|row| row.mark), "{name}");
            rows += matrix.rows.len();
            if hook.granted.is_none() {
                assert!(matrix.rows.is_empty(), "{name}");
                continue;
            }
            let with = |mark| matrix.rows.iter().filter(move |row| row.mark == mark).map(|row| row.scopes[0]);
            assert!(with(Mark::Missing).eq(hook.missing().into_iter().map(Quote::as_str)), "{name}");
            assert!(with(Mark::Forbidden).eq(hook.forbidden().into_iter().map(Quote::as_str)), "{name}");
            assert!(with(Mark::Extra).eq(hook.extra.iter().map(Quote::as_str)), "{name}");
        }
    }
    assert!(rows > 20, "{rows}");
}

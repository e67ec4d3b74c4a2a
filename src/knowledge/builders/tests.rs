use super::*;

fn function(getter: &str, service: &str, function: &str) -> Option<Meaning> {
    scope(getter.as_bytes())?.service(service.as_bytes())?.function(function.as_bytes())
}

fn of_class(name: &str, function: &str) -> Option<Meaning> {
    class(name.as_bytes())?.function(function.as_bytes())
}

/// In the order of its bytes, and each function once.
fn is_a_table<const N: usize>(table: &'static str, rows: usize) {
    assert!(super::rows::<N>(table).is_sorted());
    let found = self::rows::<N>(table).map(|row| row[..N - 1].join(" ").to_lowercase());
    let names = found.collect::<BTreeSet<_>>();
    assert_eq!((names.len(), table.lines().count() - 1), (rows, rows));
}

#[test]
fn every_row_of_the_tables_is_a_function_of_a_documented_method() {
    is_a_table::<4>(include_str!("../builders.tsv"), 843);
    for [getter, service, name, method] in rows(include_str!("../builders.tsv")) {
        let known = function(&getter.to_uppercase(), service, name);
        assert_eq!(known.map(|(method, _)| method.name.to_lowercase()), Some(method.to_lowercase()));
        assert_eq!(known.unwrap().1.to_string(), format!("{getter}()->{service}()->{name}()"));
    }
    is_a_table::<3>(include_str!("../classes.tsv"), 286);
    for [name, function, method] in rows(include_str!("../classes.tsv")) {
        let known = of_class(name, function);
        assert_eq!(known.map(|(method, _)| method.name), Some(method));
        assert_eq!(known.unwrap().1.to_string(), format!("{name}::{function}()"));
    }
}

#[test]
fn a_count_is_a_list_or_a_search() {
    let name = |getter, service| function(getter, service, "countByFilter").map(|(method, _)| method.name);
    assert_eq!(name("getCRMScope", "deal"), Some("crm.deal.list"));
    assert_eq!(name("getUserScope", "user"), Some("user.search"));
    assert_eq!(name("getDepartmentScope", "department"), Some("department.get"));
}

#[test]
fn an_unknown_part_of_the_sdk_needs_what_all_of_its_known_ones_need() {
    let any = |meaning: Option<Meaning>| {
        meaning.map(|(method, chain)| {
            assert!(!chain.is_whole() && DocumentedMethod::named(method.name.as_bytes()).is_none());
            (method.name, method.needs(Generation::Rest2).as_str(), chain.to_string())
        })
    };
    let some = |name, scope, chain: &str| Some((name, scope, chain.to_owned()));
    assert_eq!(
        any(function("getCRMScope", "deal", "no")),
        some("crm.deal.*", "crm", "getCRMScope()->deal()")
    );
    let delivery = some("sale.delivery.*", "delivery", "getSaleScope()->delivery()");
    assert_eq!(any(function("getSaleScope", "delivery", "no")), delivery);
    let task = some("task.*", "task", "getTaskScope()->task()");
    assert_eq!(any(function("getTaskScope", "task", "no")), task, "the names have no beginning in common");
    assert_eq!(any(of_class(r"Bitrix24\CRM\Lead", "no")), some("crm.lead.*", "crm", r"Bitrix24\CRM\Lead"));
    assert_eq!(any(scope(b"getCRMScope").unwrap().any()), some("crm.*", "crm", "getCRMScope()"));
    assert_eq!(any(function("getUserScope", "user", "no")), None, "`user.add` needs more than `user.get`");
    assert_eq!(any(function("getMainScope", "main", "no")), None, "nothing is needed");
    assert_eq!(any(scope(b"getSaleScope").unwrap().any()), None);
    assert!(scope(b"getNoScope").is_none() && scope(b"getCRMScope").unwrap().service(b"no").is_none());
}

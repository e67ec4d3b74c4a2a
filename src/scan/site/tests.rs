use super::*;

fn site(before: &str) -> Option<(bool, bool)> {
    of(before.as_bytes()).map(|site| (site.sure, site.rest3))
}

#[test]
fn the_functions_of_sdks_are_known() {
    for sure in [
        "BX24.callMethod(",
        "await this.$b24.callMethod(\n    ",
        "CRest::call(",
        "\\CRest::call (",
        "$obB24App->call(",
        "bx24.call_method(",
        "but.call_list_method(",
        "b24.actions.v2.call.make({ method: ",
        "b24.actions.v2.call.make<Foo>({\n  params: { a: (1) },\n  method: ",
        "b24.callBatch([[",
        "b24.callBatch({ a: { method: ",
        "CRest::callBatch(['a' => ['method' => ",
        "bitrix_call(config, ",
        "BX24.callMethod(old ? 'crm.status.list' : ",
        "BX24.callMethod(name || ",
        "BX24.callMethod( // a word or two\n    ",
        "BX24.callMethod( /* a word or two */ ",
        "b24.call_method( # a word or two\n    ",
    ] {
        let sure_site = site(sure);
        // A batch takes lists of lists; its outer bracket is enough.
        assert!(sure_site.is_some_and(|(sure, _)| sure) || sure.ends_with("[["), "{sure}: {sure_site:?}");
    }
    assert_eq!(site("b24.actions.v3.call.make<A>({ method: "), Some((true, true)));
    assert_eq!(site("b.get_all("), Some((false, false)));
    assert_eq!(site("client.call(session, "), Some((false, false)));
}

#[test]
fn other_functions_are_not() {
    for no in ["t(", "config.get(", "b24.options.get(", "callMethod('crm.x', { a: ", "x = ", "x + ", "log("] {
        assert_eq!(site(no), None, "{no}");
    }
}

#[test]
fn rest3_is_seen_through_brackets() {
    assert!(is_rest3(b"b24.actions.v3.batch.make({ calls: [[f(1), "));
    let deep = "f(a, ".repeat(DEPTH);
    assert!(!is_rest3(format!("b24.actions.v3.batch.make( {deep}").as_bytes()));
    assert!(!is_rest3(b"b24.actions.v3.call.make({ a }); b24.actions.v2.call.make({ method: "));
}

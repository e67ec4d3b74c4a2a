use super::*;
use crate::knowledge::methods::{DocumentedMethod, Generation};
use crate::knowledge::scopes;

#[test]
fn every_line_of_the_table_is_a_right_with_its_scope_and_a_method_that_needs_it() {
    let names = names().collect::<Vec<_>>();
    assert!(names.windows(2).all(|pair| pair[0] < pair[1]), "sorted, none twice: {names:?}");
    for (line, row) in TABLE.lines().skip(1).zip(rows()) {
        assert_eq!(line.split('\t').count(), 7, "{line}");
        assert!(scopes::codes().any(|code| code == row.scope), "{line}");
        let method = DocumentedMethod::named(row.method.as_bytes()).expect(line);
        assert_eq!((method.name, method.for_applications), (row.method, false), "{line}");
        assert_eq!(method.needs(Generation::Rest2).as_str(), row.scope, "{line}");
        let reads = ["list", "fields", "get"].iter().any(|end| row.method.ends_with(end));
        assert!(reads && !row.may.is_empty() && !row.grant.is_empty(), "{line}");
        let one = Right::parse(&row.name.replace(NUMBER, "1032")).expect(line);
        assert_eq!(one.to_string(), row.name.replace(NUMBER, "1032"));
    }
}

#[test]
fn a_type_has_a_number_of_a_smart_process_or_is_a_quote_or_an_invoice() {
    for good in [7, 31, 128, 191, 1032, 999_999_999] {
        let right = Right::parse(&format!("crm.type.{good}")).unwrap();
        assert_eq!(right.call(), format!("crm.item.fields?entityTypeId={good}&useOriginalUfNames=Y"));
    }
    for bad in ["", "<number>", "1032x", "-1", "0", "5", "127", "0128", "1000000000", "99999999999999999999"]
    {
        assert_eq!(Right::parse(&format!("crm.type.{bad}")), Err(Unfit::Type(None)), "{bad}");
    }
    assert_eq!(Right::parse("crm.type.2"), Err(Unfit::Type(Some("crm.deal"))));
    for (bad, meant) in [("crm.deals", Some("crm.deal")), ("", None), ("telephony", None)] {
        let Err(Unfit::Unknown(near)) = Right::parse(bad) else { panic!("{bad}") };
        assert!(meant.is_none() || near == meant, "{bad}: {near:?}");
    }
}

#[test]
fn a_call_is_what_a_batch_takes() {
    let call = |name: &str| Right::parse(name).unwrap().call();
    assert_eq!(call("crm.deal"), "crm.deal.list?filter[%3DID]=0&select[]=ID&start=-1");
    assert_eq!(call("crm.admin"), "crm.type.fields");
}

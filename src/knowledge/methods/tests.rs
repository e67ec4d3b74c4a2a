use std::collections::BTreeMap;

use super::*;

fn needs(name: &str, generation: Generation) -> &'static str {
    DocumentedMethod::named(name.as_bytes()).map_or("", |method| method.needs(generation).as_str())
}

#[test]
fn every_row_of_the_table_can_be_looked_up_and_names_scopes_that_a_policy_may_name() {
    let rows = include_str!("../methods.tsv").lines().count() - 1;
    assert_eq!((DocumentedMethod::all().len(), rows), (1850, 1850));
    for method in DocumentedMethod::all() {
        assert_eq!(DocumentedMethod::named(method.name.to_ascii_uppercase().as_bytes()), Some(method));
        assert!(method.name.len() <= MAX_BYTES, "{}", method.name);
        for generation in [Generation::Rest2, Generation::Rest3] {
            for scope in method.needs(generation).scopes() {
                assert!(Scope::parse(scope).is_some(), "{} needs {scope}", method.name);
            }
        }
    }
}

#[test]
fn the_table_is_sorted_and_says_nothing_that_no_column_knows() {
    let words = [["", "app"].as_slice(), &["", "admin", "crm-admin"], &["", "superseded", "inert", "dead"]];
    let mut last = String::new();
    for line in include_str!("../methods.tsv").lines().skip(1) {
        let cells = line.split('\t').collect::<Vec<_>>();
        let name = cells[0].to_ascii_lowercase();
        assert!(last < name, "{name} stands after {last}");
        last = name;
        assert!(cells.len() <= 7 && !line.ends_with('\t'), "{line}");
        for (cell, words) in cells.iter().skip(3).zip(words) {
            assert!(words.contains(cell), "{line}");
        }
    }
}

#[test]
fn a_successor_is_a_method_that_works_or_is_marked_as_a_section() {
    let mut of = BTreeMap::<_, usize>::new();
    for method in DocumentedMethod::all() {
        *of.entry((method.state, method.for_applications)).or_default() += 1;
        if method.successor.is_empty() {
            continue;
        }
        assert_ne!(method.state, State::Current, "{}", method.name);
        let is_section = method.successor.starts_with('[') && method.successor.ends_with(']');
        let names = method.successor.split(',').count();
        assert!(is_section || method.successors().count() == names, "{}", method.name);
        assert!(method.successors().all(|next| next.state == State::Current), "{}", method.name);
    }
    let of = |state, app| of.get(&(state, app)).copied().unwrap_or_default();
    assert_eq!((of(State::Superseded, false), of(State::Dead, false), of(State::Inert, false)), (227, 9, 3));
    // With `like.list` and `like.reactions`, whose scope is the reason.
    assert_eq!(of(State::Current, true), 98);
}

#[test]
fn names_are_found_in_any_case_and_as_a_whole() {
    assert_eq!(needs("CRM.Deal.LIST", Generation::Rest2), "crm");
    for no in ["crm.deal", "crm.deal.list.foo", "xcrm.deal.list", "", "method"] {
        assert!(DocumentedMethod::named(no.as_bytes()).is_none(), "{no}");
    }
}

#[test]
fn every_name_is_found_as_python_spells_it_and_is_no_others() {
    let mut names = BTreeSet::new();
    for method in DocumentedMethod::all() {
        assert!(names.insert(joined(method.name.as_bytes())), "{} is spelt like another", method.name);
        let mut spelt = String::new();
        for c in method.name.chars() {
            if c.is_ascii_uppercase() && !spelt.ends_with('.') && !spelt.is_empty() {
                spelt.push('_');
            }
            spelt.push(c.to_ascii_lowercase());
        }
        if spelt.contains('_') {
            assert_eq!(DocumentedMethod::spelt(spelt.as_bytes()), Some(method), "{spelt}");
        }
    }
    let name = |spelt: &str| DocumentedMethod::spelt(spelt.as_bytes()).map(|method| method.name);
    assert_eq!(name("crm.item.import_"), Some("crm.item.import"));
    for no in ["crm.deal.list", "department._fields", "crm.deal.no_such", "CRM.Price_Type.get", "user_.get.x"]
    {
        assert_eq!(name(no), None, "{no}");
    }
}

#[test]
fn the_path_of_the_call_decides_where_it_matters() {
    assert_eq!(needs("tasks.task.add", Generation::Rest2), "task");
    assert_eq!(needs("tasks.task.add", Generation::Rest3), "tasks");
    assert_eq!(needs("crm.deal.list", Generation::Rest3), "crm", "not offered there");
    assert_eq!(needs("call.followup.get", Generation::Rest2), "call", "offered there only");
}

#[test]
fn the_registry_of_the_portal_outranks_its_documentation() {
    assert_eq!(needs("sale.delivery.handler.add", Generation::Rest2), "delivery");
    assert_eq!(needs("voximplant.callback.start", Generation::Rest2), "call");
    for of_frames in ["placement.call", "placement.info", "placement.getInterface", "placement.bindEvent"] {
        assert!(DocumentedMethod::named(of_frames.as_bytes()).is_none(), "{of_frames}");
    }
}

#[test]
fn what_is_needed_together_is_met_together_and_what_parameters_decide_is_apart() {
    let held = |codes: &[&str]| codes.iter().map(|code| Scope::parse(code).unwrap()).collect::<BTreeSet<_>>();
    let list = |needs: &mut dyn Iterator<Item = Needs>| needs.map(Needs::as_str).collect::<Vec<_>>();
    let both = DocumentedMethod::named(b"sign.b2e.document.get").unwrap().needs(Generation::Rest2);
    assert_eq!(list(&mut both.parts()), ["crm", "sign.b2e"]);
    assert!(both.is_met_by(&held(&["crm", "sign.b2e"])));
    assert!(!both.is_met_by(&held(&["crm"])) && !both.is_met_by(&held(&["sign.b2e"])));
    let fields = DocumentedMethod::named(b"userfieldconfig.list").unwrap().needs(Generation::Rest2);
    assert_eq!(
        (list(&mut fields.parts()), list(&mut fields.possible())),
        (vec!["userfieldconfig"], vec!["crm"])
    );
    assert!(fields.is_met_by(&held(&["userfieldconfig"])) && !fields.is_met_by(&held(&["crm"])));
}

#[test]
fn any_alternative_will_do() {
    let user = DocumentedMethod::named(b"user.get").unwrap().needs(Generation::Rest2);
    let held = |code| BTreeSet::from([Scope::parse(code).unwrap()]);
    assert!(user.is_met_by(&held("user_brief")) && user.is_met_by(&held("user")));
    assert!(!user.is_met_by(&held("crm")));
    assert!(
        DocumentedMethod::named(b"profile").unwrap().needs(Generation::Rest2).is_met_by(&BTreeSet::new())
    );
}

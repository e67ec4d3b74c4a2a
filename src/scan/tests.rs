//! Single files, then several.

use super::*;
use crate::knowledge::methods::DocumentedMethod;
use crate::render::scan::{json, text, yaml};
use crate::text::redactor::Redactor;
use crate::text::seal::{MAX_CHARS, Seal};

fn scan(files: &[(&str, &str)]) -> Scan {
    let mut scan = Scan::default();
    for (name, text) in files {
        scan.add(&Text::theirs(*name), &calls(text.as_bytes()));
    }
    scan.sorted()
}

/// Every call in a text as `method line:column`.
fn found(text: &str) -> Vec<String> {
    let scan = scan(&[("f", text)]);
    scan.calls
        .iter()
        .map(|call| format!("{} {}:{}", call.method, call.place.line, call.place.column))
        .collect()
}

/// Every unknown name in a text as `name near line:column`.
fn unknown(text: &str) -> Vec<String> {
    let scan = scan(&[("f", text)]);
    let show = |name: &Unknown| {
        format!(
            "{} {} {}:{}",
            name.name.reveal(),
            name.near.unwrap_or("-"),
            name.place.line,
            name.place.column
        )
    };
    scan.unknown.iter().map(show).collect()
}

const NONE: [&str; 0] = [];

#[test]
fn every_method_is_found_in_every_spot_and_any_case() {
    for method in DocumentedMethod::all() {
        let name = method.name;
        let sign = "// B24\n";
        for (before, after, column) in [
            ("call('", "', 1)", 7),
            ("x = call(\"", "?id=1\")", 11),
            ("call(`", "`)", 7),
            (r#"call(\""#, r#"\")"#, 8),
            ("https://a.example/rest/1/x/", "", 28),
            ("${hook}", ".json`", 8),
            ("ж_b24.", "(1)", 7),
        ] {
            for name in [name.to_owned(), name.to_ascii_uppercase(), name.to_ascii_lowercase()] {
                let text = format!("{sign}{before}{name}{after}");
                assert_eq!(found(&text), [format!("{} 2:{column}", method.name)], "{text}");
            }
        }
        for (before, after) in [
            ("'x", "'"),
            ("'", ".foo'"),
            ("'", "x'"),
            ("'the ", "'"),
            ("the ", " method"),
            ("fixtures/", ".json"),
            ("./", ".ts"),
            ("'./", ".json'"),
            ("x.", ""),
            ("a.b.", ".c("),
            ("bitrix:", "'"),
        ] {
            let text = format!("{sign}{before}{name}{after}");
            assert_eq!(found(&text), NONE, "{text}");
        }
    }
}

#[test]
fn a_generic_name_needs_another_sign_which_is_shown() {
    for (text, sign) in [
        ("import x from 'b24jssdk'\nf('user.get')", "`b24jssdk` is imported on line 1"),
        ("f('user.get'); new B24Hook()", "`B24Hook` on line 1"),
        ("f('user.get')\nf('/rest/1/x/')", "`rest/` in an address on line 2"),
        ("f('user.get')\n\nf('crm.deal.list')", "`crm.deal.list` is called on line 3"),
    ] {
        let scan = scan(&[("f", text)]);
        let call = scan.calls.iter().find(|call| call.method == "user.get").unwrap();
        assert_eq!(call.sign.clone().unwrap().plain().to_string(), sign, "{text}");
        assert!(scan.calls.iter().filter(|call| call.method != "user.get").all(|call| call.sign.is_none()));
    }
    for text in ["f('user.get')", "prisma.user.get(1)", "f('user.get'); f('lists.get'); matrix", "'batch'"] {
        assert_eq!(found(text), NONE, "{text}");
    }
}

#[test]
fn a_sign_in_any_file_counts_for_names_of_two_words_in_quotes() {
    let plain = ("b", "client.Do(\n  'user.get',\n); x.user.get(1); send('profile')");
    assert_eq!(scan(&[plain]).calls.len(), 0);
    assert_eq!(scan(&[plain, ("a", "['wordpress', 'bitrix', 'joomla']")]).calls.len(), 0, "not of Bitrix24");
    let scan = scan(&[plain, ("c", "f('crm.deal.list')"), ("a", "\nnew B24Hook()")]);
    let call = scan.calls.iter().find(|call| call.method == "user.get").unwrap();
    assert_eq!(call.sign.clone().unwrap().plain().to_string(), "`B24Hook` on line 2 of a");
    assert_eq!((scan.calls.len(), scan.pending.len()), (2, 0));
}

#[test]
fn the_function_that_takes_a_name_is_a_sign_itself() {
    assert_eq!(found("BX.callMethod('user.get'); f('department.get')").len(), 2);
    assert_eq!(found("$sdk->callMethod('placement.bind')"), ["placement.bind 1:19"]);
    assert_eq!(found("rest_req('placement.bind')"), NONE);
}

#[test]
fn words_that_everybody_uses_count_at_call_sites_only() {
    assert_eq!(found("BX24.callMethod('profile')"), ["profile 1:18"]);
    assert_eq!(found("b24; client.profile()"), ["profile 1:13"]);
    assert_eq!(
        found("b24; x['profile'] = { scope: 'scope' }; thread.scope(); db.batch(); https://a.example/scope"),
        NONE
    );
}

#[test]
fn a_route_of_the_programs_own_is_no_call() {
    for no in ["b24; Route::get('/profile')", "b24; app.get(`${API_URL}/scope`)", "b24; path('/batch')"] {
        assert_eq!(found(no), NONE, "{no}");
    }
    for no in ["b24; get(hooked, '/profile')", "b24; Route::get('/batch')", "b24; new URL('scope', self)"] {
        assert_eq!(found(no), NONE, "{no}");
    }
    for yes in [
        "b24; get(`${HOOK}/profile`)",
        "get('/rest/1/x/profile')",
        "b24; get('/1/secret/profile')",
        "b24; Http::post($hook . '/batch', $commands)",
        "b24; $url = $this->hook . '/batch';",
        "b24; $url = $this->hook . 'batch';",
        "b24; get(HOOK + \"/user.current\")",
        "b24; requests.get(urljoin(hook, '/scope'))",
        "b24; { url: '=/user.current' }",
        "b24; fetch(new URL(\"scope\", input.clientEndpoint))",
    ] {
        assert_eq!(found(yes).len(), 1, "{yes}");
    }
}

#[test]
fn attributes_are_found_as_python_spells_them() {
    assert_eq!(found("client.catalog.price_type.get_fields()"), ["catalog.priceType.getFields 1:8"]);
    let todo = "from b24pysdk import Client\nx.crm.activity.todo.update_deadline(1)";
    assert_eq!(found(todo), ["crm.activity.todo.updateDeadline 2:3"]);
    assert_eq!(found("b24; client.user.userfield.get_list(1)"), NONE, "no such method");
    let kept =
        "from b24pysdk import Client\nd = client.crm.deal\nd.list()\nx = (client\n  .crm.lead\n  .get(1))";
    assert_eq!(found(kept), ["crm.deal.list 3:1", "crm.lead.get 6:4"]);
    assert_eq!(found("d = client.crm.deal\nd.list()"), NONE, "without a sign");
    for no in [
        "b24; Department._fields()",
        "shop.catalog.price_type.get_fields()",
        "b24; 'catalog.price_type.get_fields'",
        "b24; x.catalog.price_type.get_fields",
        "b24; client.department.get_fields()",
    ] {
        assert_eq!(found(no), NONE, "{no}");
    }
    let both = "b24; b.list_and_get('crm.deal')";
    assert_eq!(found(both), ["crm.deal.list 1:22", "crm.deal.get 1:22"]);
}

#[test]
fn calls_of_the_sdk_for_javascript_are_found_in_every_shape() {
    for call in [
        "$b24.actions.v2.call.make({ method: 'profile' })",
        "$b24.actions.v3.callList.make<Task>({ params: { filter: [['id', '>', 1]] }, method: 'profile' })",
        "for await (const part of $b24.actions.v2.fetchList.make({ method: 'profile' })) {}",
        "$b24.actions.v2.batch.make({ calls: [['profile', {}]] })",
        "$b24.actions.v2.batch.make({ calls: { me: { method: 'profile' } } })",
        "$b24.actions.v2.batch.make({ calls: { me: ['profile', {}] } })",
        "$b24.actions.v3.batchByChunk.make({ calls: ids.map(id => ['user.get', { id }]) })",
        "$b24.callBatch([['profile', {}]], true)",
    ] {
        assert_eq!(found(call).len(), 1, "{call}");
    }
}

#[test]
fn rest3_needs_its_own_scopes() {
    let needs = |text: &str| scan(&[("f", text)]).needs().into_iter().map(Needs::as_str).collect::<Vec<_>>();
    assert_eq!(needs("'tasks.task.add'"), ["task"]);
    assert_eq!(needs("https://a.example/rest/api/1/x/tasks.task.add"), ["tasks"]);
    assert_eq!(needs("`${portal.clientEndpoint}api/tasks.task.get`"), ["tasks"]);
    assert_eq!(needs("b24.actions.v3.call.make<T>({ params: f(1), method: 'tasks.task.add' })"), ["tasks"]);
    assert_eq!(needs("b24.actions.v3.batch.make({ calls: [['tasks.task.add', {}]] })"), ["tasks"]);
    assert_eq!(needs("b24.actions.v2.call.make({ method: 'tasks.task.add' })"), ["task"]);
    assert_eq!(needs("b24.actions.v3.call.make({}); f('tasks.task.add')"), ["task"]);
}

#[test]
fn a_misspelt_name_at_a_call_site_is_reported_with_the_nearest() {
    assert_eq!(unknown("BX24.callMethod('crm.deal.lst', {})"), ["crm.deal.lst crm.deal.list 1:18"]);
    assert_eq!(unknown("BX24.callMethod('crn.deal.list', {})"), ["crn.deal.list crm.deal.list 1:18"]);
    assert_eq!(unknown("x.callMethod('crm.deal.lst')"), ["crm.deal.lst crm.deal.list 1:15"]);
    assert_eq!(unknown("'https://a.b/rest/1/x/crm.deal.lst.json'"), ["crm.deal.lst crm.deal.list 1:23"]);
    assert_eq!(
        unknown("b24.actions.v2.call.make({ method: 'crm.deal.lst' })"),
        ["crm.deal.lst crm.deal.list 1:37"]
    );
    assert_eq!(unknown("b24; x.get_all('task.zzzzzzzz.qqqqqq')"), ["task.zzzzzzzz.qqqqqq - 1:17"]);
    for text in [
        "t('crm.deal.title')",
        "x.call('foo.bar')",
        "b24; x.call('foo.bar')",
        "x.callMethod('foo.bar')",
        "b24; x = 'crm.deal.lst'",
        "BX24.callMethod('crm.deal.list', { select: ['crm.deal.lst'] })",
        "https://a.b/rest/1/x/index.php",
        "BX24.callMethod('crm.deal.lst') // b24-ping: ignore",
    ] {
        assert_eq!(unknown(text), NONE, "{text}");
    }
}

#[test]
fn an_unknown_name_would_need_the_scope_of_its_beginning() {
    for (text, needs) in [
        ("BX24.callMethod('crm.deal.lst')", Some("crm")),
        ("BX24.callMethod('imopenlines.session.gte')", Some("imopenlines")),
        ("BX24.callMethod('sale.no_such')", None),
        ("BX24.callMethod('crn.deal.list')", None),
    ] {
        let scan = scan(&[("f", text)]);
        assert_eq!(scan.unknown[0].needs.map(Needs::as_str), needs, "{text}");
        assert!(scan.needs().is_empty(), "nothing is certain");
    }
}

#[test]
fn what_is_put_together_needs_the_scope_of_its_beginning() {
    assert_eq!(found("await BX24.callMethod('crm.' + kind + '.list')"), ["crm.* 1:24"]);
    assert_eq!(found("BX24.callMethod('crm.deal' + suffix)"), ["crm.* 1:18"], "crm.dealcategory, perhaps");
    assert_eq!(found("$m = 'crm.deal.list' . '?id=1';"), ["crm.deal.list 1:7"], "the name is whole");
    assert_eq!(found("b24; `${HOOK}/timeman.${verb}`"), ["timeman.* 1:15"]);
    let either = "BX24.callMethod(old ? 'crm.status.list' : 'crm.dealcategory.stages')";
    assert_eq!((found(either).len(), unknown(either).len()), (1, 1), "both");
    let both = "b24; $method = $a ? \"crm.{$t}.fields\" : \"sale.{$t}.getFields\";";
    assert_eq!(found(both), ["crm.* 1:22", "sale.* 1:42"], "beginning and end");
    let plain = ("b", "Crm::send('crm.'. $type .'.userfield.list', $a)");
    assert_eq!(scan(&[plain]).calls.len(), 0);
    assert_eq!(scan(&[plain, ("a", "new B24Hook()")]).calls.len(), 1, "the sign is in another file");
    for no in [
        "BX24.callMethod('user.' + verb)",
        "b24; t('crm.' + key)",
        "b24; x.call('crm.deal.title')",
        "b24; str_starts_with($attr, 'placement.')",
        "b24; sprintf('log.%s.%s', $a, $b)",
        "b24; stripos($uri, 'crm.')",
        "b24; m.startswith('im.')",
    ] {
        assert_eq!(found(no), NONE, "{no}");
    }
    let needs = |text: &str| scan(&[("f", text)]).needs().into_iter().map(Needs::as_str).collect::<Vec<_>>();
    assert_eq!(needs("`${hook}/tasks.task.${verb}`; b24"), ["task"]);
    assert_eq!(needs("`https://a.example/rest/api/1/x/tasks.task.${verb}`"), ["tasks"]);
}

#[test]
fn call_sites_that_cannot_be_read_are_counted() {
    let unread = |text: &str| {
        let places = scan(&[("f", text)]).unread;
        places.iter().map(|place| format!("{}:{}", place.line, place.column)).collect::<Vec<_>>()
    };
    assert_eq!(unread("BX24.callMethod(method, {})"), ["1:17"]);
    assert_eq!(unread("BX24.callMethod('user.' + verb)"), ["1:18"], "its methods need different scopes");
    assert_eq!(unread("b24;\nfetch(`${hook}/${method}`)"), ["2:18"]);
    assert_eq!(unread("b24;\nfetch(`${hook}/${name}`)"), ["2:18"]);
    assert_eq!(unread("const cmds = build(); BX24.callBatch(cmds)"), ["1:38"]);
    for none in [
        "BX24.callMethod('crm.deal.list')",
        "BX24.callMethod('crm.' + kind)",
        "BX24.callMethod('crm.deal.lst')",
        "BX24.callMethod(method) // b24-ping: ignore",
        "const method = old ? 'crm.lead.list' : 'crm.deal.list'; BX24.callMethod(method)",
        "const cmds = {\n  a: ['crm.deal.list', {}],\n};\nBX24.callBatch(cmds)",
        "$arr['a'] = ['method' => 'crm.deal.list'];\nCRest::callBatch($arr)",
        "b24; const calls = []; calls.push(['crm.deal.list', {}]); $b24.actions.v2.batch.make({ calls })",
        "$b24.actions.v2.batch.make({ calls: ids.map(id => ['crm.deal.get', { id }]) })",
        "b24; const name = 'crm.deal.list'; fetch(`${hook}/${name}`)",
        "rpc.callSomething(method)",
        "client.call(method)",
        "key = 'user.' + kind + '.get'",
    ] {
        assert_eq!(unread(none), NONE, "{none}");
    }
    let in_a_test = calls_in("tests/a.js", b"BX24.callMethod(method)");
    assert!(in_a_test.unread.is_empty());
    let comment = calls_in("a.js", b"// BX24.callMethod(method)\nBX24.callMethod(method)");
    assert_eq!(comment.unread, [(2, 17)]);
    let text = text::render(
        &scan(&[("f", "BX24.callMethod(method); BX24.callMethod('crm.deal.list')")]).plain(),
        None,
    );
    assert!(
        text.ends_with("read\n  f:1:17\n\n1 call of 1 method in 1 file; 1 of 2 call sites read\n"),
        "{text}"
    );
}

#[test]
fn a_form_of_answer_makes_no_file_of_a_call() {
    for yes in [
        "hook + 'crm.deal.list.json'",
        "$hook . 'crm.deal.list.json'",
        "bitrix_call('crm.deal.list.json')",
        "$http->request('POST', 'crm.deal.list.json', [])",
        "b24; $http->post('crm.deal.list.json')",
        "b24; $m = 'crm.lead.add.json';",
        "b24; $this->send(url($hook . '/'), 'crm.deal.list.json', [])",
        "b24; private static final String ADD_METHOD = \"crm.lead.add.json\";",
        "b24; request({ query: `crm.company.list.json` })",
        "b24; function m() { return 'crm.lead.add.json' }",
    ] {
        assert_eq!(found(yes).len(), 1, "{yes}");
    }
    for no in [
        "open('crm.deal.list.json')",
        "http.get('crm.deal.list.json')",
        "dir + 'crm.deal.list.json'",
        "b24; load('crm.deal.list.json')",
        "b24; load_fixture($x, 'crm.deal.list.json')",
        "b24; os.path.join(x, 'crm.deal.list.json')",
        "b24; $file = 'crm.deal.list.json'",
        "b24; fixture: 'crm.deal.list.json'",
        "m = 'crm.deal.list.json'",
    ] {
        assert_eq!(found(no), NONE, "{no}");
    }
}

#[test]
fn alternatives_are_met_by_what_is_needed_anyway() {
    let scopes = |text: &str| scan(&[("f", text)]).scopes().into_keys().collect::<Vec<_>>();
    assert_eq!(scopes("b24; f('user.get')"), ["user"]);
    let other = DocumentedMethod::all().iter().find(|method| method.name == "user.add").unwrap();
    assert_eq!(other.needs(crate::knowledge::methods::Generation::Rest2).as_str(), "user");
    assert_eq!(scopes("b24; f('user.get'); f('user.add'); f('app.info')"), ["user"]);
}

#[test]
fn the_order_of_files_does_not_matter() {
    let files = [("b", "'crm.deal.list'\n'crm.lead.get'"), ("a", "'crm.lead.get' 'crm.deal.list'")];
    let places = |scan: &Scan| {
        scan.calls.iter().map(|call| call.place.clone().plain().to_string()).collect::<Vec<_>>()
    };
    let there = scan(&files);
    assert_eq!(places(&there), ["a:1:2", "a:1:17", "b:1:2", "b:2:2"]);
    assert_eq!(places(&scan(&[files[1], files[0]])), places(&there));
    assert_eq!(yaml::render(&there.plain()).unwrap().lines().last(), Some("    why: crm.lead.get in a:1"));
}

#[test]
fn a_place_leads_to_its_file() {
    let name = "api/rest/1/migrations2024.js";
    let mut scan = Scan::default();
    scan.add(&Text::theirs(name), &calls(b"BX24.callMethod('crm.deal.list')"));
    let scan = scan.sorted().seal(&Redactor::default());
    assert_eq!(scan.calls[0].place.file.as_str(), name);
}

#[test]
fn a_strangers_text_starts_no_command_and_shows_no_secret() {
    let name = "::error::x ##[error]y\u{1b}[31m/k3v9x0q2m7t4b1za/";
    let text = "BX24.callMethod('crm.k3v9x0q2m7t4b1za')\n'crm.deal.list'";
    let redactor = Redactor::new(vec![zeroize::Zeroizing::new("k3v9x0q2m7t4b1za".to_owned())]);
    let mut scan = Scan::default();
    scan.add(&Text::theirs(name), &calls(text.as_bytes()));
    let scan = scan.sorted().seal(&redactor);
    for shown in [text::render(&scan, None), json::render(&scan, None), yaml::render(&scan).unwrap()] {
        assert!(!shown.contains("k3v9") && !shown.contains('\u{1b}'), "{shown}");
        assert!(
            !shown.contains("##[") && !shown.lines().any(|line| line.trim_start().starts_with("::")),
            "{shown}"
        );
    }
    assert!(scan.unknown[0].name.as_str().chars().count() <= MAX_CHARS);
}

#[test]
fn a_file_full_of_calls_fills_no_memory_and_hides_no_scope() {
    let text = "'crm.deal.list' ".repeat(20_000) + "'disk.file.get' BX24.callMethod('crm.deal.lst')";
    let scan = scan(&[("f", &text)]);
    assert_eq!(scan.calls.len(), 1_001);
    assert_eq!(scan.calls.last().map(|call| call.method), Some("disk.file.get"));
}

#[test]
fn bytes_that_are_no_text_are_looked_through() {
    assert_eq!(calls(b"\xff\xfe 'crm.deal.list' \xff").calls[0].column, 5);
    for text in [
        &b""[..],
        b".",
        b"..",
        b"'",
        b"crm.",
        b"/crm.",
        b"'crm.",
        b"b24",
        b"rest/",
        b"x24",
        b".crm.deal.list(",
    ] {
        assert!(calls(text).calls.is_empty());
    }
}

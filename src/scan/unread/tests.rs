use super::*;

fn number(text: &str) -> usize {
    let mut places = std::collections::BTreeSet::new();
    sites(
        text.as_bytes(),
        &Known::default(),
        |_| false,
        |at| {
            places.insert(at);
        },
    );
    places.len()
}

#[test]
fn sites_with_a_variable_are_not_read() {
    for text in [
        "bx.callMethod(method, {})",
        "bx.callMethod<Deal[]>(method, {})",
        "return CRest::call($method, $params);",
        "await b24.call_method(self.name)",
        "callMethod(names[0]);",
        "for deal in client.call_method(name):",
        "bitrixRequest.call(this, 'POST', endpoint)",
        "bx.callMethod(`${kind}.list`)",
        "b24.call_method(f'{kind}.list')",
        "fetch(`${hook}/${method}`)",
        "fetch(`https://a.example/rest/1/x/${method}.json`)",
        "requests.post(f'{url}{method}')",
        "$http->post($this->hook . $method)",
        "post(HOOK + '/' + method)",
        "b24.actions.v2.call.make({ method: name })",
        "b24.actions.v3.call.make<Deal[]>({ params: { method: 1 }, method })",
        "b24.actions\n  .v2.callList\n  .make({ requestId, method: kind + '.list' })",
        "b24.actions.v2.call.make(options)",
        "b24.actions.v2.batch.make({ calls: cmds })",
        "b24.actions.v2.batch.make({ calls })",
        "b24.callBatch(cmds)",
        "b24.callBatch({ a: { method: name, params: {} } })",
        "b24.callBatch([[name, {}]], done)",
        "b24.actions.v2.batch.make({ calls: { a: { method: name } } })",
        "b24.actions.v2.batch.make({ calls: [['crm.deal.list', {}], [name, {}]] })",
        "CRest::callBatch(['a' => ['method' => $m]])",
        "CRest::callBatch($arr, 1)",
        "import fast_bitrix24\nb.get_all(m)",
        "import fast_bitrix24\nawait bx.call(m, [])",
        "$core->call($m);",
        "$sb->core->call($m);",
        "$this->getCore()->call($m);",
        "bx.callMethod(methods[i])",
        "bx.callMethod(events[0])",
        "bx.callMethod(scope)",
        "bx.callMethod((name))",
        "bx.callMethod(...args)",
        "b24.call_method(*args)",
        "bx.callMethod(['crm', k, 'list'].join('.'))",
        "bx.callMethod('crm' + '.' + k)",
        "bx.callMethod('crm'.concat('.', k))",
        "b24.call_method('.'.join(words))",
        "bx.callMethod({ method: name, params })",
    ] {
        assert_eq!(number(text), 1, "{text}");
    }
}

#[test]
fn what_never_ends_ends() {
    for text in [
        "x.callBatch({",
        "x.callBatch([[a,",
        "x.callBatch(a = ",
        "x.callMethod({",
        "actions.v2.a",
        "actions.v2.batch.make({calls:{",
        "hook + ",
        "hook, ",
        "`${hook}/${a",
        "rest/1/a/",
        "format(hook, [",
    ] {
        assert!(number(&text.repeat(20_000)) <= 20_000, "{text}");
    }
}

#[test]
fn definitions_literals_and_other_functions_are_none() {
    for text in [
        "function callMethod(method) {",
        "async def call_method(self, method):",
        "public Task<T> CallMethod(string method)",
        "func (c *Client) CallMethod(method string) error {",
        "class A {\n  async callMethod(method, params = {}) {",
        "interface A {\n  callMethod(method: string): Promise<void>",
        "bx.callMethod('crm.deal.list')",
        "bx.callMethod(f'crm.deal.list')",
        "bx.callMethod()",
        "b24.callBatch([a, b])",
        "async callBatch(cmds) {",
        "b24.actions.v2.call.make({ method: 'crm.deal.list' })",
        "b24.actions.v2.call.make({ params: { method } })",
        "import fast_bitrix24\nb.get_all('crm.deal.list')",
        "b.get_all(m)",
        "$score->recall($m);",
        "b24.call(async () => 1)",
        "other.call(this, method)",
        "callback(method)",
        "x = {method: method}",
        "name + method",
        "b24.method",
        "hook.method(a)",
        "\"#{hook}/crm.deal.#{method}?\"",
        "title = 'callListMethod(crm.deal.list)'",
    ] {
        assert_eq!(number(text), 0, "{text}");
    }
}

#[test]
fn variables_that_hold_a_name_are_known_for_a_while_and_constants_everywhere() {
    let holds = |line: &str, variable: &str, behind: usize| {
        let mut known = Known::default();
        known.add(line.as_bytes(), line.len());
        known.holds(variable.as_bytes(), line.len() + behind)
    };
    for line in ["const method = '", "$method = $old ? 'a' : '", "for method in ['", "method: string = '"] {
        assert!(holds(line, "method", 1) && !holds(line, "method", HELD + 1), "{line}");
    }
    assert!(holds("METHOD = '", "METHOD", HELD + 1));
    assert!(!holds("method = 1\ncall(method, '", "method", 1), "another line");
}

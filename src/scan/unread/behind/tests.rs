use super::*;

fn found(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    variables(text.as_bytes(), |start, end| found.push(&text[start..end]));
    found
}

#[test]
fn a_variable_behind_a_hooks_address_is_a_method() {
    for (text, variable) in [
        ("fetch(`https://x.example/rest/1/abc/${action}`)", "action"),
        ("fetch(`https://x.example/rest/api/1/a1b2/${action}.json`)", "action"),
        ("'https://x.example/rest/1/abc/' . $name . '.json'", "$name"),
        ("\"https://x.example/rest/1/abc/{$this->name}?\"", "this->name"),
        ("post(HOOK + cmd)", "cmd"),
        ("post(process.env.B24_HOOK + '/' + cmd)", "cmd"),
        ("`${HOOK}/${name}`", "name"),
        ("`${this.hook}${ call.name }?${query}`", "call.name"),
        ("f'{self.webhook}{name}.json'", "name"),
        ("f\"{HOOK.rstrip('/')}/{name}\"", "name"),
        ("\"$webhook$method.json\"", "method"),
        ("\"{$hook}/{$name}\"", "name"),
        ("\"#{hook}/#{name}\"", "name"),
        ("\"/rest/\" + Command", "Command"),
        ("$this->hook . $name . '.json'", "$name"),
        ("rtrim($hook, '/') . '/' . $name", "$name"),
        ("self::HOOK.$call['name']", "$call['name']"),
        ("BITRIX_URL + names[i]", "names[i]"),
        ("sprintf('%s/%s', $hook, $name)", "$name"),
        ("fmt.Sprintf(\"%s/%s\", c.hook, name)", "name"),
        ("'{}/{}'.format(HOOK, name)", "name"),
        ("'%s/%s.json' % (HOOK, name)", "name"),
        ("string.Format(\"{0}/{1}\", hook, name)", "name"),
        ("urljoin(HOOK, name)", "name"),
        ("URI.join(hook, name)", "name"),
        ("new URL(name, HOOK)", "name"),
        ("os.environ['B24_HOOK'] + name", "name"),
        ("config('services.bitrix.webhook') . '/' . $name", "$name"),
        ("HOOK.concat(name)", "name"),
        ("[HOOK, name].join('/')", "name"),
        ("implode('/', [$hook, $name])", "$name"),
        ("'/'.join([hook, name])", "name"),
        ("new URL(call.name, this.hook)", "call.name"),
    ] {
        assert_eq!(found(text), [variable], "{text}");
    }
}

#[test]
fn what_is_no_method_is_none() {
    for text in [
        "`${HOOK}/crm.deal.list`",
        "`${HOOK}/crm.${kind}.list`",
        "HOOK + 'crm.deal.list'",
        "`https://x.example/rest/1/abc/crm.${kind}`",
        "`https://x.example/rest/${user}/${secret}/`",
        "'https://x.example/rest/' . $user . '/' . $secret . '/'",
        "`https://jira.example/rest/api/2/issue/${key}`",
        "`https://jira.example/rest/${path}`",
        "`${WEBHOOK_PATH}/${token}`",
        "BASE_URL + webhook",
        "hook.method(a)",
        "webhook\n  .then(a)",
        "`${hook}?${query}`",
        "HOOK + queryString",
        "`POST ${hook}/${name}`",
        "printf(\"%d of %s\", hook, name)",
        "save($hook, $name)",
        "{ hook, name }",
        "hook++",
        "$hook . PHP_EOL",
        "`${slackWebhook}/${channel}`",
        "new URL('/a', HOOK)",
        "f(HOOK, name)",
        "restart + name",
        "[hook, name]",
        "x = { a: [hook, name] }",
        "Create a webhook. Enable all",
        "post(oauthBitrixUrl + data)",
    ] {
        assert_eq!(found(text), [] as [&str; 0], "{text}");
    }
}

use super::*;

fn is_call(text: &str, signed: bool) -> bool {
    let start = ["crm.", "log.", "user."].iter().find_map(|word| text.find(word)).unwrap();
    let length = text[start..].bytes().take_while(|byte| is_word(*byte) || *byte == b'.').count();
    of(text.as_bytes(), &(start..start + length), signed).is_some()
}

#[test]
fn a_beginning_counts_where_nobody_else_has_it() {
    for yes in [
        "bx.callMethod('crm.' + kind + '.list')",
        "CRest::call('crm.' . $kind)",
        "CRest::call('crm.deal'.$suffix)",
        "CRest::call(\"crm.{$kind}.list\")",
        "CRest::call(\"crm.$kind.list\")",
        "b24.call_method(f'crm.{kind}.list')",
        "b24.call_method('crm.%s.list' % kind)",
        "CRest::call(sprintf('crm.%s.list', $kind))",
        "bx.callMethod(`crm.${kind}.list`)",
        "b24.call(\"crm.#{kind}\")",
        "`${HOOK}/crm.${verb}`",
        "fetch('https://a.example/rest/1/x/crm.' + verb)",
        "\"#{hook}/crm.deal.#{method}?\"",
    ] {
        assert!(is_call(yes, false), "{yes}");
    }
}

#[test]
fn in_a_file_with_a_sign_it_counts_for_a_method_and_before_the_end_of_one() {
    for yes in [
        "const method = 'crm.' + kind",
        "$currentMethod = 'crm.deal.' . $verb;",
        "api.request(`crm.${kind}`)",
        "$smart = '/crm.' . $type . '.add';",
        "a(x,\n  `crm.${info.entityType}.get`,\n)",
        "f\"crm.{kind.lower()}.update?ID={id}\"",
        "Crm::send('crm.'. $type .'.userfield.list', $a)",
        "'crm.' + kind + '.list'",
        "fmt.Sprintf(\"crm.%s.fields\", kind)",
        "HOOK + 'crm.deal.' + verb",
        "$hook . 'crm.deal.' . $v . '.json'",
        "HOOK + f'crm.{v}'",
        "self._post(f'crm.deal.{verb}')",
        "this.rest('crm.deal.' + verb)",
        "SendAsync($\"crm.{e}.{v}\")",
        "c.do(ctx, fmt.Sprintf(\"crm.%s.%s\", e, v))",
        "$m = \"crm.$e.$v\";",
        "return 'crm.' . $e . '.' . $v;",
        "m = 'crm.' +\n  kind +\n  '.list'",
        "$m = 'crm.'\n  . $kind\n  . '.list';",
        "api.method('crm.'.concat(kind, '.list'))",
        "url: '=/crm.{{ $parameter.kind }}.list'",
    ] {
        assert!(is_call(yes, true), "{yes}");
    }
    for signed in
        ["const method = 'crm.' + kind", "api.request(`crm.${kind}`)", "$smart = '/crm.' . $type . '.add';"]
    {
        assert!(!is_call(signed, false), "{signed}");
    }
    for no in [
        "t('crm.' + key)",
        "x = 'crm.' + key + '.title'",
        "callMethod('crm.', kind)",
        "`./crm.${x}`",
        "log(`crm.${x}`)",
        "fail(`crm.${x}.list went wrong`)",
        "sprintf('log.%s.%s', a, b)",
        "key = 'user.' . $id . '.name'",
        "stripos($uri, 'crm.')",
        "m.startswith(\"crm.\")",
        "'crm.'.length",
        "x = 'crm.deal.' + key + '.title'",
        "key = 'crm.deal.list_' + page",
        "x = 'crm.' + a\ny = b + '.list'",
        "a(`crm.${x}.${y} went wrong`)",
    ] {
        assert!(!is_call(no, true), "{no}");
    }
}

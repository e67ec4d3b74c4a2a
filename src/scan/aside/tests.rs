//! What is no call though it stands where calls do, and beside it what is one.

use super::*;
use crate::scan::{calls, comment};

/// Whether the name in `text`, which begins with `crm.`, `user.` or `profile`, is none of a call.
fn aside(path: &str, text: &str) -> bool {
    let start =
        ["crm.", "User.", "user.", "profile", "scope"].iter().find_map(|word| text.find(word)).unwrap();
    let length = text[start..].bytes().take_while(|byte| is_word(*byte) || *byte == b'.').count();
    is(comment::language(path), text.as_bytes(), &(start..start + length))
}

#[test]
fn types_are_no_calls() {
    for text in [
        "type A =\n  | 'crm.deal.get'\n",
        "export type A = 'crm.deal.get'",
        "source: 'cache' | \"user.get\" | null",
        "let a: 'user.get'\n  | 'b'",
        "  method: 'crm.deal.get';",
        "  readonly method?: 'crm.deal.get';",
        "a: Call<'crm.deal.get'>",
        "export interface Methods {\n  'a.b': { c: 1 };\n  'crm.deal.get': Deal;",
        "type Methods = {\n  'crm.deal.get'?: Deal",
    ] {
        assert!(aside("a.ts", text) && aside("a.vue", text), "{text}");
    }
    assert!(aside("a.py", "Method = Literal[\n  'crm.deal.get',"));
    for text in [
        "a = b || 'crm.deal.get'",
        "a = 'crm.deal.get' || b",
        "a ? b\n : 'crm.deal.get';",
        "a ? b : 'crm.deal.get';",
        "a = 'crm.deal.get';",
        "method: 'crm.deal.get',",
        "default: 'crm.deal.get';",
        "call<A>('crm.deal.get')",
        "calls = {\n  'crm.deal.get': { id: 1 }",
        "a < 'crm.deal.get'",
    ] {
        assert!(!aside("a.ts", text), "{text}");
    }
    assert!(!aside("a.sh", "echo 'crm.deal.get' | xargs b24"));
}

#[test]
fn prose_is_no_call() {
    for (path, text) in [
        ("a.tsx", "<p>Список не найден в портале (`crm.deal.get`).</p>"),
        ("a.tsx", "<p>Method \"crm.deal.get\" failed</p>"),
        ("a.js", "a = 'Use BX24.callMethod(\\'crm.deal.get\\')'"),
        ("a.tsx", "<p>\n  The list is made by\n  `crm.deal.get`"),
        ("a.jsx", "hint=\"Asked for with one request (`crm.deal.get`)\""),
        ("a.jsx", "Uses `crm.deal.get` here"),
        ("a.vue", "<p>with `crm.deal.get`/`b`</p>"),
        ("a.php", "'ERROR' => 'No such method! Look at the list: CRest::call(\\'scope\\')'"),
        ("a.php", "$a = \"The portal refused 'crm.deal.get' again\";"),
        ("a.py", "raise(f\"`crm.deal.get` failed\")"),
        ("A.java", "a = \"see `crm.deal.get`\""),
    ] {
        assert!(aside(path, text), "{text}");
    }
    for (path, text) in [
        ("a.js", "return await call(`crm.deal.get`)"),
        ("a.js", "return new Call (`crm.deal.get`)"),
        ("a.js", "case `crm.deal.get`: x"),
        ("a.js", "a in `crm.deal.get` in b"),
        ("a.php", "echo \"<script>BX24.callMethod(\\\"crm.deal.get\\\")</script>\""),
        ("a.php", "echo '<p>of this page</p><script>BX24.callMethod(\\'crm.deal.get\\')</script>'"),
        ("a.js", "eval('BX24.callMethod(\\'crm.deal.get\\')')"),
        ("a.php", "echo '<script>await BX24.callMethod(\\'crm.deal.get\\')</script>'"),
        ("a.sh", "curl -d \"{\\\"method\\\":\\\"crm.deal.get\\\"}\""),
        ("a.sh", "b24 call method 'crm.deal.get'"),
        ("a.rb", "bitrix client 'crm.deal.get'"),
        ("a.py", "x = a if b else 'crm.deal.get'"),
        ("a.unknown", "in the portal (`crm.deal.get`)"),
    ] {
        assert!(!aside(path, text), "{text}");
    }
}

#[test]
fn labels_are_no_calls() {
    for text in [
        "console.log('crm.deal.get', a)",
        "logger.info('call %s', 'crm.deal.get')",
        "logger.info('call', { method: 'crm.deal.get' })",
        "if (in_array($request->route()->getName(), ['a', 'crm.deal.get']))",
        "this.logger.warn( 'crm.deal.get' )",
        "Log::info(\"crm.deal.get\")",
        "error_log('crm.deal.get')",
        "throw new PortalError('crm.deal.get', a)",
        "Route::get('/a', b)->name('crm.deal.get')",
        "return to_route('crm.deal.get')",
        "['as' => 'crm.deal.get']",
        "{{ $t('crm.deal.get') }}",
        "__('crm.deal.get')",
        "if ($user->can('crm.deal.get'))",
        "bus.on('crm.deal.get', a)",
        "{ events: ['a', 'crm.deal.get'] }",
        "event: 'crm.deal.get'",
        "switch ($request->route()->getName()) {\n case 'a': b(); break;\n case 'crm.deal.get':",
        "if (Route::currentRouteName() === 'crm.deal.get')",
        "await redis.getAsync('crm.deal.get')",
        "Cache::remember('crm.deal.get', 60, f)",
        "{ placeholder: 'crm.deal.get' }",
        "source.includes('crm.deal.get')",
        "if (method === 'crm.deal.get')",
        "$answers['crm.deal.get']",
    ] {
        assert!(aside("a.php", text), "{text}");
    }
    for text in [
        "BX24.callMethod('crm.deal.get')",
        "await t('crm.deal.get')",
        "x = await this.tc('crm.deal.get')",
        "x = await tc<{ a?: B[] } | C>('crm.deal.get')",
        "catalog.get('crm.deal.get')",
        "switch (method) { case 'crm.deal.get':",
        "calls: ['crm.deal.get']",
        "name: 'crm.deal.get'",
        "log(call('crm.deal.get'))",
        "console.log(await client.call('crm.deal.get'))",
        "console.log('('); call({ method: 'crm.deal.get'",
        "console.log('(')\na = 'crm.deal.get'",
        "call($a->getName(), 'crm.deal.get')",
        "send('POST', 'crm.deal.get')",
        "DEAL_ERROR('crm.deal.get')",
        "cachedClient.call('crm.deal.get')",
        "this.session.get('crm.deal.get')",
    ] {
        assert!(!aside("a.php", text), "{text}");
    }
}

#[test]
fn a_key_of_a_table_is_no_call_and_a_value_is() {
    for path in ["a.json", "a.yml"] {
        assert!(aside(path, "\"crm.deal.get\" : \"reference/get.html\""));
        assert!(!aside(path, "\"method\": \"crm.deal.get\""));
    }
    assert!(!aside("a.js", "calls = { 'crm.deal.get': { id: 1 } }"), "in code it may be one of a batch");
}

#[test]
fn a_comment_between_bracket_and_name_is_no_sentence_around_it() {
    for text in
        ["b.get_all( # all of them\n  'crm.deal.get',", "b.get_all(  # all of them\n\n  'crm.deal.get'"]
    {
        assert!(!aside("a.py", text), "{text}");
    }
    for text in [
        "call( // all of them\n  'crm.deal.get')",
        "call( /* all of them */ 'crm.deal.get')",
        "call(a, // of the first\n  'crm.deal.get')",
        "[\n  // one of them\n  'crm.deal.get']",
    ] {
        assert!(!aside("a.js", text), "{text}");
    }
}

#[test]
fn an_attribute_is_a_call_of_a_client_of_bitrix24() {
    for text in
        ["haravan_service.User.get(1)", "prisma.user.get(1)", "prismaClient.user.get(1)", "BX24.profile()"]
    {
        assert!(aside("a.py", text), "{text}");
    }
    for text in ["b24.user.get(1)", "self.client.user.get(1)", "client.profile()", "x.crm.deal.get(1)"] {
        assert!(!aside("a.py", text), "{text}");
    }
}

#[test]
fn a_logger_is_told_from_a_catalog() {
    for call in [
        "this.catalogApi.info('catalog.catalog.list')",
        "this.catalog.group('catalog.section.list')",
        "$dialog->info('crm.deal.list')",
        "this.dialogs.error('im.dialog.get')",
    ] {
        assert_eq!(calls(call.as_bytes()).calls.len(), 1, "{call}");
    }
    for log in [
        "appLog.info('crm.deal.list')",
        "console.error('crm.deal.list')",
        "$this->logger->debug('crm.deal.list')",
    ] {
        assert_eq!(calls(log.as_bytes()).calls.len(), 0, "{log}");
    }
}

#[test]
fn a_controller_of_the_portals_pages_is_no_rest() {
    for call in
        ["BX.ajax.runAction('tasks.task.get', { data })", "BX.ajax.runComponentAction('crm.deal.list', 'x')"]
    {
        assert_eq!(calls(call.as_bytes()).calls.len(), 0, "{call}");
    }
}

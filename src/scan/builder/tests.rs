//! Chains of the official SDK for PHP, and objects of the SDK before it.

use super::super::{Found, calls_in};

/// Every call as `method line`, with the chain behind what stands for several methods.
fn found(text: &str) -> Vec<String> {
    let text = format!("<?php\n{text}");
    let Found { calls, .. } = calls_in("a.php", text.as_bytes());
    calls.iter().map(|call| format!("{} {}", call.method.name, call.line)).collect()
}

const NONE: [&str; 0] = [];

#[test]
fn a_chain_is_a_call_of_its_method_at_its_function() {
    assert_eq!(
        found("$b24->getCRMScope()->deal()->update(7, $f); $b24->getTaskScope()->task()->add($t);"),
        ["crm.deal.update 2", "tasks.task.add 2"]
    );
    let chain = "$this->b24()\n  // the CRM\n  ->getCrmScope( )\n  /* all */ ?->contact()\n  # few\n  ->batch\n  ->list([])";
    assert_eq!(found(chain), ["crm.contact.list 8"]);
    assert_eq!(found("B24::sb()->getSaleScope()->delivery()->getList();"), ["sale.delivery.getlist 2"]);
    assert_eq!(
        found("$sb->getUserScope()->user()->get([], [], true);"),
        ["user.get 2"],
        "the getter is a sign"
    );
    let text = b"$sb->getCRMScope()->deal()->batch->add($deals)";
    let call = &calls_in("a.php", text).calls[0];
    assert_eq!((call.written, call.column), (&b"add"[..], 36));
    assert_eq!(call.chain.unwrap().to_string(), "getCRMScope()->deal()->batch->add()");
}

#[test]
fn an_unknown_function_or_service_needs_the_scope_of_what_is_known() {
    let b24 = |text: &str| found(&format!("use Bitrix24\\SDK\\Core; {text}"));
    assert_eq!(b24("$sb->getCRMScope()->deal()->noSuch([]);"), ["crm.deal.* 2"]);
    assert_eq!(b24("$sb->getSaleScope()->delivery()->noSuch();"), ["sale.delivery.* 2"]);
    assert_eq!(b24("$sb->getCRMScope()->noSuch()->list();"), ["crm.* 2"]);
    assert_eq!(
        b24("new Sync($sb->getCRMScope()->deal(), $sb->getTaskScope());"),
        ["crm.deal.* 2", "task.* 2"]
    );
    assert_eq!(b24("return $sb->getCRMScope()->lead();"), ["crm.lead.* 2"]);
    assert_eq!(b24("$sb->getSaleScope()->noSuch()->list(); $sb->getMainScope()->main()->noSuch();"), NONE);
    assert_eq!(found("$shop->getCatalogScope()->rules()->apply();"), NONE, "without a sign");
}

#[test]
fn what_is_no_chain_is_no_call() {
    for no in [
        "public function getCRMScope(): CRMServiceBuilder {}",
        "$sb->getCRMScope()->willReturn($crm); // b24",
        "$sb->method('getCRMScope')->willReturn($this->createMock(CRM::class)); // b24",
        "// $sb->getCRMScope()->deal()->list()",
        "$sb->getNoScope()->deal()->list(); // b24",
        "$sb->forgetCRMScope()->deal()->list(); // b24",
        "$config->getScope()->deal()->list(); // b24",
        "getCRMScope()->deal()->list(); // b24",
        "$deal->list(); $this->deals->update(7); $crm->deal()->get(1); // b24",
        "$sb->getCRMScope()->deal()->list(1); // b24-ping: ignore crm.deal.list",
        "$sb->getCRMScope()->deal()->list(1); // b24-ping: ignore",
    ] {
        assert_eq!(found(no), NONE, "{no}");
    }
    let other = "use Bitrix24\\SDK\\Core; $crm = $other->getCrmScope(); $crm->message->get(1);";
    assert_eq!(found(other), NONE, "of another SDK");
    assert_eq!(found("$sb->getMainScope()->core->call('crm.deal.list');"), ["crm.deal.list 2"], "once");
}

#[test]
fn a_scope_or_service_is_followed_through_variables_and_properties() {
    assert_eq!(
        found(
            "$crm = $sb->getCRMScope();\n$crm->deal()->list();\n$lead = $crm->lead();\n$lead->add([]); $a = $lead;\n$a->get(1);"
        ),
        ["crm.deal.list 3", "crm.lead.add 5", "crm.lead.get 6"]
    );
    let class = "class A {\n function __construct($sb) { $this->deals = $sb->getCRMScope()\n->deal(); }\n function b() { $this->deals->update(7); }\n function c() { return $this->deals\n->batch->list(); }\n}";
    assert_eq!(found(class), ["crm.deal.update 5", "crm.deal.list 7"]);
    assert_eq!(
        found("$batch = $sb->getTaskScope()->task()->batch; foreach ($batch->list() as $t) {}"),
        ["tasks.task.list 2"]
    );
    assert_eq!(
        found(
            "class A { function f() { self::$crm ??= $sb->getCRMScope(); return static::$crm->deal()->get(1); } }"
        ),
        ["crm.deal.get 2"]
    );
    let lazy = "class A {\n private function crm() { return $this->crm ??= $this->sb->getCRMScope(); }\n function f() { return $this->crm()->deal()->get(1); }\n}";
    assert_eq!(found(lazy), ["crm.deal.get 4"]);
}

#[test]
fn a_name_means_the_same_in_its_function_only_and_until_it_is_assigned_again() {
    let other = "function a($sb) { $s = $sb->getCRMScope()->deal(); $s->list(); }\nfunction b($s) { $s->delete(1); }\n$s->get(2);";
    assert_eq!(found(other), ["crm.deal.list 2"]);
    assert_eq!(
        found("$s = $sb->getCRMScope()->deal(); $s->list(); $s = new Repository(); $s->delete(1);"),
        ["crm.deal.list 2"]
    );
    assert_eq!(
        found(
            "$s = $sb->getCRMScope()->deal();\n$s->list();\n$s = $sb->getTaskScope()->task();\n$s->list();"
        ),
        ["crm.deal.list 3", "tasks.task.list 5"]
    );
    let branches = "if ($x) {\n$s = $sb->getCRMScope()->deal();\n} else {\n$s = $sb->getTaskScope()->task();\n}\n$s->list();";
    assert_eq!(found(branches), ["crm.deal.* 3", "tasks.task.list 7"], "no scope is lost");
    assert_eq!(
        found("$s = $x ? $sb->getCRMScope()->deal() : $sb->getCRMScope()->lead();\n$s->list();").len(),
        2
    );
    let classes = "class A { function f() { $this->r->list(); } }\nclass B { function g($sb) { $this->r = $sb->getCRMScope()->deal(); $this->r->get(1); } }";
    assert_eq!(found(classes), ["crm.deal.get 3"]);
    let closure = "function a($sb) { $d = $sb->getCRMScope()->deal(); return array_map(function ($id) use ($d) { return $d->get($id); }, [1]); }";
    assert_eq!(found(closure), ["crm.deal.get 2"]);
    assert_eq!(found("if ($s == $sb->getCRMScope()->deal()) {} $s->list(); // b24"), ["crm.deal.* 2"]);
}

#[test]
fn objects_of_the_older_sdk_are_followed() {
    assert_eq!(
        found("$l = new \\Bitrix24\\CRM\\Lead($app);\n$r = $l->getList([], ['A' => ')']);"),
        ["crm.lead.list 3"]
    );
    assert_eq!(found("$r = (new \\Bitrix24\\User\\User($app))\n->current();"), ["user.current 3"]);
    assert_eq!(
        found(
            "use Bitrix24\\CRM\\Lead, Bitrix24\\CRM\\Deal\\Deal as B24Deal;\n(new Lead($app))->add([]);\n$this->d = new B24Deal($app); $this->d->get(1);"
        ),
        ["crm.lead.add 3", "crm.deal.get 4"]
    );
    assert_eq!(
        found(
            "use Bitrix24\\{CRM\\Contact, Task\\Item as Task};\n$c = new Contact($app);\n$c->delete(1); (new Task($app))->add([]);"
        ),
        ["crm.contact.delete 4", "task.item.add 4"]
    );
    assert_eq!(
        found("use Bitrix24\\CRM;\n$c = new CRM\\Company($app); $c->fields();"),
        ["crm.company.fields 3"]
    );
    assert_eq!(
        found("use Bitrix24\\CRM\\Lead;\nrun(new Lead($app)); (new Lead($app))->noSuch();"),
        ["crm.lead.* 3", "crm.lead.* 3"]
    );
    for no in [
        "use Bitrix24\\Bitrix24; $a = new Bitrix24(false); $a->getList();",
        "use App\\Models\\Lead; // Bitrix24\\CRM\\Lead\n$l = new Lead(); $l->getList();",
        "use Bitrix24\\CRM\\Lead; function f(Lead $l) { renewLead(); }",
        "$renew = 1; throw new \\Bitrix24\\Exceptions\\Bitrix24Exception('x');",
    ] {
        assert_eq!(found(no), NONE, "{no}");
    }
}

/// Lines and columns of what cannot be read.
fn unread(text: &str) -> Vec<(usize, usize)> {
    calls_in("a.php", text.as_bytes()).unread
}

#[test]
fn a_chain_that_stays_open_is_a_call_or_is_not_read() {
    for text in [
        "$sb->getSaleScope()->$x()->add([]);",
        "$sb->getSaleScope()->{$x}()->add([]);",
        "$sb->getUserScope()->$x();",
        "$sb->getUserScope()->user()->noSuch();",
        "$sb->getUserScope()->user()->$x();",
        "$sb->getSaleScope()->noSuch()->add([]);",
        "$sb->getSaleScope()->noSuch()->batch->add([]);",
        "run($sb->getUserScope());",
        "['sale' => $sb->getSaleScope()];",
        "$sale = $sb->getSaleScope();",
        "$sale = $sb->getSaleScope(...);",
        "$x = $this->sb($a)->getNewThingScope();",
        "return $sb->getNewThingScope();",
        "$sb->getNewScope()->getThingScope()->list();",
        "$sb->getNewThingScope()->thing()->list();",
        "$sb\n->getNewThingScope()\n->$x()\n->list();",
    ] {
        let text = format!("use Bitrix24\\SDK\\Core; {text}");
        let Found { calls, unread, .. } = calls_in("a.php", text.as_bytes());
        assert_eq!((calls.len(), unread.len()), (0, 1), "{text}");
    }
    for none in [
        "$shop->getSaleScope()->$x()->add([]);",
        "$sb->getUserScope()->willReturn($user); // b24",
        "$sb->getMainScope()->eventManager()->unbindAllEventHandlers(); // b24",
        "$sb->getUserScope()->user()->method('get')->willReturn($x); // b24",
        "$query->getQueryScope()->rules()->apply(); // b24",
        "use Bitrix24\\SDK\\Core; $query->getScope()->rules()->apply();",
        "use Bitrix24\\SDK\\Core; $query->getRowScope();",
        "$sale = $sb->getUserScope(); $sale->user()->get([]);",
    ] {
        assert_eq!(unread(none), [], "{none}");
    }
    let in_a_test = calls_in("tests/a.php", b"$b24->getUserScope()->$x();");
    assert!(in_a_test.unread.is_empty());
}

#[test]
fn a_getter_with_its_service_is_a_sign_and_a_getter_alone_waits_for_one() {
    for text in [
        "$sb->getCRMScope()->deal()->fooBar(1);",
        "($sb->getCRMScope())->deal()->fooBar(1);",
        "f((($this->sb($x)->getCRMScope()))->deal());",
        "$f = $sb->getCRMScope()->deal(...);",
        "$d = ['d' => $sb->getCRMScope()->deal()];",
    ] {
        assert_eq!(found(text), ["crm.deal.* 2"], "{text}");
    }
    assert_eq!(found("($sb->getCRMScope())->deal()->list();"), ["crm.deal.list 2"]);
    assert_eq!(found("$d = (clone ($sb?->getCRMScope()->deal()));\n$d->list();").len(), 1);
    for pending in
        ["['crm' => $sb->getCRMScope()];", "$f = $sb->getCRMScope(...);", "$sb->getCRMScope()->noSuch();"]
    {
        let Found { calls, pending: waiting, sign, .. } = calls_in("a.php", pending.as_bytes());
        assert_eq!((calls.len(), waiting.len()), (0, 1), "{pending}");
        assert!(sign.is_none(), "{pending}");
    }
}

#[test]
fn a_type_says_what_a_parameter_or_property_is() {
    let service = "use Bitrix24\\SDK\\Services\\CRM\\Deal\\Service\\Deal;";
    for (text, call) in [
        ("class A { function __construct(private CRMServiceBuilder $crm) {} function f() { $this->crm->deal()->get(1); } }".to_owned(), "crm.deal.get 2"),
        ("class A { function __construct(private readonly ?\\Bitrix24\\SDK\\Services\\Task\\TaskServiceBuilder $t) {}\n function f() { $this->t->task()->add([]); } }".to_owned(), "tasks.task.add 3"),
        (format!("{service} class A {{ private Deal $deal; function f() {{ return $this->deal->list([]); }} }}"), "crm.deal.list 2"),
        (format!("{service} class A {{ function __construct(protected Deal|null $deal,\n ) {{}} function f() {{ return $this->deal->batch->list([]); }} }}"), "crm.deal.list 3"),
        (format!("{service} function f(Deal $deal) {{ return $deal->list([]); }}"), "crm.deal.list 2"),
        (format!("{service} class A {{ function __construct(Deal $d) {{ $this->d = $d; }} function f() {{ $this->d->get(1); }} }}"), "crm.deal.get 2"),
        ("use Bitrix24\\SDK\\Services\\CRM\\Deal\\Service as S; function f(S\\Deal $d) { $d->get(1); }".to_owned(), "crm.deal.get 2"),
        ("use Bitrix24\\SDK\\Services\\Workflows\\WorkflowsServiceBuilder as W; function f(W $w) { $w->robot()->list(); }".to_owned(), "bizproc.robot.list 2"),
    ] {
        assert_eq!(found(&text), [call], "{text}");
        assert_eq!(unread(&text), [], "{text}");
    }
    let passed = format!("{service} function f(Deal $deal) {{ run($deal); }}");
    assert_eq!((found(&passed).len(), unread(&passed).len()), (0, 1), "who knows");
    for no in [
        "use App\\Deal; class A { private Deal $deal; function f() { $this->deal->list(); } } // b24".to_owned(),
        "class A { function f(App\\CRMServiceBuilder $crm) { $crm->deal()->get(1); } } // b24".to_owned(),
        format!("{service} interface A {{ function f(Deal $deal); }} function g($deal) {{ $deal->list(); }}"),
        "use Bitrix24\\SDK\\Services\\CRM\\Deal\\Result\\DealItemResult; function f(DealItemResult $d) { $d->get(1); }".to_owned(),
        format!("{service} function f(Deal $deal) {{ $deal = g(); $deal->list(); }}"),
    ] {
        assert_eq!(found(&no), NONE, "{no}");
    }
}

#[test]
fn what_never_ends_ends() {
    for text in [
        "->getCRMScope(",
        "->getCRMScope()",
        "->getCRMScope()->",
        "->getCRMScope()->deal()->",
        "new \\Bitrix24\\CRM\\Lead(",
        "use Bitrix24\\",
        "use Bitrix24\\{a",
    ] {
        assert!(found(text).len() < 2, "{text}");
    }
    let cycle = "$a = $sb->getCRMScope(); $b = $a; $a = $b; $a->deal()->list();";
    assert!(!found(cycle).is_empty());
    let many = "$a = $sb->getCRMScope(); $a->deal()->list();".repeat(20_000);
    assert!(found(&many).iter().all(|call| call.starts_with("crm.")));
    found(&"->getCRMScope() ".repeat(50_000));
    found(&format!("{}$a->getCRMScope(){}", "(".repeat(50_000), ")".repeat(50_000)));
    found(&format!("$b24{}->getUserScope()", "->a()".repeat(50_000)));
    found(&"f(private CRMServiceBuilder $a) ".repeat(20_000));
    found(&format!("{}new A;", "use Bitrix24\\A; new ".repeat(50_000)));
    found(&format!("$a = $s->getCRMScope();{}", "function f(){$a->".repeat(50_000)));
}

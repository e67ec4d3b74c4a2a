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
    found(&format!("{}new A;", "use Bitrix24\\A; new ".repeat(50_000)));
    found(&format!("$a = $s->getCRMScope();{}", "function f(){$a->".repeat(50_000)));
}

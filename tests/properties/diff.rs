//! No answer and no code is let through by a change that nobody calls a weakening, and nothing is called one that lets
//! nothing through. Judged by the gate's own verdict on both sides.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::path::Path;

use b24_ping::testing::scan::{self, Scan};
use b24_ping::testing::{
    ChangeKind, Code, Demands, Deprecated, Extra, Facts, Failure, HookDemands, Host, Inputs, Label, Ledger,
    Listed, MethodName, Outcome, Owner, Patterns, Person, Policy, Proof, Right, Rule, Scope, Severity, Text,
    changes, judge, offline,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::{config, facts, label, right, rule, scope};

const SCOPES: [&str; 5] = ["basic", "crm", "im", "task", "user"];
const METHODS: [&str; 3] = ["crm.deal.list", "im.notify", "tasks.task.get"];
const RIGHTS: [&str; 3] = ["crm.deal", "crm.type.1032", "crm.admin"];
const PORTALS: [&str; 2] = ["acme.example", "other.example"];
const HOOKS: [&str; 3] = ["a", "b", "neither"];

/// Each file has a call of its own.
const FILES: [(&str, &str); 6] = [
    ("src/a.php", "call('crm.deal.list');"),
    ("src/b.js", "call('im.notify');"),
    ("lib/a.php", "call('tasks.task.add');"),
    ("b.js", "call('user.get', 'crm.deal.list');"),
    ("lib/b.php", "<?php // call('disk.file.get');"),
    ("src/c.php", "<?php call('task.commentitem.get');"),
];

fn pairs(share: u32) -> ProptestConfig {
    let long = ProptestConfig::default().cases;
    let cases = if long == 256 { 2_000 } else { long };
    ProptestConfig { cases: cases / share, ..config() }
}

fn few<T: Clone + Debug + 'static>(
    all: &'static [&'static str],
    most: usize,
    of: fn(&str) -> T,
) -> impl Strategy<Value = Vec<Rule<T>>> + Clone {
    subsequence(all, 0..=most)
        .prop_shuffle()
        .prop_map(move |some| some.into_iter().map(|one| rule(of(one))).collect())
}

fn method(name: &str) -> MethodName {
    MethodName::parse(name).expect("a name")
}

fn sometimes<T: Clone + Debug + 'static>(all: Vec<T>) -> impl Strategy<Value = Option<Rule<T>>> {
    option::weighted(0.3, select(all).prop_map(rule))
}

/// Small, so that two of them meet.
fn small() -> impl Strategy<Value = Demands> {
    let scopes = |most| few(&SCOPES, most, scope);
    let hosts = PORTALS.map(|host| Host::parse(host).expect("a host"));
    let values = (
        sometimes(Extra::ALL.to_vec()),
        sometimes(hosts.to_vec()),
        sometimes(vec![16, 17]),
        sometimes(vec![true, false]),
    );
    let lists = (scopes(2), scopes(1), scopes(2), few(&METHODS, 1, method), few(&RIGHTS, 1, right));
    (lists, values).prop_map(
        |((required, forbidden, allow_extra, methods, rights), (extra, portal, user_id, admin))| Demands {
            required,
            forbidden,
            allow_extra,
            methods,
            rights,
            extra,
            portal,
            user_id,
            admin,
        },
    )
}

fn code() -> impl Strategy<Value = Code> {
    let text = |all: &'static [&'static str], most| few(all, most, str::to_owned);
    let lists = (
        text(&["src", ".", "lib", "b.js"], 2),
        text(&["*.js", "lib/", "/b.js"], 1),
        few(&METHODS, 1, method),
    );
    let values =
        (sometimes(vec![true, false]), sometimes(vec![true, false]), sometimes(Deprecated::ALL.to_vec()));
    (lists, values).prop_map(|((paths, exclude, ignore_methods), (comments, ask, deprecated))| Code {
        paths,
        exclude,
        ignore_methods,
        comments,
        ask,
        deprecated,
    })
}

fn policy() -> impl Strategy<Value = Policy> {
    (small(), small(), small(), code()).prop_map(|(base, a, b, code)| {
        let hook = |(name, demands): (&str, Demands)| HookDemands {
            name: name.to_owned(),
            origin: rule(()).origin,
            demands,
        };
        Policy { base, hooks: [("a", a), ("b", b)].map(hook).into(), code }
    })
}

/// A policy, and what becomes of it when some of its keys are written anew.
fn pair() -> impl Strategy<Value = (Policy, Policy)> {
    (policy(), policy(), vec((0..3_usize, 0..16_usize), 0..4)).prop_map(|(base, other, edits)| {
        let mut head = base.clone();
        for (part, key) in edits {
            let (into, from) = match part {
                0 => (&mut head.base, &other.base),
                part => (&mut head.hooks[part - 1].demands, &other.hooks[part - 1].demands),
            };
            match key {
                0 => into.required.clone_from(&from.required),
                1 => into.forbidden.clone_from(&from.forbidden),
                2 => into.allow_extra.clone_from(&from.allow_extra),
                3 => into.methods.clone_from(&from.methods),
                4 => into.extra.clone_from(&from.extra),
                5 => into.portal.clone_from(&from.portal),
                6 => into.user_id.clone_from(&from.user_id),
                7 => into.admin.clone_from(&from.admin),
                8 => head.code.paths.clone_from(&other.code.paths),
                9 => head.code.exclude.clone_from(&other.code.exclude),
                14 => into.rights.clone_from(&from.rights),
                10 => head.code.ignore_methods.clone_from(&other.code.ignore_methods),
                11 => head.code.comments.clone_from(&other.code.comments),
                12 => head.code.ask.clone_from(&other.code.ask),
                13 => head.code.deprecated.clone_from(&other.code.deprecated),
                _ => *into = Demands::default(),
            }
        }
        (base, head)
    })
}

fn inputs() -> impl Strategy<Value = Inputs> {
    let demands = prop_oneof![
        Just(Demands::default()),
        small().prop_map(|demands| Demands {
            allow_extra: vec![],
            methods: vec![],
            rights: vec![],
            ..demands
        }),
    ];
    (demands, prop::bool::weighted(0.2)).prop_map(|(demands, name_code)| Inputs { demands, name_code })
}

/// What is demanded of a hook, as the gate puts it together.
fn demands(policy: &Policy, hook: &str, inputs: &Inputs) -> Demands {
    let own = policy.hooks.iter().find(|own| own.name == hook);
    let of_policy = own.map_or_else(|| policy.base.clone(), |own| policy.base.joined(&own.demands));
    of_policy.joined(&inputs.demands)
}

fn accepts(demands: &Demands, hook: &Label, facts: &Facts) -> bool {
    judge(hook, demands, facts).outcome() == Outcome::Passed
}

/// A hook of this name, on each of the portals.
fn hooks(name: &str) -> [Label; 2] {
    PORTALS.map(|host| Label { host: Host::parse(host).expect("a host"), ..label(name) })
}

/// The calls that count, of these files.
fn scanned(code: &Code, inputs: &Inputs, files: &[(&str, &str)]) -> Scan {
    let globs = code.exclude.iter().map(|rule| rule.demand.as_str());
    let exclude = Patterns::given(Path::new("/home"), globs).expect("patterns");
    let mut scan = Scan::default();
    for (file, text) in files {
        let path = Path::new("/home").join(file);
        let named = |rule: &Rule<String>| {
            path.starts_with(Path::new("/home").join(rule.demand.trim_matches('.'))) || rule.demand == "."
        };
        let folder = path.parent().expect("a folder");
        let out = exclude.names(&path, false) == Some(true) || exclude.names(folder, true) == Some(true);
        if (inputs.name_code || code.paths.iter().any(named)) && !out {
            let found = if code.reads_comments() { scan::calls_and_comments } else { scan::calls_in };
            scan.add(&Text::theirs(*file), &found(file, text.as_bytes()));
        }
    }
    scan.calls.retain(|call| code.ignore_methods.iter().all(|rule| rule.demand.as_str() != call.method));
    scan
}

fn fails(required: &[Rule<Scope>], code: &Code, scan: &Scan) -> bool {
    let rulings = offline::of_calls(required, scan).into_iter().chain(offline::of_methods(code, scan));
    rulings
        .collect::<Vec<_>>()
        .iter()
        .filter_map(|ruling| ruling.finding.as_ref())
        .any(|finding| finding.severity == Severity::Error)
}

/// Whether something is demanded no longer, of this hook or of any.
fn weakens(base: &Policy, head: &Policy, inputs: &Inputs, hook: Option<&str>) -> bool {
    let changes = changes(base, head, inputs, &Text::theirs("p.yml"));
    let mut weaker = changes.iter().filter(|change| change.kind == ChangeKind::Weakened);
    weaker.any(|change| hook.is_none() || change.hook.is_none() || change.hook.as_deref() == hook)
}

/// What a portal says of the rights, by their number.
fn proofs(is_held: impl Fn(usize) -> bool) -> BTreeMap<Right, Result<Proof, Failure>> {
    let proof = |at| if is_held(at) { Proof::Held } else { Proof::Denied };
    RIGHTS.iter().enumerate().map(|(at, name)| (right(name), Ok(proof(at)))).collect()
}

/// Every answer that differs in what these demands look at.
fn answers() -> Vec<Facts> {
    let grants = (0..1_usize << SCOPES.len()).map(|bits| {
        let held = SCOPES.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1);
        Listed::Codes(held.map(|(_, code)| scope(code)).collect())
    });
    let grants = grants.chain([Listed::Nothing]).collect::<Vec<_>>();
    let owners = [(16, true), (16, false), (17, true), (17, false), (18, true)];
    let open = [0b111_usize, 0b110, 0b101, 0b011];
    // One by one, so that each is what is missing.
    let held = [0b111_usize, 0b110, 0b101, 0b011];
    let mut all = Vec::new();
    for granted in &grants {
        for (id, admin) in owners {
            for (open, held) in open.into_iter().flat_map(|open| held.map(|held| (open, held))) {
                let told = METHODS.iter().enumerate().map(|(at, name)| {
                    let is_there = open >> at & 1 == 1;
                    (
                        method(name),
                        Ok(b24_ping::testing::Availability { existing: is_there, available: is_there }),
                    )
                });
                all.push(Facts {
                    owner: Owner::Person(Person { id, name: "Rita".to_owned(), admin: Some(admin) }),
                    scope: granted.clone(),
                    methods: told.collect(),
                    rights: proofs(|at| held >> at & 1 == 1),
                    attempts: 1,
                    ..Facts::default()
                });
            }
        }
    }
    all
}

proptest! {
    #![proptest_config(pairs(1))]

    #[test]
    fn who_was_refused_and_passes_now_was_let_through_by_a_weakening(
        (base, head) in pair(),
        inputs in inputs(),
        answers in vec(facts(), 6),
        grants in vec([subsequence(&SCOPES[..], 0..=SCOPES.len()), subsequence(&SCOPES[..], 0..=SCOPES.len())], 6),
    ) {
        let with_its_code = Policy { code: head.code.clone(), ..base.clone() };
        let told = |hook: &&str| weakens(&with_its_code, &head, &inputs, Some(hook));
        for hook in HOOKS.into_iter().filter(|hook| !told(hook)) {
            let [was, is] = [&base, &head].map(|policy| demands(policy, hook, &inputs));
            for (facts, grants) in answers.iter().zip(&grants) {
                let mut facts = facts.clone();
                for (listed, grants) in [&mut facts.scope, &mut facts.app_info].into_iter().zip(grants) {
                    if let Listed::Codes(codes) = listed {
                        *codes = grants.iter().map(|code| scope(code)).collect();
                    }
                }
                // Where all else is as it must be, the scopes decide.
                let mut content = facts.clone();
                content.app_info = Listed::Nothing;
                let id = is.user_id.as_ref().map_or(17, |rule| rule.demand);
                content.owner = Owner::Person(Person { id, name: "Rita".to_owned(), admin: Some(true) });
                for told in content.methods.values_mut().flatten() {
                    (told.existing, told.available) = (true, true);
                }
                content.rights = proofs(|_| true);
                for (hook, facts) in hooks(hook).iter().flat_map(|hook| [(hook, &facts), (hook, &content)]) {
                    let let_through = accepts(&is, hook, facts) && !accepts(&was, hook, facts);
                    prop_assert!(!let_through, "{hook:?} {facts:#?}\n{was:#?}\n{is:#?}");
                }
            }
        }
        // What is required of a hook from now on is declared: that is what a call asks for.
        let sections = head.hooks.iter().map(|own| &own.demands);
        let all = sections.chain([&head.base, &inputs.demands]);
        let required = all.flat_map(|demands| demands.with_scopes_of_rights().into_owned().required).collect::<Vec<_>>();
        let told = weakens(&base, &with_its_code, &inputs, None);
        for files in FILES.chunks(1).chain([&FILES[..]]).filter(|_| !told) {
            let [was, is] = [&base, &head].map(|policy| fails(&required, &policy.code, &scanned(&policy.code, &inputs, files)));
            prop_assert!(!was || is, "{files:?}\n{:#?}\n{:#?}", base.code, head.code);
        }
    }
}

proptest! {
    #![proptest_config(pairs(20))]

    /// Scopes only complained of count as well: `extra: ignore` in the place of `warn` is a weakening.
    #[test]
    fn what_is_called_a_weakening_lets_an_answer_through((mut base, mut head) in pair(), inputs in inputs()) {
        (base.code, head.code) = (Code::default(), Code::default());
        let all = answers();
        let contradicts = HOOKS.iter().any(|hook| {
            let mut ledger = Ledger::default();
            demands(&head, hook, &inputs).check(&mut ledger);
            !ledger.problems.is_empty()
        });
        if contradicts || !weakens(&base, &head, &inputs, None) {
            return Ok(());
        }
        let lets = HOOKS.iter().any(|hook| {
            let [was, is] = [&base, &head].map(|policy| demands(policy, hook, &inputs));
            let (level, later) = (was.extra_level(), is.extra_level());
            let hooks = hooks(hook);
            let mut cases = hooks.iter().flat_map(|hook| all.iter().map(move |facts| (hook, facts)));
            later < level || cases.any(|(hook, facts)| accepts(&is, hook, facts) && !accepts(&was, hook, facts))
        });
        prop_assert!(lets, "{base:#?}\n{head:#?}\n{inputs:#?}");
    }

    #[test]
    fn a_rule_that_moves_from_a_hook_to_all_weakens_nothing_in_any_order(base in policy(), inputs in inputs()) {
        let mut head = base.clone();
        head.base.required.append(&mut head.hooks[0].demands.required);
        head.base.methods.append(&mut head.hooks[1].demands.methods);
        head.base.rights.append(&mut head.hooks[1].demands.rights);
        for part in [&mut head.base.required, &mut head.base.forbidden, &mut head.base.allow_extra] {
            part.reverse();
        }
        head.hooks.reverse();
        let failing = HOOKS.iter().any(|hook| demands(&head, hook, &inputs).extra_level() == Extra::Fail);
        prop_assert!(failing || !weakens(&base, &head, &inputs, None), "{base:#?}\n{head:#?}");
    }
}

//! The steps of a check: gather what is demanded, ask the portal, deliver the report.

use crate::hook::{self, Hook};
use crate::inputs::HOOK;
use crate::knowledge::rights::Right;
use crate::ledger::{Ledger, Origin};
use crate::policy::{Demands, Policy};
use crate::reason::Reason;
use crate::report::{HookReport, Report};
use crate::scan::Scan;
use crate::scope::MethodName;
use crate::start::{Hooks, Start};
use crate::text::Count;
use crate::verdict::{Ruling, callable, methods};

pub(crate) mod absent;
pub(crate) mod baseline;
mod before;
pub(crate) mod code_scan;
mod deliver;
mod documentation;
mod doubts;
mod gather;
mod live;
mod watch;

pub(crate) use deliver::Delivery;
use doubts::Doubt;
pub(crate) use gather::PolicyFile;
use live::{Asked, Reach};

/// Methods that one hook's two batches have room for, beside what is always asked.
const MOST_ASKED: usize = 97;

/// Everything known before the portal is asked.
pub(crate) struct Gate {
    pub start: Start,
    pub file: Option<PolicyFile>,
    /// Files that may be the policy, where none was read.
    pub elsewhere: Vec<String>,
    pub policy: Policy,
    /// Names in policy and inputs that no table has.
    doubts: Vec<Doubt>,
    /// The calls of the code, if any is compared.
    pub scan: Option<Scan>,
    /// Methods of the code that the portal is asked for.
    called: Vec<MethodName>,
    reach: Option<Reach>,
    hooks: Vec<Hook>,
    /// Hooks in the list, with those that `only` excludes.
    given: usize,
    /// Names of the given hooks that `only` excludes.
    left_out: Vec<String>,
}

impl Gate {
    pub(crate) fn open(start: Start, amend: impl FnOnce(&mut Policy, &PolicyFile)) -> Self {
        let mut gate = Self::without_hooks(start);
        gate.choose();
        gate.read_policy(amend);
        gather::contradictions(&gate.policy, &gate.start.settings.demands, &mut gate.start.ledger);
        gate.doubts = doubts::doubts(&gate.policy, &gate.start.settings.demands);
        gate.reach = Some(live::reach(&gate.start.settings, &gate.start.env, &mut gate.start.ledger));
        gate
    }

    pub(crate) fn offline(start: Start) -> Self {
        let mut gate = Self::without_hooks(start);
        gate.read_policy(|_, _| {});
        gate.doubt();
        gate
    }

    /// For a snapshot of one hook.
    pub(crate) fn of_one(start: Start) -> Self {
        let mut gate = Self::without_policy(start);
        if gate.hooks.len() > 1 {
            let what = text!("a snapshot is made of one webhook, and {} are given", gate.hooks.len());
            gate.start.ledger.problem(Origin::input(HOOK), what, "choose one of them with `--only NAME`");
        }
        gate
    }

    /// Nothing is demanded.
    pub(crate) fn without_policy(start: Start) -> Self {
        let mut gate = Self::without_hooks(start);
        gate.choose();
        gate.reach = Some(live::reach(&gate.start.settings, &gate.start.env, &mut gate.start.ledger));
        gate
    }

    /// Without a policy; [`Self::read_anywhere`] reads one.
    pub(crate) fn blank(start: Start) -> Self {
        Self::without_hooks(start)
    }

    /// Reads a policy that the user named on the command line; `-` is standard input.
    pub(crate) fn read_anywhere(&mut self, path: &str) {
        self.policy = Policy::default();
        let Start { dialect, ledger, .. } = &mut self.start;
        self.file = gather::policy_anywhere(path, dialect, ledger);
        self.refuse_secrets();
        if let Some(file) = &self.file {
            self.policy = Policy::parse(&file.bytes, &file.name, &mut self.start.ledger);
            self.start.portals.extend(self.policy.portals());
        }
        self.doubt();
    }

    /// Warns of what only a portal could know better, for a run that asks none.
    fn doubt(&mut self) {
        let Start { settings, ledger, .. } = &mut self.start;
        Doubt::warn(doubts::doubts(&self.policy, &settings.demands), ledger);
        doubts::mixed_up(&self.policy, ledger);
    }

    fn without_hooks(start: Start) -> Self {
        let (policy, hooks, left_out) = (Policy::default(), Vec::new(), Vec::new());
        Self {
            start,
            file: None,
            elsewhere: Vec::new(),
            policy,
            doubts: Vec::new(),
            scan: None,
            called: Vec::new(),
            reach: None,
            hooks,
            given: 0,
            left_out,
        }
    }

    /// A hook that could not be read has no name yet, and is reported already.
    fn choose(&mut self) {
        if let Hooks::Given(hooks) = &mut self.start.hooks {
            let hooks = std::mem::take(hooks);
            self.given = hooks.len();
            let Start { settings, ledger, .. } = &mut self.start;
            (self.hooks, self.left_out) = hook::choose(hooks, &settings.only, ledger);
        }
    }

    fn read_policy(&mut self, amend: impl FnOnce(&mut Policy, &PolicyFile)) {
        let Start { settings, ledger, read, dialect, .. } = &mut self.start;
        if settings.scopes_file.is_none() {
            settings.scopes_file = gather::other_policy(ledger).map(str::to_owned);
            read.extend(settings.scopes_file.clone());
        }
        self.file = gather::policy_file(settings.scopes_file.as_deref(), dialect, ledger);
        self.refuse_secrets();
        if let Some(file) = &self.file {
            self.policy = Policy::parse(&file.bytes, &file.name, &mut self.start.ledger);
            self.start.portals.extend(self.policy.portals());
            amend(&mut self.policy, file);
        } else if self.start.settings.scopes_file.is_none() && self.start.ledger.problems.is_empty() {
            self.elsewhere = gather::elsewhere(self);
        }
    }

    /// Whoever can read the repository can use what its policy holds.
    fn refuse_secrets(&mut self) {
        let Some(file) = &self.file else { return };
        let of_start = if let Hooks::Given(hooks) = &self.start.hooks { hooks.as_slice() } else { &[] };
        let is_given = |secret: &str| hook::is_any(&self.hooks, secret) || hook::is_any(of_start, secret);
        let found = gather::secrets(&file.bytes, &file.name, &is_given);
        self.start.ledger.problems.extend(found.learn(&mut self.start.redactor));
    }

    pub(crate) fn report(&mut self) -> Report {
        let ledger = std::mem::take(&mut self.start.ledger);
        match self.start.hooks {
            // The command line did not parse: the hook may just have been in the wrong place.
            Hooks::Absent if self.start.misused => misconfigured(ledger),
            Hooks::Absent => self.without_hook(ledger),
            Hooks::Broken | Hooks::Given(_) => self.with_hooks(ledger),
        }
    }

    /// What is wrong with the policy whatever a portal says.
    pub(crate) fn without_portal(&self) -> Vec<Ruling> {
        let methods = self.policy.all().flat_map(|demands| &demands.methods);
        methods.filter_map(methods::for_applications).collect()
    }

    /// The offline checks, for a run without the secret.
    fn without_hook(&mut self, mut ledger: Ledger) -> Report {
        let excuse = absent::excuse(self.start.settings.missing_hook, &self.start.event);
        let reason = if ledger.problems.is_empty() { Reason::MissingHook } else { Reason::Config };
        absent::elsewhere(&self.elsewhere, false, &self.start.dialect, &mut ledger);
        if excuse.is_some() {
            absent::unread(&self.start.env, &mut ledger);
        }
        Doubt::warn(std::mem::take(&mut self.doubts), &mut ledger);
        let warnings = std::mem::take(&mut ledger.warnings);
        let report = match excuse {
            Some(excuse) if ledger.problems.is_empty() => absent::skipped(excuse, self, ledger.notices),
            Some(_) => Report::misconfigured(reason, ledger.problems, ledger.notices).and_nothing_sent(),
            None => {
                absent::no_hook(&self.start, &mut ledger);
                Report::misconfigured(reason, ledger.problems, ledger.notices).and_nothing_sent()
            }
        };
        report.warned(warnings)
    }

    fn with_hooks(&mut self, mut ledger: Ledger) -> Report {
        gather::unborne(&self.hooks, &self.left_out, &self.policy, &mut ledger);
        let is_free = self.hooks.iter().all(|hook| self.demands(hook).are_idle());
        let is_free = is_free && code_scan::paths(self, &self.policy.code).is_empty();
        absent::elsewhere(&self.elsewhere, is_free, &self.start.dialect, &mut ledger);
        if ledger.problems.is_empty() && is_free && self.elsewhere.is_empty() {
            absent::no_rules(self, &mut ledger);
        }
        self.start.ledger = ledger;
        self.ask()
    }

    /// Made anew for each question: those of thousands of hooks at once would be as many copies of the policy.
    fn demands(&self, hook: &Hook) -> Demands {
        gather::demands(hook, &self.policy, &self.start.settings.demands)
    }

    /// What the portal is asked for one hook: the policy's methods and rights, and as many of the code's methods as two
    /// batches have room for beside them.
    fn questions(&self, hook: &Hook) -> (Vec<MethodName>, Vec<Right>) {
        let Demands { methods, rights, .. } = self.demands(hook);
        let rights = rights.into_iter().map(|rule| rule.demand).collect::<Vec<_>>();
        let mut methods = methods.into_iter().map(|rule| rule.demand).collect::<Vec<_>>();
        let room = MOST_ASKED.saturating_sub(methods.len() + rights.len());
        let others = self.called.iter().filter(|name| !methods.contains(name)).take(room).cloned();
        let others = others.collect::<Vec<_>>();
        methods.extend(others);
        (methods, rights)
    }

    /// The code's methods are asked for where the run's time is enough for it.
    fn decide_what_to_ask(&mut self, ledger: &mut Ledger) {
        if let Some(scan) = self.scan.as_ref().filter(|_| self.policy.code.asks()) {
            self.called = callable::to_ask(scan);
        }
        if self.called.len() > MOST_ASKED {
            let what = text!(
                "the portal is asked about {} of the {} methods that the code calls",
                MOST_ASKED,
                self.called.len()
            );
            ledger.notice(Origin::setting("scan"), what, "");
        }
        let mut late = Ledger::default();
        self.time(&mut late);
        if !late.problems.is_empty() && !self.called.is_empty() {
            let what =
                "the portal is not asked about the methods that the code calls: `timeout` is too short";
            ledger.notice(Origin::input("timeout"), what, "raise it, or check fewer webhooks in one run");
            self.called.clear();
        }
    }

    fn time(&self, ledger: &mut Ledger) {
        let asked = |hook: &Hook| {
            let (methods, rights) = self.questions(hook);
            methods.len() + rights.len()
        };
        gather::time(&self.hooks, asked, &self.start.settings, ledger);
    }

    pub(crate) fn ask(&mut self) -> Report {
        let mut ledger = std::mem::take(&mut self.start.ledger);
        self.decide_what_to_ask(&mut ledger);
        self.time(&mut ledger);
        let Some(reach) = self.reach.take().filter(|_| ledger.problems.is_empty()) else {
            Doubt::warn(std::mem::take(&mut self.doubts), &mut ledger);
            return misconfigured(ledger).and_nothing_sent();
        };
        match live::ask(self, reach) {
            Ok(Asked { mut hooks, settled, signal }) => {
                let doubts = (0..).zip(std::mem::take(&mut self.doubts));
                let doubts = doubts.filter(|(at, _)| !settled.contains(at)).map(|(_, doubt)| doubt).collect();
                Doubt::warn(doubts, &mut ledger);
                if self.start.redactor.hides() {
                    hooks.iter_mut().for_each(HookReport::hide);
                }
                let cut = hooks.iter().filter(|hook| hook.is_cut()).count();
                if cut > 0 {
                    let what = text!("there is no room for all findings of {}", Count(cut, "webhook"));
                    let advice = "check fewer webhooks in one run, with `only` or `split`, to see them all";
                    ledger.notice(Origin::setting("reports"), what, advice);
                }
                let report = Report::of_hooks(hooks, signal, ledger.notices).warned(ledger.warnings);
                Report { given: Some(self.given), ..report }
            }
            Err(problem) => misconfigured(Ledger { problems: vec![problem], ..ledger }).and_nothing_sent(),
        }
    }
}

fn misconfigured(ledger: Ledger) -> Report {
    Report::misconfigured(Reason::Config, ledger.problems, ledger.notices).warned(ledger.warnings)
}

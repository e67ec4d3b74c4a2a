//! What was given of the inputs: by flags, by the action, by variables.

use std::collections::BTreeMap;

use crate::inputs::{Group, INPUTS};
use crate::ledger::{Ledger, Origin};
use crate::text::Text;
use crate::world::Environment;

pub(crate) type Flags = BTreeMap<&'static str, String>;

/// The action's variables for an input. The runner keeps the hyphens; some shells and launchers drop such
/// names, hence the second spelling.
pub(super) fn action_variables(name: &str) -> [String; 2] {
    let upper = name.to_ascii_uppercase();
    [format!("INPUT_{upper}"), format!("INPUT_{}", upper.replace('-', "_"))]
}

/// The variable of an input outside the action.
#[must_use]
pub(crate) fn variable(name: &str) -> String {
    format!("B24_{}", name.to_ascii_uppercase().replace('-', "_"))
}

/// The given values, by name. Empty means not set: the runner sets every declared input, used or not.
#[derive(Default)]
pub(crate) struct Given(BTreeMap<&'static str, String>);

impl Given {
    /// Precedence: flags, the action's variables, our own variables.
    #[must_use]
    pub(crate) fn gather(flags: &Flags, env: &Environment, groups: &[Group], ledger: &mut Ledger) -> Self {
        let names = INPUTS.iter().filter(|input| groups.contains(&input.group)).map(|input| input.name);
        let found = names.filter_map(|name| {
            let flag = flags.get(name).filter(|value| !value.trim().is_empty()).cloned();
            let value = flag.or_else(|| from_environment(name, env, ledger))?;
            Some((name, value.trim().to_owned()))
        });
        Self(found.collect())
    }

    /// The value of one input.
    #[must_use]
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

fn from_environment(name: &'static str, env: &Environment, ledger: &mut Ledger) -> Option<String> {
    let [hyphens, underscores] = action_variables(name);
    [hyphens, underscores, variable(name)].iter().find_map(|key| text(key, env, ledger))
}

/// A variable that is not UTF-8 is a problem.
pub(super) fn text(key: &str, env: &Environment, ledger: &mut Ledger) -> Option<String> {
    if let Ok(value) = env.get(key)? {
        return Some(value.to_owned()).filter(|value| !value.trim().is_empty());
    }
    let origin = Origin::setting(Text::theirs(key));
    ledger.problem(origin, "the value is not UTF-8 text", "set it again");
    None
}

#[cfg(test)]
mod tests;

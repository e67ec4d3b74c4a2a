//! Completion scripts.

use clap::builder::PossibleValuesParser;
use clap::{Arg, Command};
use clap_complete::Shell;

use super::{Page, pages, tree};
use crate::inputs::INPUTS;
use crate::knowledge::scopes;
use crate::reason::Reason;

pub(super) fn completions() -> Command {
    let shell = Arg::new("shell").value_name("SHELL").required(true);
    let shell = shell.value_parser(clap::value_parser!(Shell)).hide_possible_values(true);
    Command::new("completions")
        .about("Print a completion script for a shell")
        .arg(shell.help("bash, elvish, fish, powershell or zsh"))
}

/// With the words that may follow a flag or a command. What the generators leave out of them is added.
pub(super) fn script(shell: Shell) -> Page {
    let mut tree = tree::command().mut_args(with_values);
    tree = tree.mut_subcommands(|command| command.mut_args(with_values));
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut tree, "b24-ping", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    Page(match shell {
        // The generator names a command whose name has a hyphen in two ways, and so never finds it.
        Shell::Bash => script.replace("b24__subcmd__ping", "b24__ping"),
        Shell::Fish => of_fish(&script),
        Shell::Elvish => of_elvish(&script),
        Shell::PowerShell => of_powershell(&script),
        _ => script,
    })
}

/// What may stand there; the parser leaves it to others.
fn with_values(arg: Arg) -> Arg {
    let words = match arg.get_id().as_str() {
        "reason" => words_behind("explain"),
        "code" => words_behind("scopes"),
        id => words_of(id),
    };
    if words.is_empty() { arg } else { arg.value_parser(PossibleValuesParser::new(words)) }
}

/// The values of an input, if they are words.
fn words_of(input: &str) -> Vec<&'static str> {
    let value = INPUTS.iter().find(|known| known.name == input).map_or("", |input| input.value);
    if value.contains('|') { value.split('|').collect() } else { Vec::new() }
}

/// The commands that a word follows.
const BEFORE_WORDS: [&str; 5] = ["explain", "scopes", "completions", "man", "help"];

fn words_behind(command: &str) -> Vec<&'static str> {
    match command {
        "explain" => Reason::ALL.map(Reason::id).to_vec(),
        "scopes" => scopes::codes().filter(|code| !code.starts_with('_')).collect(),
        "completions" => vec!["bash", "elvish", "fish", "powershell", "zsh"],
        "man" | "help" => pages::NAMES.to_vec(),
        _ => Vec::new(),
    }
}

/// Each flag and command with its words.
fn all_words() -> Vec<(String, Vec<&'static str>)> {
    let inputs = INPUTS.iter().map(|input| (format!("--{}", input.name), words_of(input.name)));
    let format = ("--format".to_owned(), vec!["text", "json", "yaml"]);
    let commands = BEFORE_WORDS.map(|command| (command.to_owned(), words_behind(command)));
    inputs.filter(|(_, words)| !words.is_empty()).chain([format]).chain(commands).collect()
}

fn of_fish(script: &str) -> String {
    // A flag before the command that still lacks its value is no reason to know nothing.
    let script = script.replacen("2>/dev/null\n    or return\n", "2>/dev/null\n    or return 0\n", 1);

    let line = |command: &str| {
        let words = words_behind(command).join(" ");
        format!("complete -c b24-ping -n \"__fish_b24_ping_using_subcommand {command}\" -f -a \"{words}\"\n")
    };
    script + &BEFORE_WORDS.iter().map(|command| line(command)).collect::<String>()
}

fn of_elvish(script: &str) -> String {
    let values =
        all_words().into_iter().map(|(name, words)| format!("        &{name}=[{}]\n", words.join(" ")));
    let values = values.collect::<String>();
    let last = "    $completions[$command]\n";
    let first = format!(
        "    var values = [\n{values}    ]\n    if (and (> (count $words) 1) (has-key $values $words[-2])) {{\n        \
         all $values[$words[-2]]\n    }} else {{\n        $completions[$command]\n    }}\n"
    );
    script.replacen(last, &first, 1)
}

fn of_powershell(script: &str) -> String {
    let values =
        all_words().into_iter().map(|(name, words)| format!("        '{name}' = '{}'\n", words.join("', '")));
    let values = values.collect::<String>();
    let first = format!(
        "    $values = @{{\n{values}    }}\n    $words = @($commandElements | ForEach-Object {{ $_.Extent.Text }})\n    \
         $before = if ($wordToComplete) {{ $words[-2] }} else {{ $words[-1] }}\n    \
         if ($before -and $values.ContainsKey($before)) {{\n        \
         return $values[$before] | Where-Object {{ $_ -like \"$wordToComplete*\" }} |\n            \
         ForEach-Object {{ [CompletionResult]::new($_, $_, [CompletionResultType]::ParameterValue, $_) }}\n    }}\n\n"
    );
    let place = "    $completions = @(switch ($command) {\n";
    script.replacen(place, &(first + place), 1)
}

//! What a hook's owner may do beyond its scopes, and the call that proves it. `README.md` beside it says where
//! `rights.tsv` comes from and what its columns mean.

use std::fmt;

use crate::scope::Scope;
use crate::text::near::nearest;
use crate::text::{Fragment, Text};

const TABLE: &str = include_str!("rights.tsv");

/// Stands for a type's number in the table.
const NUMBER: &str = "<number>";

/// Types of the CRM's items that have no right of their own name: quotes, invoices, and smart processes from here on.
const TYPES: ([u32; 2], u32) = ([7, 31], 128);

/// Types whose right has a name.
const NAMED: [(u32, &str); 4] = [(1, "crm.lead"), (2, "crm.deal"), (3, "crm.contact"), (4, "crm.company")];

/// One right of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Right {
    /// The line in the table.
    line: u8,
    /// The type's number; 0 for a right that is about no type.
    number: u32,
}

/// Why a text names no right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It is none of them; perhaps this one was meant.
    Unknown(Option<&'static str>),
    /// No type has this number, or the type's right has a name.
    Type(Option<&'static str>),
}

/// What an answer must be to prove the right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A list.
    List,
    /// A map with this member.
    Member(&'static str),
}

impl Right {
    /// By the name that a policy gives it.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Unfit> {
        if let Some(line) = rows().position(|row| row.name == text && !row.name.ends_with(NUMBER)) {
            return Ok(Self { line: small(line), number: 0 });
        }
        let of_types = rows().enumerate().find_map(|(line, row)| {
            let digits = text.strip_prefix(row.name.strip_suffix(NUMBER)?)?;
            let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            is_number.then_some((line, digits))
        });
        let Some((line, digits)) = of_types else {
            let of_types = rows().filter_map(|row| row.name.strip_suffix(NUMBER));
            // `crm.type`, or `crm.type.<number>` as it stands in the list.
            if of_types.map(|of_type| of_type.trim_end_matches('.')).any(|of_type| text.starts_with(of_type))
            {
                return Err(Unfit::Type(None));
            }
            return Err(Unfit::Unknown(nearest(text, names())));
        };
        let number = digits.parse().ok().filter(|_| !digits.starts_with('0') && digits.len() < 10);
        match number {
            Some(number) if number >= TYPES.1 || TYPES.0.contains(&number) => {
                Ok(Self { line: small(line), number })
            }
            _ => Err(Unfit::Type(
                NAMED.iter().find(|(named, _)| Some(*named) == number).map(|(_, name)| *name),
            )),
        }
    }

    /// The scope without which it is of no use.
    ///
    /// # Panics
    ///
    /// Never: the tests look at every line of the table.
    #[must_use]
    pub fn scope(self) -> Scope {
        Scope::parse(self.row().scope).expect("a scope in the table")
    }

    /// The method that proves it.
    #[must_use]
    pub(crate) fn method(self) -> &'static str {
        self.row().method
    }

    /// The call that proves it, as a batch wants it: it only reads, and no row fits its filter.
    #[must_use]
    pub(crate) fn call(self) -> String {
        let row = self.row();
        if row.parameters.is_empty() {
            return row.method.to_owned();
        }
        let parameters = row.parameters.replace(NUMBER, &self.number.to_string());
        format!("{}?{parameters}", row.method)
    }

    /// What answer proves it.
    #[must_use]
    pub(crate) fn proof(self) -> Form {
        match self.row().proof.split('|').next().unwrap_or_default() {
            "list" => Form::List,
            member => Form::Member(member),
        }
    }

    /// An error's code that proves it as well: the portal finds nothing to read, after it has looked at the right.
    #[must_use]
    pub(crate) fn is_proved_by(self, code: &str) -> bool {
        self.row().proof.split('|').skip(1).any(|other| other == code)
    }

    /// Whether it is about one type of the CRM's items, which a portal may not have.
    #[must_use]
    pub(crate) fn is_of_a_type(self) -> bool {
        self.number > 0
    }

    /// What its owner may do, behind "may".
    #[must_use]
    pub(crate) fn may(self) -> &'static str {
        self.row().may
    }

    /// Who can grant it, and where on the portal.
    #[must_use]
    pub(crate) fn grant(self) -> &'static str {
        self.row().grant
    }

    fn row(self) -> Row {
        rows().nth(self.line.into()).expect("a line of the table")
    }
}

impl fmt::Display for Right {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.row().name.strip_suffix(NUMBER) {
            Some(prefix) => write!(f, "{prefix}{}", self.number),
            None => f.write_str(self.row().name),
        }
    }
}

impl Fragment for Right {
    fn append_to(&self, text: &mut Text) {
        self.text().append_to(text);
    }
}

impl Right {
    /// Its name as a text.
    #[must_use]
    pub(crate) fn text(self) -> Text {
        Text::theirs(self.to_string())
    }
}

/// Every name, with `<number>` for a type's.
pub fn names() -> impl Iterator<Item = &'static str> {
    rows().map(|row| row.name)
}

/// Every name, and what it lets its owner do.
pub(crate) fn meanings() -> impl Iterator<Item = (&'static str, &'static str)> {
    rows().map(|row| (row.name, row.may))
}

struct Row {
    name: &'static str,
    scope: &'static str,
    method: &'static str,
    parameters: &'static str,
    proof: &'static str,
    may: &'static str,
    grant: &'static str,
}

fn rows() -> impl Iterator<Item = Row> {
    TABLE.lines().skip(1).map(|line| {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or_default();
        Row {
            name: cell(),
            scope: cell(),
            method: cell(),
            parameters: cell(),
            proof: cell(),
            may: cell(),
            grant: cell(),
        }
    })
}

fn small(line: usize) -> u8 {
    u8::try_from(line).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests;

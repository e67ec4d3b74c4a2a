//! What is known about Bitrix24, as tables: its methods with the scopes that they need, and its scopes.

pub(crate) mod methods;
pub(crate) mod scopes;

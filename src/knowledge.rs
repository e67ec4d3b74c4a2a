//! Tables about Bitrix24: methods with their scopes, and scopes.

pub(crate) mod methods;
pub(crate) mod scopes;

//! b24-ping: says, in a pipeline, whether a Bitrix24 inbound webhook can be relied on.

pub mod facts;
pub mod failure;
pub mod hook;
pub mod host;
pub mod inputs;
pub mod ledger;
pub mod outcome;
pub mod policy;
pub mod portal;
pub mod quote;
pub mod reason;
pub mod scope;
pub mod settings;
pub mod verdict;
pub mod world;

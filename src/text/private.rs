//! What gives away a host or a name.

use crate::knowledge;

/// The whole, the host in it with and without a port, and the words of a name. Words of Bitrix24's own, such as `crm` or
/// `list`, tell nothing of anybody, and reports are full of them.
pub(super) fn words_of(private: &str) -> Vec<String> {
    let behind = private.split_once("://").map_or(private, |(_, rest)| rest);
    let host = behind.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let port = host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok());
    let bare = port.map(|(bare, _)| bare);
    let words = [private, host].into_iter().chain(bare).chain(private.split_whitespace());
    words.filter(|word| word.chars().count() > 1 && !knowledge::is_word(word)).map(str::to_owned).collect()
}

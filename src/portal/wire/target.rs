//! Where a redirect leads. Pure.

use crate::portal::failure::Target;

/// Where this `Location` leads from there. On the same host the server in front is at fault, and nothing has moved.
pub(super) fn of(from: &reqwest::Url, location: &str) -> Option<Target> {
    let to = from.join(location).ok()?;
    let name = |url: &reqwest::Url| Some(url.host_str()?.trim_end_matches('.').to_owned());
    let host = name(&to)?;
    let is_here = Some(&host) == name(from).as_ref();
    Some(match to.scheme() {
        "http" if is_here => Target::Http,
        _ if is_here && to.port_or_known_default() == from.port_or_known_default() => Target::Path,
        _ => Target::Host(to.port().map_or_else(|| host.clone(), |port| format!("{host}:{port}"))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_on_the_same_host_is_told_apart() {
        let other = |host: &str| Some(Target::Host(host.to_owned()));
        let table = [
            ("/auth/?backurl=%2F", Some(Target::Path)),
            ("profile.json/", Some(Target::Path)),
            ("?login=yes", Some(Target::Path)),
            ("//ACME.example./auth/", Some(Target::Path)),
            ("https://acme.example:443/rest/1/x/", Some(Target::Path)),
            ("http://acme.example/rest/1/x/", Some(Target::Http)),
            ("http://acme.example:8080/", Some(Target::Http)),
            ("https://acme.example:8443/", other("acme.example:8443")),
            ("/\u{432}\u{445}\u{43e}\u{434}/", Some(Target::Path)),
            ("/\u{fffd}\u{fffd}/", Some(Target::Path)),
            ("", Some(Target::Path)),
            ("https://www.acme.example/", other("www.acme.example")),
            ("http://other.example/", other("other.example")),
            ("https://%61cme.example/x", Some(Target::Path)),
            ("https://acme.example@evil.example/", other("evil.example")),
            (r"https://acme.example\@evil.example/", Some(Target::Path)),
            ("https://acme.example.evil.example/", other("acme.example.evil.example")),
            ("https://", None),
            ("mailto:x@acme.example", None),
        ];
        let from = reqwest::Url::parse("https://acme.example/rest/1/x/batch.json").unwrap();
        for (location, expected) in table {
            assert_eq!(of(&from, location), expected, "{location}");
        }
    }
}

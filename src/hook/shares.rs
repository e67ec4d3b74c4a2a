//! Distributes hooks over several machines. Pure.

use std::collections::BTreeMap;

use serde_json::json;

use crate::text::seal::Quote;

/// GitHub's limit of jobs in one matrix (GitHub's documentation, "Usage limits").
pub const MAX_SHARES: usize = 256;

/// For each share the indices of its hooks; `portals` has the portal of each hook. Hooks of one portal stay
/// together, since they share its budget of requests and two machines would spend it twice. No share is empty;
/// there are `most`, or fewer where there are fewer portals.
#[must_use]
pub fn shares<P: Ord>(portals: &[P], most: usize) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<&P, Vec<usize>> = BTreeMap::new();
    for (place, portal) in portals.iter().enumerate() {
        groups.entry(portal).or_default().push(place);
    }
    // Largest first, so that the small ones even out; equal ones in the order given.
    let mut groups = groups.into_values().collect::<Vec<_>>();
    groups.sort_by_key(|group| (std::cmp::Reverse(group.len()), group.first().copied()));
    let mut shares = vec![Vec::new(); most.min(groups.len())];
    for group in groups {
        // `min_by_key` keeps the first of equal ones.
        if let Some(least) = shares.iter_mut().min_by_key(|share: &&mut Vec<usize>| share.len()) {
            least.extend(group);
        }
    }
    for share in &mut shares {
        share.sort_unstable();
    }
    shares
}

/// The shares as a GitHub Actions matrix on one line: a number each, and the hook names as the input `only`
/// takes them.
#[must_use]
pub fn matrix(shares: &[Vec<Quote>]) -> String {
    let share = |(index, names): (usize, &Vec<Quote>)| {
        let names = names.iter().map(Quote::as_str).collect::<Vec<_>>();
        json!({ "share": format!("{}/{}", index + 1, shares.len()), "only": names.join(",") })
    };
    json!({ "include": shares.iter().enumerate().map(share).collect::<Vec<_>>() }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;
    use crate::text::redactor::Redactor;
    use crate::text::seal::Seal;

    #[test]
    fn portals_stay_whole_and_the_large_ones_go_first() {
        let portals = ["a", "b", "a", "c", "b", "a", "d"];
        assert_eq!(shares(&portals, 3), [vec![0, 2, 5], vec![1, 4], vec![3, 6]]);
        assert_eq!(shares(&portals, 2), [vec![0, 2, 5, 6], vec![1, 3, 4]]);
        assert_eq!(shares(&portals, 1), [vec![0, 1, 2, 3, 4, 5, 6]]);
    }

    #[test]
    fn no_share_is_empty() {
        assert_eq!(shares(&["a", "a"], 3), [vec![0, 1]]);
        assert_eq!(shares::<&str>(&[], 3), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn a_matrix_is_one_line() {
        let expected = r#"{"include":[{"only":"shop,crm","share":"1/2"},{"only":"wiki","share":"2/2"}]}"#;
        let shares = vec![vec!["shop", "crm"], vec!["wiki"]];
        let shares = shares.into_iter().map(|names| names.into_iter().map(Text::theirs).collect::<Vec<_>>());
        assert_eq!(matrix(&shares.collect::<Vec<_>>().seal(&Redactor::default())), expected);
    }
}

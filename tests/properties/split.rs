//! However many hooks of however many portals: no hook is forgotten or checked twice, and no portal is asked by two
//! machines.

use std::collections::BTreeSet;

use b24_ping::testing::{MAX_SHARES, shares};
use proptest::prelude::*;

use super::{config, vec};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn each_hook_is_in_one_share_and_each_portal_too(
        portals in vec(0_u16..40, 0..120),
        most in 1..=MAX_SHARES,
    ) {
        let shares = shares(&portals, most);
        let mut places = shares.concat();
        places.sort_unstable();
        prop_assert_eq!(places, (0..portals.len()).collect::<Vec<_>>());

        let of = |share: &Vec<usize>| share.iter().map(|place| portals[*place]).collect::<BTreeSet<_>>();
        let distinct = portals.iter().collect::<BTreeSet<_>>().len();
        prop_assert_eq!(shares.iter().map(|share| of(share).len()).sum::<usize>(), distinct);
        prop_assert_eq!(shares.len(), most.min(distinct));
        prop_assert!(shares.iter().all(|share| !share.is_empty() && share.is_sorted()));
    }

    /// A share that is larger than another can give nothing away: its smallest portal is no smaller than the gap.
    #[test]
    fn shares_are_even_as_far_as_portals_allow(portals in vec(0_u16..40, 1..120), most in 1_usize..9) {
        let shares = shares(&portals, most);
        let least = shares.iter().map(Vec::len).min().unwrap_or_default();
        for share in &shares {
            let size = |portal: u16| portals.iter().filter(|other| **other == portal).count();
            let smallest = share.iter().map(|place| size(portals[*place])).min().unwrap_or_default();
            prop_assert!(share.len() - least <= smallest);
        }
    }

    #[test]
    fn the_same_list_is_shared_out_alike(portals in vec(0_u16..9, 0..60), most in 1_usize..9) {
        prop_assert_eq!(shares(&portals, most), shares(&portals, most));
    }
}

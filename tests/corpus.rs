//! Every kept input of the fuzz targets, through the same oracles, on any compiler. `fuzz/corpus` is what they
//! grow from, `fuzz/crashes` what once went wrong.
#![allow(clippy::disallowed_methods, reason = "tests are outside of the doors")]

use std::fs;
use std::path::Path;

#[path = "../fuzz/oracles/mod.rs"]
pub mod oracles;

use oracles::sinks::Sinks;

/// Hands over every file of a target.
fn replay(target: &str, check: fn(&[u8], Sinks)) {
    let mut replayed = 0;
    for kind in ["corpus", "crashes"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(kind).join(target);
        let Ok(files) = fs::read_dir(&folder) else { continue };
        let mut files = files.map(|file| file.unwrap().path()).collect::<Vec<_>>();
        files.sort();
        for file in files {
            let bytes = fs::read(&file).unwrap();
            let replayed_well = std::panic::catch_unwind(|| check(&bytes, Sinks::All)).is_ok();
            assert!(replayed_well, "what is said above is about {}", file.display());
            replayed += 1;
        }
    }
    assert!(replayed > 0, "nothing is kept of {target}");
}

macro_rules! targets {
    ($($target:ident),*) => {
        $(#[test]
        fn $target() {
            replay(stringify!($target), oracles::$target::check);
        })*
    };
}

targets!(answer, commands, hook, policy, report, retry_after, scan);

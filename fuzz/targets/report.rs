#![no_main]

use oracles::sinks::Sinks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| oracles::report::check(bytes, Sinks::of(bytes)));

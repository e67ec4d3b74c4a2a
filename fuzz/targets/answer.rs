#![no_main]

use oracles::sinks::Sinks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| oracles::answer::check(bytes, Sinks::of(bytes)));

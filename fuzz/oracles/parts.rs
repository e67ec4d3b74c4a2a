//! One input, several texts: they stand between lines of `%%`, so that a corpus can be written by hand.

/// The texts of an input; those that are not there are empty.
#[must_use]
pub fn of<const N: usize>(bytes: &[u8]) -> [Vec<u8>; N] {
    let mut parts = vec![Vec::new()];
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if line.trim_ascii_end() == b"%%" && parts.len() < N {
            parts.push(Vec::new());
        } else if let Some(part) = parts.last_mut() {
            part.extend_from_slice(line);
        }
    }
    parts.resize(N, Vec::new());
    parts.try_into().unwrap_or_else(|_| unreachable!("it was given this length"))
}

/// Bytes as a text, in the way in which the program reads what may be no UTF-8.
#[must_use]
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

//! A gzip bomb, made by hand: one blank, repeated by back references, before a little JSON.

/// How often 258 blanks are repeated: 256 MiB and a little.
const REPEATS: usize = 1_040_448;
/// What comes after the blanks.
const TAIL: &[u8] = br#"{"result":[]}"#;
/// The CRC-32 of everything unpacked, worked out beforehand.
const CRC: u32 = 0x3298_8c36;

/// One gzip member with a single deflate block in the fixed code.
pub(super) fn gzip() -> Vec<u8> {
    let mut bits = Bits { bytes: vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255], bit: 0 };
    bits.number(0b011, 3); // the last block, in the fixed code
    bits.literal(b' ');
    for _ in 0..REPEATS {
        bits.code(0b1100_0101, 8); // a copy of 258 bytes …
        bits.code(0, 5); // … from one byte back
    }
    for &byte in TAIL {
        bits.literal(byte);
    }
    bits.code(0, 7); // the end of the block
    let mut bytes = bits.bytes;
    bytes.extend_from_slice(&CRC.to_le_bytes());
    let length = u32::try_from(1 + REPEATS * 258 + TAIL.len()).expect("less than 4 GiB");
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes
}

/// Bits packed from the low end of each byte, as deflate wants them.
struct Bits {
    bytes: Vec<u8>,
    bit: u32,
}

impl Bits {
    fn push(&mut self, bit: u32) {
        if self.bit == 0 {
            self.bytes.push(0);
        }
        if bit & 1 == 1 {
            *self.bytes.last_mut().expect("just pushed") |= 1 << self.bit;
        }
        self.bit = (self.bit + 1) % 8;
    }

    /// A number: low bit first.
    fn number(&mut self, number: u32, width: u32) {
        (0..width).for_each(|at| self.push(number >> at));
    }

    /// A code word: high bit first.
    fn code(&mut self, word: u32, width: u32) {
        (0..width).rev().for_each(|at| self.push(word >> at));
    }

    /// A byte below 144, which the fixed code writes in eight bits.
    fn literal(&mut self, byte: u8) {
        self.code(0b0011_0000 + u32::from(byte), 8);
    }
}

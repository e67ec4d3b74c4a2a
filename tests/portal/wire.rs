//! One connection, below TLS.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;

use rustls::{ServerConnection, StreamOwned};

/// One connection, above TLS.
pub(super) type Secure = StreamOwned<ServerConnection, Wire>;

/// A connection whose last bytes stay in the kernel until the next ones are wanted.
///
/// A socket that is closed over unread bytes answers with a reset. That is how this portal resets a connection
/// without any socket option: it drops the wire instead of hanging up.
pub(super) struct Wire {
    tcp: Arc<TcpStream>,
    peeked: usize,
}

impl Wire {
    pub(super) fn new(tcp: Arc<TcpStream>) -> Self {
        Self { tcp, peeked: 0 }
    }

    /// Waits for the first bytes of the other side and leaves them where they are.
    pub(super) fn knock(&mut self) -> io::Result<usize> {
        self.read(&mut [0; 16])
    }

    /// Takes whatever the other side still says, until it goes away.
    pub(super) fn outlast(&mut self) -> io::Result<()> {
        let mut ignored = [0; 4096];
        while self.read(&mut ignored)? > 0 {}
        Ok(())
    }

    /// Ends the connection without a reset: says that no more comes, and waits for the other side to go.
    pub(super) fn hang_up(&mut self) -> io::Result<()> {
        self.tcp.shutdown(Shutdown::Write)?;
        self.outlast()
    }

    fn settle(&mut self) -> io::Result<()> {
        io::copy(&mut (&*self.tcp).take(self.peeked as u64), &mut io::sink())?;
        self.peeked = 0;
        Ok(())
    }
}

impl Read for Wire {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.settle()?;
        self.peeked = self.tcp.peek(into)?;
        Ok(self.peeked)
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (&*self.tcp).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        (&*self.tcp).flush()
    }
}

/// Ends a TLS connection in good form.
pub(super) fn hang_up(mut secure: Secure) -> io::Result<()> {
    secure.conn.send_close_notify();
    secure.flush()?;
    secure.sock.hang_up()
}

/// Ends a connection whose TLS came to nothing, after the alert that says why: a reset would overtake it.
pub(super) fn refuse(mut secure: Secure) -> io::Result<()> {
    while secure.conn.wants_write() {
        secure.conn.write_tls(&mut secure.sock)?;
    }
    secure.sock.hang_up()
}

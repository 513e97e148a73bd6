//! Servers that refuse every connection.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// The first message of a server of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusing {
    /// PostgreSQL: it asks for the password as it is, and says that it is wrong.
    Postgres,
    /// MySQL: it sends its greeting, and says that the password is wrong.
    Mysql,
}

impl Refusing {
    /// Starts a server, which stops with the process, and returns its port.
    ///
    /// # Errors
    ///
    /// The system's error for the port.
    pub fn start(self) -> io::Result<u16> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                // A client that disconnects early is no error.
                drop(match self {
                    Refusing::Postgres => postgres(client),
                    Refusing::Mysql => mysql(client),
                });
            }
        });
        Ok(port)
    }
}

/// The code with which a client asks for TLS.
const WANTS_TLS: [u8; 4] = [0x04, 0xd2, 0x16, 0x2f];

fn postgres(mut client: TcpStream) -> io::Result<()> {
    let mut startup = message(&mut client)?;
    if startup.starts_with(&WANTS_TLS) {
        client.write_all(b"N")?;
        startup = message(&mut client)?;
    }
    drop(startup);
    // The password in clear text, please.
    client.write_all(&[b'R', 0, 0, 0, 8, 0, 0, 0, 3])?;
    let mut kind = [0];
    client.read_exact(&mut kind)?;
    message(&mut client)?;
    let fields = b"SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user \"ada\"\0\0";
    let length = u32::try_from(fields.len() + 4).unwrap_or_default();
    client.write_all(b"E")?;
    client.write_all(&length.to_be_bytes())?;
    client.write_all(fields)?;
    client.flush()
}

/// A message without its length.
fn message(client: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    client.read_exact(&mut length)?;
    let length = u32::from_be_bytes(length).saturating_sub(4);
    let mut body = vec![0; usize::try_from(length).unwrap_or_default()];
    client.read_exact(&mut body)?;
    Ok(body)
}

fn mysql(mut client: TcpStream) -> io::Result<()> {
    let mut greeting = vec![10];
    greeting.extend(b"9.4.0\0");
    greeting.extend(7u32.to_le_bytes());
    greeting.extend(b"abcdefgh\0");
    // Long passwords, the protocol since 4.1, a database, secure connections, plugins; no TLS.
    let capabilities: u32 = 0x0000_0001 | 0x0000_0200 | 0x0000_0008 | 0x0000_8000 | 0x0008_0000;
    let [low, more, high, highest] = capabilities.to_le_bytes();
    greeting.extend([low, more, 45, 2, 0, high, highest, 21]);
    greeting.extend([0; 10]);
    greeting.extend(b"ijklmnopqrst\0mysql_native_password\0");
    packet(&mut client, 0, &greeting)?;
    let mut head = [0; 4];
    client.read_exact(&mut head)?;
    let length = u32::from_le_bytes([head[0], head[1], head[2], 0]);
    let mut body = vec![0; usize::try_from(length).unwrap_or_default()];
    client.read_exact(&mut body)?;
    let mut error = vec![0xff];
    error.extend(1045u16.to_le_bytes());
    error.extend(b"#28000Access denied for user 'ada'@'localhost' (using password: YES)");
    packet(&mut client, head[3].wrapping_add(1), &error)
}

fn packet(client: &mut TcpStream, number: u8, body: &[u8]) -> io::Result<()> {
    let length = u32::try_from(body.len()).unwrap_or_default();
    let [low, middle, high, _] = length.to_le_bytes();
    client.write_all(&[low, middle, high, number])?;
    client.write_all(body)?;
    client.flush()
}

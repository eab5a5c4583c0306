//! As much of HTTP/1.1 as it takes to ask a server on this machine.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::Duration,
};

use super::request::Request;

/// A connection that is kept open.
pub(super) struct Connection {
    port: u16,
    stream: BufReader<TcpStream>,
}

/// What the server says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: String,
}

impl Connection {
    /// A connection to a port of this machine; `None` when nothing listens there.
    pub(super) fn open(port: u16) -> Option<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .unwrap();
        stream.set_nodelay(true).unwrap();
        Some(Self {
            port,
            stream: BufReader::new(stream),
        })
    }

    /// The answer to a request; what it changes is undone by the server.
    pub(super) fn ask(&mut self, request: &Request) -> Answer {
        let text = written(request);
        if let Some(answer) = self.exchange(&text) {
            return answer;
        }
        // A server may close a connection that it kept open.
        *self = Self::open(self.port).expect("the server still listens");
        self.exchange(&text).expect("the server answers")
    }

    fn exchange(&mut self, text: &str) -> Option<Answer> {
        self.stream.get_mut().write_all(text.as_bytes()).ok()?;
        let status = self.line()?.split(' ').nth(1)?.parse().ok()?;
        let mut length = 0;
        let mut is_chunked = false;
        loop {
            let line = self.line()?.to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(number) = line.strip_prefix("content-length:") {
                length = number.trim().parse().ok()?;
            }
            is_chunked |= line.starts_with("transfer-encoding:") && line.contains("chunked");
        }
        let has_body = status != 204 && status != 304;
        let body = match (has_body, is_chunked) {
            (false, _) => Vec::new(),
            (true, true) => self.chunks()?,
            (true, false) => self.bytes(length)?,
        };
        let body = String::from_utf8_lossy(&body).into_owned();
        Some(Answer { status, body })
    }

    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = self.stream.read_line(&mut line).ok()?;
        (read > 0).then(|| line.trim_end().to_owned())
    }

    fn bytes(&mut self, length: usize) -> Option<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.stream.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }

    fn chunks(&mut self) -> Option<Vec<u8>> {
        let mut all = Vec::new();
        loop {
            let length = usize::from_str_radix(&self.line()?, 16).ok()?;
            all.extend(self.bytes(length)?);
            self.line()?;
            if length == 0 {
                return Some(all);
            }
        }
    }
}

fn written(request: &Request) -> String {
    // What went wrong is not told to HEAD.
    let method = match request.method {
        "HEAD" => "GET",
        method => method,
    };
    let profile = match method {
        "GET" => "Accept-Profile",
        _ => "Content-Profile",
    };
    let mut prefer = request.prefer.clone();
    prefer.push("tx=rollback".to_owned());
    let mut text = format!(
        "{method} {} HTTP/1.1\r\nHost: 127.0.0.1\r\n{profile}: {}\r\nPrefer: {}\r\nAccept: {}\r\n",
        request.address,
        request.schema,
        prefer.join(", "),
        request.accept.unwrap_or("*/*"),
    );
    let body = request.body.as_deref().unwrap_or_default();
    if method != "GET" {
        text.push_str("Content-Type: application/json\r\n");
        text.push_str(&format!("Content-Length: {}\r\n", body.len()));
    }
    text.push_str("\r\n");
    if method != "GET" {
        text.push_str(body);
    }
    text
}

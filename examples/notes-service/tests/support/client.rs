//! An HTTP client that looks at what it gets.

use serde_json::Value;
use ureq::http::Response;
use ureq::{Agent, Body, Error};

/// Sends requests to one service.
pub struct Client {
    agent: Agent,
    address: String,
}

/// What came back.
pub struct Answer {
    pub status: u16,
    response: Response<Body>,
}

impl Client {
    pub fn new(address: &str) -> Client {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false);
        Client {
            agent: config.build().into(),
            address: address.to_owned(),
        }
    }

    pub fn get(&self, path: &str) -> Answer {
        Answer::from(self.agent.get(self.url(path)).call())
    }

    pub fn delete(&self, path: &str) -> Answer {
        Answer::from(self.agent.delete(self.url(path)).call())
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        Answer::from(self.agent.post(self.url(path)).send_json(body))
    }

    pub fn put(&self, path: &str, body: &Value) -> Answer {
        Answer::from(self.agent.put(self.url(path)).send_json(body))
    }

    pub fn post_text(&self, path: &str, content_type: &str, body: &str) -> Answer {
        let request = self.agent.post(self.url(path));
        Answer::from(request.content_type(content_type).send(body))
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

impl From<Result<Response<Body>, Error>> for Answer {
    fn from(response: Result<Response<Body>, Error>) -> Answer {
        let response = response.expect("an answer");
        Answer {
            status: response.status().as_u16(),
            response,
        }
    }
}

impl Answer {
    /// The JSON that came with this status.
    pub fn json(self, status: u16) -> Value {
        let text = self.text(status, "application/json");
        serde_json::from_str(&text).expect("JSON")
    }

    /// The page that came with this status.
    pub fn html(self, status: u16) -> String {
        self.text(status, "text/html; charset=utf-8")
    }

    /// That this status came with nothing else.
    pub fn nothing(self, status: u16) {
        assert_eq!(self.text(status, ""), "");
    }

    /// A header; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        let value = self.response.headers().get(name);
        value.map_or("", |value| value.to_str().expect("a text"))
    }

    fn text(mut self, status: u16, content_type: &str) -> String {
        let text = self.response.body_mut().read_to_string().expect("a body");
        assert_eq!(self.status, status, "{text}");
        assert_eq!(self.header("content-type"), content_type, "{text}");
        text
    }
}

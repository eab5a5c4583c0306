//! Methods of clients, builders, strings and functions.

use std::rc::Rc;

use crate::{access::Reason, facts::CallId};

use super::{
    component,
    evaluate::{Evaluator, Reach},
    library::schema_of,
    packages,
    value::{At, Client, Found, Set, What, one},
};

impl Evaluator<'_> {
    pub(super) fn method_call(
        &mut self,
        receiver: &Found,
        name: &str,
        call: At<CallId>,
        reach: Reach,
    ) -> Set {
        match &receiver.what {
            What::Client(client) => self.client_method(receiver, client, name, call, reach),
            What::Channel(_) => one(receiver.clone()),
            What::Storage(_) if name == "from" => one(receiver.becoming(What::Builder(call))),
            What::Storage(_) | What::EdgeFunctions(_) => one(Found::unknown(Reason::External)),
            What::Builder(_) if packages::is_promise_method(name) => {
                let callbacks = self.argument_of(call, 0, reach);
                let result = self.returned_by(&callbacks, reach);
                match result.iter().any(Found::is_known) && name == "then" {
                    true => result,
                    false => one(receiver.clone()),
                }
            }
            // What a name that is no method of a builder gives is part of an answer.
            What::Builder(_) if packages::is_builder_method(name) => one(receiver.clone()),
            What::Builder(_) => one(Found::unknown(Reason::Computed)),
            What::Text(text) => self.text_method(receiver, text, name, call, reach),
            What::Array(_) | What::Elements(_) | What::Entries(_) => {
                self.array_method(receiver, name, call, reach)
            }
            What::Function { at, this } => match name {
                "bind" => one(receiver.clone()),
                "call" => {
                    let frame = self.enter(*at, call, *this);
                    self.returns(*at, frame, reach)
                }
                _ => one(Found::unknown(Reason::Computed)),
            },
            What::Method { .. } if name == "bind" => one(receiver.clone()),
            What::Object(_) if name == component::STORE => one(receiver.clone()),
            _ => one(Found::unknown(Reason::Computed)),
        }
    }

    fn client_method(
        &mut self,
        receiver: &Found,
        client: &Client,
        name: &str,
        call: At<CallId>,
        reach: Reach,
    ) -> Set {
        match name {
            "from" | "rpc" => one(receiver.becoming(What::Builder(call))),
            "schema" => {
                let set = self.argument_of(call, 0, reach);
                one(receiver.becoming(What::Client(Client {
                    schema: schema_of(&set),
                    ..client.clone()
                })))
            }
            "channel" => one(receiver.becoming(What::Channel(client.evidence))),
            // `.setAuth(…)`, `.headers(…)` of a client return it again.
            "setAuth" | "auth" => one(receiver.clone()),
            "then" => {
                let callbacks = self.argument_of(call, 0, reach);
                self.returned_by(&callbacks, reach)
            }
            "catch" | "finally" => one(receiver.clone()),
            _ => one(Found::unknown(Reason::External)),
        }
    }

    fn text_method(
        &mut self,
        receiver: &Found,
        text: &str,
        name: &str,
        call: At<CallId>,
        reach: Reach,
    ) -> Set {
        let changed = match name {
            "trim" | "toString" | "valueOf" | "normalize" => text.trim().to_owned(),
            "toLowerCase" | "toLocaleLowerCase" => text.to_lowercase(),
            "toUpperCase" | "toLocaleUpperCase" => text.to_uppercase(),
            "split" => {
                let separators = self.argument_of(call, 0, reach);
                let parts: Vec<Found> = match separators.first().map(|found| &found.what) {
                    Some(What::Text(separator)) if !separator.is_empty() => text
                        .split(&**separator)
                        .map(|part| receiver.becoming(What::Text(Rc::from(part))))
                        .collect(),
                    _ => return one(Found::unknown(Reason::Computed)),
                };
                return one(Found::new(What::Elements(Rc::from(parts))));
            }
            _ => return one(Found::unknown(Reason::Computed)),
        };
        one(receiver.becoming(What::Text(Rc::from(changed))))
    }
}

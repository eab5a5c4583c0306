//! Row security policies.

use super::{
    Reader,
    naming::cut,
    program::children,
    value::{Chain, Expression, Value},
};
use crate::schema::catalog::{
    Catalog,
    trigger::{Policy, PolicyCommand},
};

impl<'t> Reader<'t> {
    /// `pgPolicy("name", { as, for, to, using, withCheck })`
    pub(super) fn policy(&self, chain: &Chain<'t>) -> Option<Policy> {
        let name = self.program.string(chain.arguments.first()?)?;
        let options = chain.arguments.get(1);
        let option = |name: &str| self.named(options?, name);
        let word = |name: &str| self.program.string(&option(name)?);
        let mut roles = match option("to") {
            Some(to) => self.roles(&to),
            None => Vec::new(),
        };
        if roles.is_empty() {
            roles.push("public".to_owned());
        }
        roles.sort();
        Some(Policy {
            name: cut(name),
            permissive: word("as").as_deref() != Some("restrictive"),
            command: match word("for").as_deref() {
                Some("select") => PolicyCommand::Select,
                Some("insert") => PolicyCommand::Insert,
                Some("update") => PolicyCommand::Update,
                Some("delete") => PolicyCommand::Delete,
                Some(_) | None => PolicyCommand::All,
            },
            roles,
            using_expression: option("using").and_then(|sql| self.sql(&sql)),
            with_check: option("withCheck").and_then(|sql| self.sql(&sql)),
            origin: self.origin(&chain.base),
        })
    }

    /// `pgPolicy("name", { … }).link(table)`
    pub(super) fn linked_policy(&self, chain: &Chain<'t>, catalog: &mut Catalog) {
        let mut links = chain.links.iter();
        let Some(link) = links.find(|link| link.name == "link") else {
            return;
        };
        let table = link.arguments.first().and_then(|table| self.table(table));
        let relation = table.and_then(|table| {
            let mut relations = catalog.relations.iter_mut();
            relations.find(|relation| relation.key() == (&table.schema, &table.name))
        });
        if let Some(relation) = relation {
            relation.row_security = true;
            relation.policies.extend(self.policy(chain));
        }
    }

    /// The names of one role or of several.
    fn roles(&self, to: &Expression<'t>) -> Vec<String> {
        let Value::Expression(value) = self.program.value(to) else {
            return self.role(to).into_iter().collect();
        };
        if value.node.kind() != "array" {
            return self.role(to).into_iter().collect();
        }
        let roles = children(value.node).into_iter();
        roles
            .filter_map(|role| self.role(&value.at(role)))
            .collect()
    }

    fn role(&self, role: &Expression<'t>) -> Option<String> {
        match self.program.value(role) {
            Value::Library {
                module: "drizzle-orm/supabase" | "drizzle-orm/neon",
                name,
            } => match name {
                "anonRole" => Some("anon".to_owned()),
                "authenticatedRole" => Some("authenticated".to_owned()),
                "serviceRole" => Some("service_role".to_owned()),
                "postgresRole" => Some("postgres".to_owned()),
                "supabaseAuthAdminRole" => Some("supabase_auth_admin".to_owned()),
                "anonymousRole" => Some("anonymous".to_owned()),
                _ => None,
            },
            Value::Expression(value) if value.node.kind() == "call_expression" => {
                let chain = self.program.chain(&value)?;
                let is_role = self.is_pg(&chain.base, "pgRole");
                self.program
                    .string(chain.arguments.first().filter(|_| is_role)?)
            }
            Value::Expression(value) => self.program.string(&value),
            Value::Library { .. }
            | Value::Package(_)
            | Value::Module(_)
            | Value::Builders
            | Value::Own
            | Value::Nothing
            | Value::Unknown => None,
        }
    }
}

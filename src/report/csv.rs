//! One line for each access, for spreadsheets (RFC 4180, but with line feeds).

use std::{borrow::Cow, io};

use crate::{
    access::{Access, Reason, SchemaRef, TargetKind},
    map::{self, dynamic_reason},
    operation::Operation,
    report::Report,
};

const HEADER: &str =
    "file,line,column,table,schema,operation,certainty,function,api,reason,kind,wrapper";

/// Writes all accesses, the call sites inside wrappers too; those say `yes` under `wrapper`.
///
/// A name, schema or operation that is not known is empty, an unknown schema `?`. The name of a
/// routine, bucket or edge function stands under `table` as well: `kind` tells them apart.
///
/// # Errors
///
/// Fails when `out` does.
pub fn write(report: &Report<'_>, mut out: impl io::Write) -> io::Result<()> {
    writeln!(out, "{HEADER}")?;
    for access in report.accesses() {
        write_access(report, access, &mut out)?;
    }
    Ok(())
}

fn write_access(report: &Report<'_>, access: &Access, out: &mut impl io::Write) -> io::Result<()> {
    let position = report.position(access.file, access.method_span);
    let schema = match &access.target.schema {
        SchemaRef::Default => "",
        SchemaRef::Named(schema) => schema,
        SchemaRef::Unknown => "?",
    };
    let (line, column) = (position.line.to_string(), position.column.to_string());
    let fields = [
        report.file(access.file).path.as_str(),
        &line,
        &column,
        access.target.name.as_deref().unwrap_or_default(),
        schema,
        access.operation.map_or("", Operation::as_str),
        access.certainty.as_str(),
        map::unit_name(access),
        access.api.as_str(),
        dynamic_reason(access).map_or("", Reason::as_str),
        kind(access.target.kind),
        if access.wrapper { "yes" } else { "" },
    ];
    writeln!(out, "{}", fields.map(quoted).join(","))
}

fn kind(kind: TargetKind) -> &'static str {
    match kind {
        TargetKind::Relation => "table",
        TargetKind::Routine => "routine",
        TargetKind::Bucket => "bucket",
        TargetKind::EdgeFunction => "edge_function",
    }
}

/// The field, in quotes when it needs them.
fn quoted(field: &str) -> Cow<'_, str> {
    if field.contains([',', '"', '\n', '\r']) {
        Cow::Owned(format!("\"{}\"", field.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(field)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::{report::tests::analysis, survey::Survey};

    use super::*;

    #[test]
    fn every_access_is_a_line() {
        let (sources, analysis) = analysis();
        let mut out = Vec::new();
        write(
            &Report::new(&Survey::of_code(&sources, &analysis)),
            &mut out,
        )
        .unwrap();
        expect![[r#"
            file,line,column,table,schema,operation,certainty,function,api,reason,kind,wrapper
            src/posts.ts,5,12,posts,,select,literal,list,supabase,,table,
            src/posts.ts,10,8,posts,,upsert,constant,PostStore.save,supabase,,table,
            src/posts.ts,16,19,drafts,,delete,one_of,drop,supabase,,table,
            src/posts.ts,16,19,posts,,delete,one_of,drop,supabase,,table,
            src/posts.ts,20,19,,,select,dynamic,fetchAll,supabase,parameter,table,yes
            src/posts.ts,23,7,authors,,select,passed,(module),supabase,,table,
            src/posts.ts,24,16,increment,,call,literal,(module),supabase,,routine,
            src/posts.ts,25,32,events,audit,insert,literal,(module),supabase,,table,
            src/posts.ts,26,24,avatars,,,literal,(module),supabase,,bucket,
            src/posts.ts,27,26,send-email,,call,literal,(module),supabase,,edge_function,
            src/posts.ts,28,23,posts,,subscribe,literal,(module),supabase,,table,
            src/posts.ts,29,38,,,select,dynamic,report,supabase,request,table,
        "#]]
        .assert_eq(&String::from_utf8(out).unwrap());
    }

    #[test]
    fn separators_and_quotes_are_quoted() {
        assert_eq!(quoted("plain"), "plain");
        assert_eq!(quoted("a,b"), "\"a,b\"");
        assert_eq!(quoted("say \"a\"\n"), "\"say \"\"a\"\"\n\"");
    }
}

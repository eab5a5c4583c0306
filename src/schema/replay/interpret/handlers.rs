//! Names of conditions.

/// Conditions by name, with their SQLSTATE: Postgres' appendix A, as far as statements that
/// define things raise them.
const CONDITIONS: &[(&str, &str)] = &[
    ("ambiguous_alias", "42P09"),
    ("ambiguous_column", "42702"),
    ("ambiguous_function", "42725"),
    ("ambiguous_parameter", "42P08"),
    ("array_subscript_error", "2202E"),
    ("assert_failure", "P0004"),
    ("cannot_coerce", "42846"),
    ("cardinality_violation", "21000"),
    ("case_not_found", "20000"),
    ("character_not_in_repertoire", "22021"),
    ("check_violation", "23514"),
    ("collation_mismatch", "42P21"),
    ("configuration_limit_exceeded", "53400"),
    ("data_exception", "22000"),
    ("datatype_mismatch", "42804"),
    ("datetime_field_overflow", "22008"),
    ("deadlock_detected", "40P01"),
    ("dependent_objects_still_exist", "2BP01"),
    ("dependent_privilege_descriptors_still_exist", "2B000"),
    ("division_by_zero", "22012"),
    ("duplicate_alias", "42712"),
    ("duplicate_column", "42701"),
    ("duplicate_cursor", "42P03"),
    ("duplicate_database", "42P04"),
    ("duplicate_file", "58P02"),
    ("duplicate_function", "42723"),
    ("duplicate_object", "42710"),
    ("duplicate_prepared_statement", "42P05"),
    ("duplicate_schema", "42P06"),
    ("duplicate_table", "42P07"),
    ("exclusion_violation", "23P01"),
    ("external_routine_exception", "38000"),
    ("feature_not_supported", "0A000"),
    ("foreign_key_violation", "23503"),
    ("grouping_error", "42803"),
    ("in_failed_sql_transaction", "25P02"),
    ("indeterminate_collation", "42P22"),
    ("indeterminate_datatype", "42P18"),
    ("insufficient_privilege", "42501"),
    ("insufficient_resources", "53000"),
    ("integrity_constraint_violation", "23000"),
    ("internal_error", "XX000"),
    ("invalid_catalog_name", "3D000"),
    ("invalid_column_definition", "42611"),
    ("invalid_column_reference", "42P10"),
    ("invalid_cursor_definition", "42P11"),
    ("invalid_datetime_format", "22007"),
    ("invalid_foreign_key", "42830"),
    ("invalid_function_definition", "42P13"),
    ("invalid_grant_operation", "0LP01"),
    ("invalid_name", "42602"),
    ("invalid_object_definition", "42P17"),
    ("invalid_parameter_value", "22023"),
    ("invalid_recursion", "42P19"),
    ("invalid_regular_expression", "2201B"),
    ("invalid_schema_definition", "42P15"),
    ("invalid_schema_name", "3F000"),
    ("invalid_sql_statement_name", "26000"),
    ("invalid_table_definition", "42P16"),
    ("invalid_text_representation", "22P02"),
    ("invalid_transaction_state", "25000"),
    ("lock_not_available", "55P03"),
    ("name_too_long", "42622"),
    ("no_data", "02000"),
    ("no_data_found", "P0002"),
    ("not_null_violation", "23502"),
    ("null_value_not_allowed", "22004"),
    ("numeric_value_out_of_range", "22003"),
    ("object_in_use", "55006"),
    ("object_not_in_prerequisite_state", "55000"),
    ("operator_intervention", "57000"),
    ("plpgsql_error", "P0000"),
    ("program_limit_exceeded", "54000"),
    ("query_canceled", "57014"),
    ("raise_exception", "P0001"),
    ("reserved_name", "42939"),
    ("restrict_violation", "23001"),
    ("serialization_failure", "40001"),
    ("string_data_right_truncation", "22001"),
    ("syntax_error", "42601"),
    ("syntax_error_or_access_rule_violation", "42000"),
    ("system_error", "58000"),
    ("too_many_arguments", "54023"),
    ("too_many_columns", "54011"),
    ("too_many_rows", "P0003"),
    ("transaction_rollback", "40000"),
    ("undefined_column", "42703"),
    ("undefined_file", "58P01"),
    ("undefined_function", "42883"),
    ("undefined_object", "42704"),
    ("undefined_parameter", "42P02"),
    ("undefined_table", "42P01"),
    ("unique_violation", "23505"),
    ("unsafe_new_enum_value_usage", "55P04"),
    ("windowing_error", "42P20"),
    ("with_check_option_violation", "44000"),
    ("wrong_object_type", "42809"),
];

/// Whether one of the conditions of a handler is an error's.
pub(super) fn catches(conditions: &[impl AsRef<str>], sqlstate: &str) -> bool {
    conditions.iter().any(|condition| {
        let condition = condition.as_ref();
        let wanted = match condition {
            // Neither does `OTHERS` catch what ends the session.
            "others" => return !matches!(sqlstate, "57014" | "P0004"),
            _ => state_of(condition).unwrap_or(condition),
        };
        // A class is caught by its first two characters.
        wanted == sqlstate || wanted.ends_with("000") && wanted.get(..2) == sqlstate.get(..2)
    })
}

fn state_of(condition: &str) -> Option<&'static str> {
    let found = CONDITIONS.binary_search_by(|(name, _)| name.cmp(&condition));
    found.ok().map(|index| CONDITIONS[index].1)
}

/// The SQLSTATE of a condition, or that it is; `P0001` for any other.
pub(super) fn sqlstate(condition: &str) -> &'static str {
    let by_state = || {
        let found = CONDITIONS.iter().find(|(_, state)| *state == condition);
        found.map(|(_, state)| *state)
    };
    state_of(condition).or_else(by_state).unwrap_or("P0001")
}

#[cfg(test)]
mod tests {
    use super::{CONDITIONS, catches};

    #[test]
    fn conditions_are_found_by_name_code_and_class() {
        assert!(CONDITIONS.is_sorted_by_key(|(name, _)| *name));
        assert!(catches(&["duplicate_object"], "42710"));
        assert!(catches(&["42710"], "42710"));
        assert!(catches(&["others"], "42710"));
        assert!(catches(&["integrity_constraint_violation"], "23505"));
        assert!(!catches(&["undefined_table"], "42710"));
    }
}

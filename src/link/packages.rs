//! What is known of client packages and of the libraries that hand values on.

/// Packages whose factories make Supabase clients.
pub(super) fn is_client_package(package: &str) -> bool {
    package.starts_with("@supabase/")
        || package.starts_with("#supabase")
        || matches!(
            package,
            "@nuxtjs/supabase" | "@refinedev/supabase" | "supabase-js" | "supabase" | "@supabase"
        )
}

/// Whether calling (or `new`) this export of a client package gives a client.
pub(super) fn makes_client(export: &str) -> bool {
    matches!(
        export,
        "createClient"
            | "createServerClient"
            | "createBrowserClient"
            | "createPagesBrowserClient"
            | "createPagesServerClient"
            | "createRouteHandlerClient"
            | "createServerComponentClient"
            | "createServerActionClient"
            | "createMiddlewareClient"
            | "createMiddlewareSupabaseClient"
            | "createClientComponentClient"
            | "createBrowserSupabaseClient"
            | "createServerSupabaseClient"
            | "createSupabaseClient"
            | "createSupabaseLoadClient"
            | "createSupabaseServerClient"
            | "useSupabaseClient"
            | "useSupabaseAdmin"
            | "serverSupabaseClient"
            | "serverSupabaseServiceRole"
            | "SupabaseClient"
            | "PostgrestClient"
    )
}

/// Whether a value of this type of a client package is a client.
pub(super) fn is_client_type(name: &str) -> bool {
    matches!(
        name,
        "SupabaseClient" | "PostgrestClient" | "TypedSupabaseClient"
    )
}

/// Composables that Nuxt's Supabase module makes available without an import.
pub(super) fn is_auto_imported(name: &str) -> bool {
    matches!(
        name,
        "useSupabaseClient" | "serverSupabaseClient" | "serverSupabaseServiceRole"
    )
}

/// What a library function does with what it is given.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum HandsOn {
    /// Returns what its first argument returns: `useMemo(() => x)`.
    CallbackResult,
    /// Returns its first argument: `useCallback(f)`, `cache(f)`, `readonly(x)`.
    Argument,
    /// Returns its first argument, for anybody to write to: `reactive(x)`, `$state(x)`.
    Kept,
    /// Returns a box whose `current` or `value` is the first argument: `useRef(x)`, `ref(x)`.
    Boxed,
    /// Returns a box whose `value` is what the first argument returns: `computed(() => x)`.
    BoxedResult,
    /// Returns a pair whose first is the argument or what it returns: `useState(() => x)`.
    State,
    /// Makes a context whose default is the first argument.
    CreateContext,
    /// Reads the context given.
    UseContext,
    /// Makes a key to inject by.
    CreateKey,
    /// Reads what is provided under a key, or the one object of a class: `inject(key)`.
    Inject,
    /// Reads what the outlets of the program are given.
    OutletContext,
    /// Makes a store's function from its set-up or its options.
    DefineStore,
    /// Reads the properties of the component.
    Properties,
}

impl HandsOn {
    /// Whether the value comes from elsewhere in the program, so that a type argument describes it.
    pub(super) fn is_context(self) -> bool {
        match self {
            Self::UseContext | Self::Inject | Self::OutletContext | Self::Properties => true,
            Self::CallbackResult
            | Self::Argument
            | Self::Kept
            | Self::Boxed
            | Self::BoxedResult
            | Self::State
            | Self::CreateContext
            | Self::CreateKey
            | Self::DefineStore => false,
        }
    }
}

/// What a function of a library hands on, by its name; most names are used by one library alone.
pub(super) fn hands_on(export: &str) -> Option<HandsOn> {
    Some(match export {
        "useMemo"
        | "once"
        | "lazy"
        | "singleton"
        | "createSharedComposable"
        | "createGlobalState" => HandsOn::CallbackResult,
        "useCallback" | "cache" | "memo" | "memoize" | "forwardRef" | "readonly" | "markRaw"
        | "toRaw" | "unref" | "toRef" | "toValue" | "observer" | "useConst"
        | "defineEventHandler" | "$derived" | "withDefaults" | "storeToRefs" => HandsOn::Argument,
        "reactive" | "shallowReactive" | "$state" => HandsOn::Kept,
        "signal" | "linkedSignal" | "writable" | "readable" | "BehaviorSubject" | "useRef"
        | "createRef" | "ref" | "shallowRef" | "toRefs" => HandsOn::Boxed,
        "computed" | "asyncComputed" => HandsOn::BoxedResult,
        "useState" | "createSignal" => HandsOn::State,
        "createContext" => HandsOn::CreateContext,
        "useContext" | "use" => HandsOn::UseContext,
        "InjectionToken" => HandsOn::CreateKey,
        "inject" | "getContext" => HandsOn::Inject,
        "useOutletContext" => HandsOn::OutletContext,
        "defineStore" => HandsOn::DefineStore,
        "defineProps" | "$props" => HandsOn::Properties,
        _ => return None,
    })
}

/// Whether a library function with a class as its first argument gives an object of that class:
/// containers of dependencies.
pub(super) fn is_container_method(export: &str) -> bool {
    matches!(
        export,
        "inject" | "resolve" | "get" | "getInstance" | "resolveSync"
    )
}

/// Packages that build queries with a `from` of their own.
pub(super) fn has_own_from(package: &str) -> bool {
    const PACKAGES: [&str; 12] = [
        "knex",
        "drizzle",
        "kysely",
        "objection",
        "typeorm",
        "sequelize",
        "mongoose",
        "slonik",
        "squel",
        "rxjs",
        "@mikro-orm",
        "massive",
    ];
    PACKAGES.iter().any(|known| package.starts_with(known))
}

/// Methods of a query builder of postgrest-js, verbs included.
pub(super) fn is_builder_method(name: &str) -> bool {
    crate::operation::Operation::of_verb(name).is_some()
        || is_filter(name)
        || TRANSFORMS.contains(&name)
}

/// Methods that narrow the rows.
pub(super) fn is_filter(name: &str) -> bool {
    filter_name(name).is_some() || matches!(name, "match" | "matches" | "or")
}

/// A method of a query builder of postgrest-js, by its name.
pub(super) fn builder_method(name: &str) -> Option<&'static str> {
    const VERBS: [&str; 7] = [
        "select", "insert", "upsert", "update", "delete", "match", "or",
    ];
    let others = || VERBS.iter().chain(&TRANSFORMS).copied();
    filter_name(name).or_else(|| others().find(|method| *method == name))
}

/// Methods that shape the answer.
const TRANSFORMS: [&str; 16] = [
    "order",
    "limit",
    "range",
    "abortSignal",
    "single",
    "maybeSingle",
    "csv",
    "geojson",
    "explain",
    "rollback",
    "returns",
    "overrideTypes",
    "maxAffected",
    "throwOnError",
    "setHeader",
    "retry",
];

/// Methods of a promise, which every builder is.
pub(super) fn is_promise_method(name: &str) -> bool {
    matches!(name, "then" | "catch" | "finally")
}

/// Whether a name says that what bears it is a Supabase client.
pub(super) fn is_named_client(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.contains("supabase")
        || name.contains("supa_")
        || matches!(name.as_str(), "sb" | "supa" | "sbadmin" | "sbclient")
}

/// The name of a filter method with a column as its first argument.
pub(super) fn filter_name(method: &str) -> Option<&'static str> {
    const FILTERS: [&str; 29] = [
        "eq",
        "neq",
        "gt",
        "gte",
        "lt",
        "lte",
        "like",
        "likeAllOf",
        "likeAnyOf",
        "ilike",
        "ilikeAllOf",
        "ilikeAnyOf",
        "is",
        "isDistinct",
        "in",
        "notIn",
        "contains",
        "containedBy",
        "rangeGt",
        "rangeGte",
        "rangeLt",
        "rangeLte",
        "rangeAdjacent",
        "overlaps",
        "textSearch",
        "regexMatch",
        "regexIMatch",
        "not",
        "filter",
    ];
    FILTERS.into_iter().find(|filter| *filter == method)
}

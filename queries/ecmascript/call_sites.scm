; Calls that may name a relation, a bucket or a routine: `<client>.from(…)`, `<client>.rpc(…)`.
;
; Not used to find anything: lowering walks the whole tree anyway, because linking needs every call,
; name and function.  It is the other opinion that tests hold lowering to, so that no call site is
; ever lost on the way from syntax to facts.
;
; Captures
;   @method  the name of the method called, `from` or `rpc`
;
; Not matched: `from(x)` without a receiver, and `client["from"](x)`.

(call_expression
  function: (member_expression
    property: (property_identifier) @method)
  (#any-of? @method "from" "rpc"))

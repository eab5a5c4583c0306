// What stands in comments, strings and templates is not run.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

// await supabase.from("commented").select();
/* await supabase.from("commented").select(); */
const text = 'supabase.from("quoted").select()';
const template = `supabase.from("template").select()`;
const pattern = /supabase.from("pattern")/;

// What a template substitutes is run.
const shown = `${await supabase.from("substituted").select()}`;
//                                   ^^^^^^^^^^^^^ select substituted

// A member that is missing its name has no key to look for in the letters of other files.

// @file letters.ts
export const letter = "ü";

// @file broken.ts
SupabaseClient?..from("t").select();
//                    ^^^ select t (client shape)

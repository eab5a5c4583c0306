// What a component keeps is what it is set to.

import { createClient } from "@supabase/supabase-js";
import { useEffect, useState } from "react";

const supabase = createClient(url, key);

export function Posts({ draft }) {
  const [posts, setPosts] = useState([]);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    supabase.from("posts").select().then(({ data }) => setPosts(data ?? []));
//                ^^^^^^^ select posts
    setOpen(true);
  }, []);
  const copy = async () => {
    await supabase.from("copies").insert(posts.map((post) => ({ title: post.title })));
//                      ^^^^^^^^ insert copies; rows from select posts
    await supabase.from("opened").insert({ open });
//                      ^^^^^^^^ insert opened
    await supabase.from("drafts").insert({ title: draft.title });
//                      ^^^^^^^^ insert drafts; rows from select sources
  };
  return <button onClick={copy} />;
}

export function Page() {
  const [draft, setDraft] = useState(null);
  const load = async () => {
    const { data } = await supabase.from("sources").select().single();
//                                       ^^^^^^^^^ select sources
    setDraft(data);
  };
  return <Posts draft={draft} onOpen={load} />;
}

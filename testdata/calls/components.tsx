// Components are run where they stand in markup, and handlers are handed on by it.

import { createClient } from "@supabase/supabase-js";
import { useQuery } from "@tanstack/react-query";

const supabase = createClient(url, key);

function usePosts() {
  const save = async (post) => {
    await supabase.from("posts").insert(post);
  };
  return { save };
//         ^^^^ usePosts hands on usePosts.save
}

export const Posts = memo(function Posts({ filter }) {
  const { data } = useQuery({
    queryKey: ["posts"],
    queryFn: async () => supabase.from("posts").select(),
//           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Posts.Posts hands on Posts.Posts.queryFn
  });
  const fetchLikes = useCallback(async () => {
    await supabase.from("likes").select();
  }, []);
  useEffect(() => {
    fetchLikes();
//  ^^^^^^^^^^ Posts.Posts runs Posts.Posts.fetchLikes
  }, [fetchLikes]);
  return <ul />;
});

export function Form() {
  const { save } = usePosts();
//                 ^^^^^^^^ Form runs usePosts
  return <form onSubmit={save} />;
//                       ^^^^ Form hands on usePosts.save
}
// @file page.tsx
import { Form, Posts } from "./components";

export default function Page() {
  return (
    <main>
      <Posts />
      <Form title="new" />
    </main>
  );
}

"use client";

import { useEffect, useState } from "react";
import { createClient } from "@/lib/supabase/client";

export function PostList({ posts }: { posts: { id: string; title: string }[] }) {
  const [supabase] = useState(() => createClient());
  const [likes, setLikes] = useState<Record<string, number>>({});

  useEffect(() => {
    const channel = supabase
      .channel("likes")
      .on("postgres_changes", { event: "INSERT", schema: "public", table: "likes" }, ({ new: like }) =>
        setLikes((likes) => ({ ...likes, [like.post_id]: (likes[like.post_id] ?? 0) + 1 })),
      )
      .subscribe();
    return () => void supabase.removeChannel(channel);
  }, [supabase]);

  async function like(id: string) {
    await supabase.from("likes").upsert({ post_id: id }, { onConflict: "post_id,user_id" });
  }

  return posts.map((post) => (
    <button key={post.id} onClick={() => like(post.id)}>
      {post.title} {likes[post.id]}
    </button>
  ));
}

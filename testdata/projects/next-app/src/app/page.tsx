import { createClient } from "@/lib/supabase/server";
import { PostList } from "@/components/post-list";

export default async function Page() {
  const supabase = await createClient();
  const { data: posts, error } = await supabase
    .from("posts")
    .select("id, title, author:profiles(name)")
    .eq("published", true)
    .order("created_at", { ascending: false })
    .limit(20);
  if (error) throw error;
  return <PostList posts={posts} />;
}

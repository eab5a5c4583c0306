"use server";

import { revalidatePath } from "next/cache";
import { createClient } from "@/lib/supabase/server";
import { TABLES } from "@/lib/tables";

export async function createPost(form: FormData) {
  const supabase = await createClient();
  const { error } = await supabase.from(TABLES.posts).insert({ title: form.get("title") });
  if (error) return { message: error.message };
  revalidatePath("/");
}

export async function comment(post: string, text: string) {
  const supabase = await createClient();
  await supabase.from(TABLES.comments).insert({ post_id: post, text });
}

export async function deletePost(id: string) {
  const supabase = await createClient();
  await supabase.rpc("delete_post", { post_id: id });
}

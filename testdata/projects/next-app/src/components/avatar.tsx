import { createClient } from "@/lib/supabase/client";

export function Avatar({ path }: { path: string }) {
  const { data } = createClient().storage.from("avatars").getPublicUrl(path);
  return <img src={data.publicUrl} alt="" />;
}

export function useDatabase() {
  return useSupabaseClient();
}

export default function () {
  return useDatabase().from("defaults").select();
}

import { useCallback, useState } from "react";
import { FlatList, Text } from "react-native";
import { useSupabase } from "@/context/SupabaseProvider";

export default function Home() {
  const { client } = useSupabase();
  const [trips, setTrips] = useState<Trip[]>([]);

  const refresh = useCallback(async () => {
    const [{ data: own }, , { data: shared }] = await Promise.all([
      client.from("trips").select("*").eq("owner", user.id),
      client.from("profiles").update({ seen_at: new Date() }).eq("id", user.id),
      client.from("shared_trips").select("trip:trips(*)"),
    ]);
    setTrips([...(own ?? []), ...(shared ?? [])]);
  }, [client]);

  return <FlatList data={trips} onRefresh={refresh} renderItem={({ item }) => <Text>{item.name}</Text>} />;
}

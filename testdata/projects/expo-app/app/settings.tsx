import { Button } from "react-native";
import { useSupabase } from "../context/SupabaseProvider";

export default function Settings() {
  const { client: db } = useSupabase();
  const remove = async () => {
    const { error } = await db.functions.invoke("delete-account");
    if (!error) await db.from("profiles").delete().eq("id", user.id);
  };
  return <Button title="Delete" onPress={remove} />;
}

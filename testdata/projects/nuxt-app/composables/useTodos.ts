export const useTodos = () => {
  const db = useDatabase();
  const list = () => db.from("todos").select("id, text, done");
  const done = (id: number) => db.from("todos").update({ done: true }).eq("id", id);
  return { list, done };
};

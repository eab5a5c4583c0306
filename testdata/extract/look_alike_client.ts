// A client of our own with the same methods is not Supabase.

class QueryBuilder {
  select(columns: string) {
    return this;
  }
  eq(column: string, value: unknown) {
    return this;
  }
}

class InMemoryDatabase {
  from(table: string) {
    return new QueryBuilder();
  }
}

const supabase = new InMemoryDatabase();
await supabase.from("profiles").select("*").eq("id", 1);
//             ^^^^ no access: an object of a class of the program

const fake = {
  from(table: string) {
    return { select: () => [] };
  },
};
fake.from("profiles").select();
//   ^^^^ no access: an object written in the program

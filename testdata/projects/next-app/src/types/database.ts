export type Database = {
  public: { Tables: { posts: { Row: { id: string; title: string } } } };
};

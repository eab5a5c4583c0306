export const TABLES = {
  posts: "posts",
  comments: "post_comments",
} as const;

export const ARCHIVE = "todo_archive";

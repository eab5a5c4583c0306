class Model {
  constructor(db, table) {
    this.db = db;
    this.table = table;
  }

  all() {
    return this.db.from(this.table).select("*");
  }
}

module.exports = { Model };

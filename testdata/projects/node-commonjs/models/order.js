const { db, tables } = require("../config");
const { Model } = require("./base");

class Order extends Model {
  constructor() {
    super(db, tables.orders);
  }

  cancel(id) {
    return this.db.from(tables.orders).update({ cancelled: true }).eq("id", id);
  }
}

module.exports = new Order();

export enum Table {
  Orders = "shop_orders",
  Items = "shop_order_items",
}

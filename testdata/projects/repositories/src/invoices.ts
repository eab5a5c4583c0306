import { Repository } from "./repository.js";

export type Invoice = { id: string; total: number };

export class InvoiceRepository extends Repository<Invoice> {
  async overdue() {
    return this.client.from("overdue_invoices").select("*");
  }
}

// Methods and constructors are run by those who have an object of the class.

import { createClient } from "@supabase/supabase-js";

const supabase = createClient(url, key);

class Base {
  async store(row) {
    await supabase.from("rows").insert(row);
  }
}

export class Queue extends Base {
  constructor() {
    super();
    supabase.from("queues").insert({});
  }
  async process(job) {
    await this.load(job);
//             ^^^^ Queue.process runs Queue.load
    await this.store(job);
//             ^^^^^ Queue.process runs Base.store
  }
  private async load(job) {
    return supabase.from("jobs").select().eq("id", job.id);
  }
  static async count() {
    return supabase.from("jobs").select("id");
  }
}

export class Other {
  async process(job) {}
}
// @file worker.ts
import { Other, Queue } from "./classes";

const queue = new Queue();

export async function work(job) {
  await queue.process(job);
}

export async function rest(job) {
  await new Other().process(job);
}

export function make() {
  return new Queue();
}

export function total() {
  return Queue.count();
}

export async function given(queue: Queue, job) {
  await queue.process(job);
}

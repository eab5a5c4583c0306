// What `this` is in a static method, in an object whose method fills it, and in a called callback.

import { createClient } from "@supabase/supabase-js";

class Shared {
  static client = createClient(url, key);
  static list() {
    return this.client.rpc("static_method");
//                         ^^^^^^^^^^^^^^^ call static_method
  }
}

export const service = {
  client: null as any,
  connect() {
    this.client = createClient(url, key);
  },
  list() {
    return this.client.rpc("object_method");
//                         ^^^^^^^^^^^^^^^ call object_method
  },
};

class Route {
  static handler(callback) {
    return async (request) => callback.call(this, { request, client: createClient(url, key) });
  }
}
export const GET = Route.handler(({ client }) => client.rpc("called_callback"));
//                                                          ^^^^^^^^^^^^^^^^^ call called_callback

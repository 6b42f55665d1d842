/**
 * The host's end of the way to the page. Small packets go through a WebSocket, which takes a quarter of the time of
 * a request; large ones are fetched, because the browser's debugging protocol copies every WebSocket message.
 *
 * @module
 */

import { fetchLarge, socketLimit } from "./packet.ts";

/** Exchanges one packet at a time with the page. */
export class Channel {
  readonly #connected = Promise.withResolvers<WebSocket>();
  #large?: Uint8Array<ArrayBuffer>;
  #answer = Promise.withResolvers<ArrayBuffer>();

  /** The page's requests for `/cases` (the WebSocket) and `/large`. */
  async handle(request: Request): Promise<Response> {
    if (request.headers.get("upgrade") === "websocket") {
      const { socket, response } = Deno.upgradeWebSocket(request, { idleTimeout: 0 });
      socket.binaryType = "arraybuffer";
      socket.addEventListener("open", () => this.#connected.resolve(socket));
      socket.addEventListener("message", ({ data }) => this.#answer.resolve(data));
      return response;
    }
    if (request.method === "GET") return new Response(this.#large);
    this.#answer.resolve(await request.arrayBuffer());
    return new Response(null, { status: 204 });
  }

  /** Sends a program and waits for its answer, for ever where the page dies of it. */
  async exchange(program: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
    const socket = await this.#connected.promise;
    this.#answer = Promise.withResolvers();
    const isLarge = program.length > socketLimit;
    this.#large = isLarge ? program : undefined;
    socket.send(isLarge ? fetchLarge : program);
    return await this.#answer.promise;
  }
}

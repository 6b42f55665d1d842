/**
 * A browser with a page that answers cases, one after the other.
 *
 * @module
 */

import { readFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import type { Browser, Page } from "playwright-core";
import type { Answer, Outputs } from "../../graph/answer.ts";
import type { Case } from "../../graph/case.ts";
import { isDataType } from "../../graph/data_type.ts";
import { BrowserUnavailable, launchChromium } from "../chromium.ts";
import { Channel } from "./channel.ts";
import { type Definitions, fromBytes, lower } from "./lower.ts";
import { PacketReader } from "./packet.ts";
import type { AnsweredTensor, ProgramAnswer } from "./program.ts";

/** The page's modules; nothing else is served. */
const modules: ReadonlyMap<string, URL> = new Map(
  ["page.ts", "attempt.ts", "build.ts", "dispatch.ts", "packet.ts"].map((
    name,
  ) => [`/${name}`, new URL(name, import.meta.url)]),
);

/** A document, isolated so that its clock is fine enough to time a dispatch. */
const documentHeaders = {
  "content-type": "text/html",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/** A browser with a page that answers cases, and the local server that feeds it. */
export class WebnnSession {
  readonly version: string;
  readonly limits: Readonly<Record<string, unknown>>;
  readonly #browser: Browser;
  readonly #server: Deno.HttpServer;
  readonly #channel: Channel;
  readonly #loop: Promise<void>;
  #closing = false;

  private constructor(
    browser: Browser,
    server: Deno.HttpServer,
    channel: Channel,
    page: Page,
    limits: Readonly<Record<string, unknown>>,
  ) {
    this.version = browser.version();
    this.limits = limits;
    this.#browser = browser;
    this.#server = server;
    this.#channel = channel;
    this.#loop = page.evaluate("answerAll()");
    this.#loop.catch(() => {});
  }

  /** Resolves with the reason when the page, the browser or the GPU process has died; never after `close()`. */
  async died(): Promise<string> {
    const reason = await this.#loop.then(() => "the page stopped", (error: Error) => error.message);
    return this.#closing ? new Promise(() => {}) : reason;
  }

  /**
   * Starts the browser (`path`: another than the packaged one) and opens the page.
   * @throws {BrowserUnavailable} when there is no browser, or its WebNN has no backend.
   */
  static async open(path?: string): Promise<WebnnSession> {
    const browser = await launchChromium(path);
    const channel = new Channel();
    const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
      return serve(request, channel);
    });
    try {
      const page = await browser.newPage();
      await page.goto(`http://localhost:${(server.addr as Deno.NetAddr).port}/`);
      await page.waitForFunction("globalThis.answerAll");
      const probed: { limits: Record<string, unknown> } | { exception: string } = await page.evaluate(
        "probe()",
      );
      if ("limits" in probed) return new WebnnSession(browser, server, channel, page, probed.limits);
      throw new BrowserUnavailable(
        `Chromium ${browser.version()} gives no WebNN context: ${probed.exception}`,
        "give a Chromium, Chrome or Edge whose WebNN has a backend with --browser PATH",
      );
    } catch (error) {
      await browser.close();
      await server.shutdown();
      throw error;
    }
  }

  /**
   * Lowers, builds and dispatches a case; one at a time. Waits for ever where the browser dies of it.
   * @throws {InputError} when the case cannot be lowered.
   */
  async answer(testCase: Case, definitions: Definitions): Promise<Answer> {
    return readAnswer(testCase.id, await this.#channel.exchange(lower(testCase, definitions)));
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#browser.close();
    await this.#server.shutdown();
  }
}

async function serve(request: Request, channel: Channel): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === "/") {
    return new Response(
      '<!doctype html><title>webnn-cts</title><script type="module" src="page.ts"></script>',
      { headers: documentHeaders },
    );
  }
  if (pathname === "/cases" || pathname === "/large") return await channel.handle(request);
  const module = modules.get(pathname);
  if (!module) return new Response(null, { status: 404 });
  return new Response(stripTypeScriptTypes(await readFile(module, "utf8")), {
    headers: { "content-type": "text/javascript" },
  });
}

function readAnswer(id: string, packet: ArrayBuffer): Answer {
  const reader = new PacketReader(packet);
  const answer = reader.header as ProgramAnswer;
  if (answer.kind !== "outputs") return { id, ...answer };
  const { buildMs, dispatchMs } = answer;
  const [a, b, again] = answer.dispatches.map((tensors) => readOutputs(reader, tensors));
  return { id, kind: "outputs", dispatches: [a, b, again], buildMs, dispatchMs };
}

function readOutputs(reader: PacketReader, tensors: readonly AnsweredTensor[]): Outputs {
  return new Map(tensors.map(({ name, dataType, shape, data }) => {
    if (!isDataType(dataType)) throw new Error(`output ${name} has the unknown data type ${dataType}`);
    return [name, fromBytes(dataType, shape, reader.read(data))];
  }));
}

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
import { type Definitions, fromBytes, lower } from "./lower.ts";
import { PacketReader } from "./packet.ts";
import type { AnsweredTensor, ProgramAnswer } from "./program.ts";

/** The page's modules; nothing else is served. */
const modules: ReadonlyMap<string, URL> = new Map(
  ["page.ts", "packet.ts"].map((name) => [`/${name}`, new URL(name, import.meta.url)]),
);

/** A document, isolated so that its clock is fine enough to time a dispatch. */
const documentHeaders = {
  "content-type": "text/html",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/** One case on its way to the page and back. */
interface Exchange {
  readonly program: Uint8Array<ArrayBuffer>;
  readonly answered: PromiseWithResolvers<ArrayBuffer>;
}

export class WebnnSession {
  readonly version: string;
  readonly limits: Readonly<Record<string, unknown>>;
  readonly #browser: Browser;
  readonly #server: Deno.HttpServer;
  readonly #mailbox: Mailbox;
  readonly #loop: Promise<void>;
  #closing = false;

  private constructor(
    browser: Browser,
    server: Deno.HttpServer,
    mailbox: Mailbox,
    page: Page,
    limits: Readonly<Record<string, unknown>>,
  ) {
    this.version = browser.version();
    this.limits = limits;
    this.#browser = browser;
    this.#server = server;
    this.#mailbox = mailbox;
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
    const mailbox = new Mailbox();
    const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
      return serve(request, mailbox);
    });
    try {
      const page = await browser.newPage();
      await page.goto(`http://localhost:${(server.addr as Deno.NetAddr).port}/`);
      await page.waitForFunction("globalThis.answerAll");
      const probed: { limits: Record<string, unknown> } | { exception: string } = await page.evaluate(
        "probe()",
      );
      if ("limits" in probed) return new WebnnSession(browser, server, mailbox, page, probed.limits);
      throw new BrowserUnavailable(
        `Chromium ${browser.version()} gives no WebNN context: ${probed.exception}`,
        "give a Chromium, Chrome or Edge whose WebNN has a backend with --browser PATH",
      );
    } catch (error) {
      mailbox.close();
      await browser.close();
      await server.shutdown();
      throw error;
    }
  }

  /**
   * Lowers, builds and dispatches a case. Waits for ever where the browser dies of it.
   * @throws {InputError} when the case cannot be lowered.
   */
  async answer(testCase: Case, operators: Definitions): Promise<Answer> {
    const exchange = { program: lower(testCase, operators), answered: Promise.withResolvers<ArrayBuffer>() };
    this.#mailbox.post(exchange);
    return readAnswer(testCase.id, await exchange.answered.promise);
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.#mailbox.close();
    await this.#browser.close();
    await this.#server.shutdown();
  }
}

/** Hands exchanges to the page, which takes the next one with its answer to the last one. */
class Mailbox {
  readonly #waiting: Exchange[] = [];
  #current?: Exchange;
  #closed = false;
  #wake = () => {};

  post(exchange: Exchange): void {
    this.#waiting.push(exchange);
    this.#wake();
  }

  /** The next program, or nothing once the mailbox is closed. */
  async exchange(answer: ArrayBuffer): Promise<Uint8Array<ArrayBuffer> | undefined> {
    this.#current?.answered.resolve(answer);
    while (this.#waiting.length === 0 && !this.#closed) {
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    this.#current = this.#waiting.shift();
    return this.#current?.program;
  }

  close(): void {
    this.#closed = true;
    this.#wake();
  }
}

async function serve(request: Request, mailbox: Mailbox): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === "/") {
    return new Response(
      '<!doctype html><title>webnn-cts</title><script type="module" src="page.ts"></script>',
      {
        headers: documentHeaders,
      },
    );
  }
  if (pathname === "/next" && request.method === "POST") {
    const program = await mailbox.exchange(await request.arrayBuffer());
    return program ? new Response(program) : new Response(null, { status: 204 });
  }
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

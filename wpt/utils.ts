/**
 * What a test file calls: `webnn_conformance_test` and `buildAndExecuteGraph`, with the arguments that upstream's
 * `resources/utils.js` takes. It is served with its types stripped as a classic script, in place of that file.
 *
 * @module
 */

interface Descriptor {
  readonly shape: readonly number[];
  readonly dataType: string;
}

interface Resource {
  readonly data: readonly (number | bigint)[] | number;
  readonly descriptor: Descriptor;
  readonly constant?: boolean;
}

interface OperatorCall {
  readonly name: string;
  readonly arguments: readonly Readonly<Record<string, unknown>>[];
  readonly outputs: string | readonly string[];
}

interface GraphResources {
  readonly inputs: Readonly<Record<string, Resource>>;
  readonly operators: readonly OperatorCall[];
  readonly expectedOutputs: Readonly<Record<string, Resource>>;
}

interface Tolerance {
  readonly metricType: string;
  readonly value: number;
}

type Elements = ArrayLike<number | bigint> & { readonly buffer: ArrayBuffer };

interface Tensor {
  destroy(): void;
}

interface Context {
  opSupportLimits(): Record<
    string,
    Record<string, { dataTypes?: string[]; rankRange?: { min: number; max: number } }>
  >;
  createTensor(descriptor: Descriptor & { readable?: boolean; writable?: boolean }): Promise<Tensor>;
  writeTensor(tensor: Tensor, data: ArrayBuffer): void;
  readTensor(tensor: Tensor): Promise<ArrayBuffer>;
  dispatch(graph: unknown, inputs: Record<string, Tensor>, outputs: Record<string, Tensor>): void;
}

type Operand = Descriptor;

interface Builder {
  input(name: string, descriptor: Descriptor): Operand;
  constant(descriptor: Descriptor, data: ArrayBuffer): Operand;
  build(outputs: Record<string, Operand>): Promise<unknown>;
}

type Executed = { result: Record<string, ArrayBuffer>; intermediateOperands: Record<string, Operand> };
type Execute = (context: Context, builder: Builder, graph: GraphResources) => Promise<Executed>;
type ToleranceOf = (graph: GraphResources, intermediateOperands: Record<string, Operand>) => Tolerance;

/** What testharness.js and the browser put on the window. */
interface TestWindow {
  readonly navigator: { readonly ml?: { createContext(options: { deviceType: string }): Promise<Context> } };
  readonly MLGraphBuilder: new (context: Context) => Builder;
  promise_test(body: () => Promise<void>, name: string): void;
  assert_true(actual: boolean, message: string): void;
  assert_equals(actual: unknown, expected: unknown, message: string): void;
  assert_implements(condition: unknown, message: string): void;
  assert_implements_optional(condition: unknown, message: string): void;
}

{
  const page = globalThis as unknown as TestWindow;

  const arrays: Record<string, new (argument: never) => Elements> = {
    float32: Float32Array,
    float16: Float16Array,
    int32: Int32Array,
    uint32: Uint32Array,
    int64: BigInt64Array,
    uint64: BigUint64Array,
    int8: Int8Array,
    uint8: Uint8Array,
  };

  const elementsOf = ({ data, descriptor: { shape, dataType } }: Resource): Elements => {
    const count = shape.reduce((product, size) => product * size, 1);
    const values = Array.isArray(data) ? data : new Array(count).fill(data);
    const typed = dataType.endsWith("int64") ? values.map(BigInt) : values;
    return new arrays[dataType](typed as never);
  };

  /** Builds the graph, dispatches it, and reads its outputs. */
  const buildAndExecuteGraph: Execute = async (context, builder, graph) => {
    const operands = new Map<string, Operand>();
    for (const [name, resource] of Object.entries(graph.inputs)) {
      const { descriptor } = resource;
      operands.set(
        name,
        resource.constant
          ? builder.constant(descriptor, elementsOf(resource).buffer)
          : builder.input(name, descriptor),
      );
    }
    const intermediateOperands: Record<string, Operand> = {};
    for (const { name, arguments: given, outputs } of graph.operators) {
      const resolve = (value: unknown): unknown => {
        if (Array.isArray(value)) return value.map(resolve);
        return typeof value === "string" ? operands.get(value) ?? value : value;
      };
      const values = given.flatMap((argument) => Object.entries(argument)).map(([key, value]) => {
        if (key !== "options") return resolve(value);
        return Object.fromEntries(
          Object.entries(value as object).map(([name, option]) => [name, resolve(option)]),
        );
      });
      const method = (builder as unknown as Record<string, (...values: unknown[]) => unknown>)[name];
      const results = [method.apply(builder, values)].flat() as Operand[];
      [outputs].flat().forEach((output, index) => {
        operands.set(output, results[index]);
        intermediateOperands[output] = results[index];
      });
    }
    const outputs = Object.entries(graph.expectedOutputs);
    for (const [name, { descriptor: { dataType, shape } }] of outputs) {
      const operand = operands.get(name)!;
      page.assert_equals(operand.dataType, dataType, `data type of ${name}`);
      page.assert_equals(String(operand.shape), String(shape), `shape of ${name}`);
    }
    const built = await builder.build(
      Object.fromEntries(outputs.map(([name]) => [name, operands.get(name)!])),
    ).catch((error: Error) => {
      page.assert_implements_optional(error.name !== "NotSupportedError", error.message);
      throw error;
    });
    const tensorsOf = async (resources: [string, Resource][], use: "readable" | "writable") => {
      const tensors = resources.map(
        async ([name, { descriptor: { dataType, shape } }]): Promise<[string, Tensor]> => {
          return [name, await context.createTensor({ dataType, shape, [use]: true })];
        },
      );
      return Object.fromEntries(await Promise.all(tensors));
    };
    const inputs = Object.entries(graph.inputs).filter(([, { constant }]) => !constant);
    const inputTensors = await tensorsOf(inputs, "writable");
    const outputTensors = await tensorsOf(outputs, "readable");
    for (const [name, resource] of inputs) {
      context.writeTensor(inputTensors[name], elementsOf(resource).buffer);
    }
    context.dispatch(built, inputTensors, outputTensors);
    const result: Record<string, ArrayBuffer> = {};
    for (const [name] of outputs) result[name] = await context.readTensor(outputTensors[name]);
    return { result, intermediateOperands };
  };

  /** Distance in units in the last place: of the places in the order of all values of the type, both zeros one. */
  const ulpDistance = (actual: number, expected: number, dataType: string): bigint => {
    if (Number.isNaN(actual) && Number.isNaN(expected)) return 0n;
    const place = (value: number): bigint => {
      const bits = dataType === "float32"
        ? new Uint32Array(Float32Array.of(Math.abs(value)).buffer)[0]
        : new Uint16Array(Float16Array.of(Math.abs(value)).buffer)[0];
      return value < 0 ? -BigInt(bits) : BigInt(bits);
    };
    const distance = place(actual) - place(expected);
    return distance < 0n ? -distance : distance;
  };

  const isClose = (
    actual: number | bigint,
    expected: number | bigint,
    dataType: string,
    { metricType, value }: Tolerance,
  ): boolean => {
    if (metricType !== "ULP" && metricType !== "ATOL") throw new TypeError(`unknown metric ${metricType}`);
    if (dataType.endsWith("int64")) {
      const distance = BigInt(actual) - BigInt(expected);
      return distance <= BigInt(Math.floor(value)) && -distance <= BigInt(Math.floor(value));
    }
    const [a, e] = [Number(actual), Number(expected)];
    if (metricType === "ATOL" || !dataType.startsWith("float")) return a === e || Math.abs(a - e) <= value;
    return ulpDistance(a, e, dataType) <= BigInt(Math.floor(value));
  };

  const check = (name: string, data: ArrayBuffer, expected: Resource, tolerance: Tolerance): void => {
    const { dataType } = expected.descriptor;
    const actual = new arrays[dataType](data as never);
    const { data: list } = expected;
    const count = expected.descriptor.shape.reduce((product, size) => product * size, 1);
    page.assert_equals(actual.length, count, `number of elements of ${name}`);
    for (let index = 0; index < count; index++) {
      const wanted = typeof list === "number" ? list : list[index];
      page.assert_true(
        isClose(actual[index], wanted, dataType, tolerance),
        `${name}[${index}] is ${
          actual[index]
        }, expected ${wanted} within ${tolerance.value} ${tolerance.metricType}`,
      );
    }
  };

  /** What the context's limits say against the operators' arguments that are inputs of the graph, if anything. */
  const beyondLimits = (context: Context, { operators, inputs }: GraphResources): string | undefined => {
    const limits = context.opSupportLimits();
    for (const { name, arguments: given } of operators) {
      const named = given.flatMap((argument) => Object.entries(argument))
        .flatMap(([key, value]) => key === "options" ? Object.entries(value as object) : [[key, value]]);
      for (const [argument, value] of named as [string, unknown][]) {
        const limit = limits[name]?.[argument];
        for (const operand of [value].flat()) {
          if (!limit || typeof operand !== "string" || !Object.hasOwn(inputs, operand)) continue;
          const { dataType, shape } = inputs[operand].descriptor;
          const { dataTypes, rankRange } = limit;
          const within = dataTypes?.includes(dataType) !== false &&
            (!rankRange || rankRange.min <= shape.length && shape.length <= rankRange.max);
          if (!within) return `${name} takes no ${dataType} of rank ${shape.length} as ${argument}`;
        }
      }
    }
  };

  /** One subtest a test object. What the context's limits exclude is reported as unmet precondition. */
  const webnn_conformance_test = (
    tests: readonly { readonly name: string; readonly graph: GraphResources }[],
    execute: Execute,
    toleranceOf: ToleranceOf,
  ): void => {
    const deviceType = location.search.slice(1) || "cpu";
    for (const { name, graph } of tests) {
      page.promise_test(async () => {
        page.assert_implements(page.navigator.ml, "missing navigator.ml");
        const context = await page.navigator.ml!.createContext({ deviceType });
        const excess = beyondLimits(context, graph);
        page.assert_implements_optional(excess === undefined, excess ?? "");
        const builder = new page.MLGraphBuilder(context);
        const { result, intermediateOperands } = await execute(context, builder, graph);
        const tolerance = toleranceOf(graph, intermediateOperands);
        for (const [output, expected] of Object.entries(graph.expectedOutputs)) {
          check(output, result[output], expected, tolerance);
        }
      }, name);
    }
  };

  Object.assign(globalThis, { webnn_conformance_test, buildAndExecuteGraph });
}

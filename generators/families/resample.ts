/**
 * Cases of the N-d proposal resample.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import { numbers } from "../conv_parts.ts";
import { descriptorOf, type Family, rotation, Sketcher } from "../family.ts";
import { changeNames, changesOf, observeRequest, requestOptions, requests } from "../resample_parts.ts";

/** Which axes of which rank, by name; the plain one leaves them out and takes all but the first two. */
const places: Readonly<Record<string, { readonly rank: number; readonly axes?: readonly number[] }>> = {
  "of4": { rank: 4 },
  "of3": { rank: 3 },
  "of5": { rank: 5 },
  "0of1": { rank: 1, axes: [0] },
  "1of2": { rank: 2, axes: [1] },
  "1of3": { rank: 3, axes: [1] },
  "0of4": { rank: 4, axes: [0] },
  "3of5": { rank: 5, axes: [3] },
  "0.1of2": { rank: 2, axes: [0, 1] },
  "2.0of3": { rank: 3, axes: [2, 0] },
  "1.2of4": { rank: 4, axes: [1, 2] },
  "4.1of5": { rank: 5, axes: [4, 1] },
  "0.1.2of3": { rank: 3, axes: [0, 1, 2] },
  "3.0.2of4": { rank: 4, axes: [3, 0, 2] },
  "1.2.4of5": { rank: 5, axes: [1, 2, 4] },
};
const byCount = (count: number) => Object.keys(places).filter((name) => axesOf(name).length === count);

const floatTypes = ["float32", "float16"];
const byteTypes = ["int8", "uint8"];
const fewModes = ["absent", "linear"];
const asked = requests.filter((request) => request !== "absent");

export const resample: Family = {
  operator: "resample",
  factors: [
    { name: "dataType", values: [...floatTypes, ...byteTypes] },
    { name: "mode", values: ["absent", "nearest-neighbor", "linear"] },
    { name: "axes", values: Object.keys(places) },
    { name: "change", values: changeNames },
    { name: "request", values: requests },
  ],
  groups: [
    {
      name: "identity",
      only: { change: ["same"], dataType: floatTypes, axes: ["of4", "of3", "of5", "1of2"] },
    },
    ...[1, 2, 3].map((count) => ({
      name: count === 1 ? "1-axis" : `${count}-axes`,
      only: {
        axes: byCount(count),
        request: asked,
        dataType: floatTypes,
        change: distinctChanges(count),
      },
    })),
    {
      name: "bytes",
      only: {
        dataType: byteTypes,
        axes: ["of4", "of5"],
        request: asked,
        change: ["up2", "down2", "updown"],
      },
    },
    {
      name: "bytes-axes",
      only: {
        dataType: byteTypes,
        axes: Object.keys(places).filter((name) => name !== "of4" && name !== "of5"),
        request: ["sizes"],
        change: ["up2"],
        mode: fewModes,
      },
    },
    {
      name: "bytes-changes",
      only: {
        dataType: byteTypes,
        axes: ["of4"],
        request: ["sizes"],
        change: changeNames.filter((name) => !["up2", "down2", "updown"].includes(name)),
        mode: fewModes,
      },
    },
    {
      name: "bytes-identity",
      only: { dataType: byteTypes, axes: ["of4"], change: ["same"], request: ["absent"], mode: fewModes },
    },
    {
      name: "identity-of-axes",
      only: {
        dataType: floatTypes,
        axes: Object.keys(places).filter((name) => places[name].axes),
        change: ["same"],
        request: ["absent"],
        mode: fewModes,
      },
    },
  ],
  kinds: rotation(),
  sketch: (row, sizes) => {
    const { rank, axes } = places[row.axes];
    const shape = sizes.shuffle([2, 3, 1, 2, 3]).slice(0, rank);
    const resampled = axesOf(row.axes);
    const changes = changesOf(row.change, resampled.length);
    resampled.forEach((axis, index) => shape[axis] = changes[index].from);
    const sketcher = new Sketcher();
    const descriptor = { dataType: row.dataType as DataType, shape };
    const input = sketcher.operand("input", "input", descriptor, { role: "values", whole: [-99, 99] });
    sketcher.node("resample", { input }, {
      mode: row.mode === "absent" ? undefined : row.mode,
      ...requestOptions(row.request, changes),
      axes,
    });
    return sketcher.end();
  },
  observe: (graph) => {
    const { dataType, shape } = descriptorOf(graph, "input");
    const { options } = graph.nodes[0];
    const axes = numbers(options.axes);
    const name = axes ? `${axes.join(".")}of${shape.length}` : `of${shape.length}`;
    return {
      dataType,
      mode: String(options.mode ?? "absent"),
      axes: name,
      ...observeRequest(axesOf(name).map((axis) => shape[axis]), options),
    };
  },
};

function axesOf(name: string): readonly number[] {
  const { rank, axes } = places[name];
  return axes ?? Array.from({ length: rank - 2 }, (_, index) => index + 2);
}

/** Changes that are the same along a lone axis are drawn under one name. */
function distinctChanges(count: number): string[] {
  const seen = new Set<string>();
  return changeNames.filter((name) => {
    const key = JSON.stringify(changesOf(name, count));
    return !seen.has(key) && seen.add(key);
  });
}

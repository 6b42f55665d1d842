/**
 * Cases of resample2d.
 *
 * @module
 */

import type { DataType } from "../../graph/data_type.ts";
import { numbers } from "../conv_parts.ts";
import { descriptorOf, type Family, rotation, Sketcher } from "../family.ts";
import { changeNames, changesOf, observeRequest, requestOptions, requests } from "../resample_parts.ts";

const byteTypes = ["int8", "uint8"];
const floatTypes = ["float32", "float16"];
const asked = requests.filter((request) => request !== "absent");
const changing = (...names: readonly string[]) => ({ change: names, request: asked, dataType: floatTypes });

export const resample2d: Family = {
  operator: "resample2d",
  factors: [
    { name: "dataType", values: [...floatTypes, ...byteTypes] },
    { name: "mode", values: ["absent", "nearest-neighbor", "linear"] },
    { name: "change", values: changeNames },
    { name: "request", values: requests },
    { name: "axes", values: ["absent", "2.3", "1.2", "0.1", "3.2", "0.3", "1.3", "2.0"] },
  ],
  groups: [
    { name: "identity", only: { change: ["same"], dataType: floatTypes } },
    { name: "upsample", only: changing("up2", "up1.5") },
    { name: "downsample", only: changing("down2", "downodd") },
    { name: "up-and-down", only: changing("updown", "downup", "one") },
    { name: "ties", only: changing("ties", "ties2") },
    { name: "rounded-scales", only: changing("wholeabove", "wholebelow") },
    {
      name: "bytes",
      only: {
        dataType: byteTypes,
        request: asked,
        axes: ["absent", "1.2", "0.1"],
      },
    },
    {
      name: "bytes-axes",
      only: {
        dataType: byteTypes,
        change: ["updown"],
        request: ["sizes"],
        axes: ["2.3", "3.2", "0.3", "1.3", "2.0"],
      },
    },
    {
      name: "bytes-identity",
      only: { dataType: byteTypes, change: ["same"], request: ["absent"], axes: ["absent"] },
    },
  ],
  kinds: rotation(),
  sketch: (row, sizes) => {
    const axes = row.axes === "absent" ? undefined : row.axes.split(".").map(Number);
    const shape = sizes.shuffle([2, 3, 5, 2]);
    const both = changesOf(row.change, 2);
    (axes ?? [2, 3]).forEach((axis, index) => shape[axis] = both[index].from);
    const sketcher = new Sketcher();
    const descriptor = { dataType: row.dataType as DataType, shape };
    const input = sketcher.operand("input", "input", descriptor, { role: "values", whole: [-99, 99] });
    sketcher.node("resample2d", { input }, {
      mode: row.mode === "absent" ? undefined : row.mode,
      ...requestOptions(row.request, both),
      axes,
    });
    return sketcher.end();
  },
  observe: (graph) => {
    const { dataType, shape } = descriptorOf(graph, "input");
    const { options } = graph.nodes[0];
    const axes = numbers(options.axes);
    return {
      dataType,
      mode: String(options.mode ?? "absent"),
      ...observeRequest((axes ?? [2, 3]).map((axis) => shape[axis]), options),
      axes: axes ? axes.join(".") : "absent",
    };
  },
};

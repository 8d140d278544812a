// Thresholds given by the environment, on metrics of known values.
import { Counter, Rate, Trend } from "k6/metrics";

export { handleSummary } from "./support/summary.js";

const trend = new Trend("values");
const counter = new Counter("things");
const rate = new Rate("share");

export const options = {
  iterations: 1,
  thresholds: JSON.parse(__ENV.THRESHOLDS),
};

export default function () {
  for (const value of [5, 1, 4, 2, 3]) trend.add(value, { size: "small" });
  trend.add(100, { size: "large" });
  counter.add(4);
  for (const value of [1, 0, 0, 1, 1]) rate.add(value);
}

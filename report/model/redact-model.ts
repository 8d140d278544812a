// Applies redaction to every string of a model, so that no field can be forgotten, and cuts what is too long for a
// report: a service may answer with a megabyte of error.

import { isRecord } from "../../lib/core/json.ts";
import { redactText } from "../../lib/core/redact-text.ts";
import type { Report, ReportModel } from "./model.ts";

const LONGEST = 600;

const shorten = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

const redactDeep = (value: unknown): unknown => {
  if (typeof value === "string") return shorten(redactText(value));
  if (Array.isArray(value)) return value.map(redactDeep);
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, redactDeep(v)]));
  return value;
};

/** The same parts without secrets; for a report with a part that is too large to walk through. */
export const redactReport = <R extends Report>(report: R): R =>
  // As below.
  redactDeep(report) as R;

/** The same model without secrets. Chart columns are numbers and only their names pass through. */
export const redactModel = <M extends ReportModel>(model: M): M =>
  // Strings are replaced by strings and everything else is kept, so the shape is the one that came in.
  redactDeep(model) as M;

// What a report of any kind has, in one shape: renderers ask for a part and show it when it is there.

import type { CapacityView, ChangeView, EndpointRow, Figures, Finding, ReportModel, Trend } from "./model.ts";

export interface Parts {
  readonly change: ChangeView | null;
  readonly capacity: CapacityView | null;
  readonly figures: Figures | null;
  /** Also where there are no other figures. */
  readonly endpoints: readonly EndpointRow[];
  readonly findings: readonly Finding[];
  readonly trends: readonly Trend[];
}

const nothing: Parts = { change: null, capacity: null, figures: null, endpoints: [], findings: [], trends: [] };

export function partsOf(model: ReportModel): Parts {
  switch (model.kind) {
    case "run":
      return { ...nothing, figures: model, endpoints: model.endpoints, findings: model.findings };
    case "comparison":
      return { ...nothing, change: model.change, figures: model.after, endpoints: model.after?.endpoints ?? [] };
    case "capacity":
      return { ...nothing, capacity: model.capacity };
    case "diagnosis":
      return { ...nothing, endpoints: model.endpoints, findings: model.findings };
    case "history":
      return { ...nothing, trends: model.trends };
    case "profile":
      return { ...nothing, findings: model.findings };
    case "noise":
    case "optimise":
      return nothing;
  }
}

// Writes what handleSummary received where the suite looks for it.
export function handleSummary(data) {
  return { [__ENV.OUT ?? "stdout"]: JSON.stringify(data) };
}

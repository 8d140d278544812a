// A script in CommonJS, with modules by `require`, as in bundles made by webpack.
const k6 = require("k6");
const http = require("k6/http");
const { Counter } = require("k6/metrics");

const things = new Counter("things");

exports.options = { iterations: 2 };

exports.default = () => {
  const answer = http.get(`${__ENV.BASE}/status/201`);
  k6.sleep(0.01);
  things.add(answer.status === 201 ? 1 : 100);
  console.log(`said ${typeof http.default} ${http.OCSP_STATUS_GOOD} ${http.OCSP_REASON_SUPERSEDED}`);
};

exports.handleSummary = (data) => ({ [__ENV.OUT ?? "stdout"]: JSON.stringify(data) });

// Page objects, a cart with state, custom metrics, checks inside of groups, think time from a helper.
import { check, fail, group, sleep } from "k6";
import exec from "k6/execution";
import http from "k6/http";
import { Counter, Rate, Trend } from "k6/metrics";
import { randomIntBetween, randomItem } from "./shop-random.js";

const checkoutTime = new Trend("checkout_time", true);
const failedOrders = new Rate("failed_orders");
const itemsBought = new Counter("items_bought");

export const options = {
  scenarios: {
    buyers: { executor: "constant-vus", vus: 2, duration: "1s", exec: "buy" },
    browsers: { executor: "shared-iterations", vus: 1, iterations: 3, exec: "browse", tags: { kind: "browse" } },
  },
  thresholds: { http_req_failed: ["rate<0.01"], "http_req_duration{kind:browse}": ["p(95)<500"] },
};

class Page {
  static visited = 0;
  constructor(base, path) {
    this.url = `${base}${path}`;
    this.params = { headers: { Accept: "application/json" }, tags: { page: path } };
  }
  open() {
    Page.visited += 1;
    this.response = http.get(this.url, this.params);
    return this;
  }
  shows(...names) {
    const predicates = {};
    for (const name of names) predicates[`shows ${name}`] = (r) => r.body.includes(name);
    return check(this.response, { "status is 200": (r) => r.status === 200, ...predicates }, { page: this.url });
  }
  get title() {
    return this.response.json("title");
  }
}

class ProductPage extends Page {
  constructor(base, id) {
    super(base, `/product/${id}`);
    this.id = id;
  }
  open() {
    super.open();
    sleep(randomIntBetween(1, 3) / 10);
    return this;
  }
}

class Cart {
  #items = new Map();
  constructor(api) {
    this.api = api;
  }
  add(product, count = 1) {
    const added = this.api.send("POST", "/cart", { product: product.id, count });
    if (added.status !== 200) fail(`could not add ${product.id}`);
    this.#items.set(product.id, (this.#items.get(product.id) ?? 0) + count);
    return this;
  }
  get size() {
    return [...this.#items.values()].reduce((sum, n) => sum + n, 0);
  }
  total() {
    return [...this.#items]
      .map(([id, count]) => this.api.send("GET", `/price/${id}`).json().price * count)
      .reduce((a, b) => a + b, 0);
  }
}

const api = {
  base: __ENV.BASE_URL || "http://127.0.0.1",
  send(method, path, body) {
    return http.request(method, this.base + path, body === undefined ? null : JSON.stringify(body), {
      headers: { "Content-Type": "application/json" },
    });
  },
  retry(times, attempt) {
    for (let n = 1; ; n++) {
      const result = attempt(n);
      if (result.status < 500 || n >= times) return result;
      sleep(n);
    }
  },
};

export function setup() {
  const res = api.retry(2, () => api.send("GET", "/products"));
  return { products: res.json().items };
}

export function buy({ products }) {
  const cart = new Cart(api);
  group("shop", () => {
    const home = new Page(api.base, "/").open();
    home.shows("welcome", "sale");
    group("products", () => {
      products
        .filter((id) => id % 2)
        .map((id) => new ProductPage(api.base, id).open())
        .forEach((page) => {
          page.shows(page.title);
          cart.add(page, 2);
        });
    });
  });
  const started = Date.now();
  const order = api.retry(3, (n) => api.send("PUT", "/order", { attempt: n, size: cart.size, total: cart.total() }));
  checkoutTime.add(Date.now() - started, { vu: String(exec.vu.idInTest) });
  failedOrders.add(order.status !== 200);
  itemsBought.add(cart.size);
  return [cart.size, order.status, Page.visited];
}

export function browse({ products }) {
  const id = randomItem(products);
  const [page, image] = http.batch([
    ["GET", `${api.base}/product/${id}`],
    { method: "GET", url: `${api.base}/image/${id}` },
  ]);
  return check([page, image], { "both load": (all) => all.every((r) => r.status === 200) });
}

export default buy;

export function teardown({ products }) {
  products
    .sort((a, b) => a - b)
    .forEach((id) => {
      http.del(`${api.base}/product/${id}`);
    });
}

export function handleSummary(data) {
  return { stdout: `${Object.keys(data).join(" ")}\n` };
}

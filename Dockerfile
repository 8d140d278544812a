# Three images from one build: `service`, the reference inference service, `suite`, the command line with k6, and `shard`,
# a generator of a fleet.
# What of them was tried, and on what, says docs/service.md.

FROM node:22-bookworm-slim AS build
WORKDIR /app
RUN apt-get update && apt-get install --yes --no-install-recommends make && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json .npmrc ./
RUN npm ci --loglevel=error
COPY . .
# A cached `npm ci` is older than the files of a fresh checkout: without the touch, make would install once more.
RUN touch node_modules/.package-lock.json && make build && npm prune --omit=dev --loglevel=error

FROM node:22-bookworm-slim AS service
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/build ./build
COPY --from=build /app/service/model/weights ./service/model/weights
USER node
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8000/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# node is the first process: it handles SIGTERM itself and leaves no children behind.
ENTRYPOINT ["node", "/app/build/cli.js"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]

FROM grafana/k6:2.2.0 AS k6

FROM service AS suite
USER root
# Node brings its own authorities, k6 reads the system's: without them it trusts no https service.
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/* \
  && mkdir results && chown node:node results \
  && printf '#!/bin/sh\nexec node /app/build/cli.js "$@"\n' > /usr/local/bin/tailgate && chmod 0755 /usr/local/bin/tailgate
COPY --from=build /app/lib ./lib
COPY --from=build /app/scenarios ./scenarios
COPY --from=k6 /usr/bin/k6 /usr/local/bin/k6
USER node
HEALTHCHECK NONE
CMD ["--help"]

# What a fleet's pods run (docs/scale.md): whoever starts `k6` there starts `tailgate shard`, which runs the real one.
FROM suite AS shard
USER root
RUN mkdir -p /opt/k6 && mv /usr/local/bin/k6 /opt/k6/k6 \
  && printf '#!/bin/sh\nexec node /app/build/cli.js shard "$@"\n' > /usr/local/bin/k6 && chmod 0755 /usr/local/bin/k6
ENV K6_BIN=/opt/k6/k6
# k6-operator asks for a user by number where pods may not run as root.
USER 1000
ENTRYPOINT []

# Without a target: the suite.
FROM suite

# Built once with the tools, run without them.
FROM node:24-slim AS build
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json openapi.yaml ./
COPY migrations migrations
COPY src src
RUN npm run build && npm prune --omit=dev

FROM node:24-slim
# Nothing is installed at run time: no package manager is there to do it.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /opt/yarn* /usr/local/bin/yarn*
WORKDIR /app
COPY --from=build /app/package.json /app/openapi.yaml ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist/src dist/src
COPY --from=build /app/dist/migrations dist/migrations
COPY rules rules
COPY tables tables
RUN ln -s /app/dist/src/main.js /usr/local/bin/soarbridge \
 && mkdir /data && chown 10001:10001 /data
USER 10001:10001
VOLUME /data
# bridge.yaml and the database lie in /data; server.host must be 0.0.0.0 there.
WORKDIR /data
ENV NODE_ENV=production BRIDGE_CONFIG=/data/bridge.yaml
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/livez').then(answer => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["soarbridge"]
CMD ["serve"]

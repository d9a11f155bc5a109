# One image for all functions; the environment variable FUNCTION names the one that a process runs.
# JavaScript is the same on every CPU, so everything is made where the build runs, and no emulator is needed: the
# image of another CPU differs in its base, in which of onnxruntime's libraries is kept, and in that it compiles its
# functions at each start: code that was compiled is of one CPU.
ARG NODE=24-bookworm-slim

FROM --platform=$BUILDPLATFORM docker.io/library/node:${NODE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
COPY shared/shims shared/shims
RUN npm ci
COPY tsconfig.json ./
COPY scripts scripts
COPY shared shared
COPY functions functions
ARG TARGETARCH
RUN npx tsx scripts/build.ts \
 && mkdir /app && cp dist/functions/*.js /app && cp -r dist/functions/migrations dist/functions/web /app \
 && arch="$([ "$TARGETARCH" = arm64 ] && echo arm64 || echo x64)" \
 && npx tsx scripts/image/packages.ts /app "$arch" \
 && echo '{"type": "module"}' > /app/package.json \
 && if [ "$arch" = "$(node -p process.arch)" ]; then npx tsx scripts/image/compiled.ts /app; fi

FROM docker.io/library/node:${NODE}
WORKDIR /app
COPY --from=build /app .
# onnxruntime would report what it runs to its maker. What was compiled is read from its folder, never written.
ENV NODE_ENV=production ORT_DISABLE_TELEMETRY=1 NODE_COMPILE_CACHE=/app/compiled
# By number, so that Kubernetes can see that it is not root.
USER 1000:1000
EXPOSE 8080
CMD ["node", "index.js"]

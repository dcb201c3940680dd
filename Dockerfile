# The exporter's image: Node, its libraries, the bundled program, and nothing else. No shell, no package manager, not root.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json ./
# Scripts of dependencies are not wanted; ours (`prepare`) would need the sources, which come later.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY src ./src
COPY scripts ./scripts
ARG REVISION=unknown
# Split, so that a health check does not read the whole program into memory beside the one that runs.
RUN REVISION="${REVISION}" node scripts/bundle.mjs --split /out/app/appsmith-exporter.mjs \
 && node scripts/sbom.mjs /out/app/sbom.cdx.json
COPY LICENSE /out/app/
# Mount points of the compose stack: a new volume takes the owner that they have here.
RUN mkdir -p /out/bundle /out/secrets && chown 65532:65532 /out/bundle /out/secrets
# What the node binary is linked with, wherever this architecture keeps it, certificates and a user's name.
RUN set -eu; \
    ldd /usr/local/bin/node | awk '/=> \//{print $3} /^[[:space:]]*\/.*ld-/{print $1}' | sort -u \
      | while read -r file; do mkdir -p "/out$(dirname "$file")"; cp -L "$file" "/out$file"; done; \
    for name in libnss_dns.so.2 libnss_files.so.2 libresolv.so.2; do \
      file="$(dirname "$(ldd /usr/local/bin/node | awk '/libc\.so/{print $3}')")/$name"; \
      [ ! -e "$file" ] || cp -L "$file" "/out$file"; \
    done; \
    mkdir -p /out/usr/local/bin /out/etc/ssl/certs /out/tmp; \
    cp /usr/local/bin/node /out/usr/local/bin/node; \
    [ ! -e /etc/ssl/certs/ca-certificates.crt ] || cp -L /etc/ssl/certs/ca-certificates.crt /out/etc/ssl/certs/; \
    echo 'nonroot:x:65532:65532::/tmp:/nonexistent' > /out/etc/passwd; \
    echo 'nonroot:x:65532:' > /out/etc/group; \
    echo 'hosts: files dns' > /out/etc/nsswitch.conf

FROM scratch
ARG REVISION=unknown
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="appsmith-exporter" \
      org.opencontainers.image.description="Prometheus exporter for a self-hosted Appsmith" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build /out/ /
USER 65532:65532
WORKDIR /app
ENV NODE_ENV=production
EXPOSE 9564
HEALTHCHECK --interval=15s --timeout=5s --start-period=10s --retries=3 \
  CMD ["/usr/local/bin/node", "/app/appsmith-exporter.mjs", "healthcheck"]
# One thread for V8's own work in place of four: less memory and less CPU (docs/decisions/0008).
ENTRYPOINT ["/usr/local/bin/node", "--v8-pool-size=1", "/app/appsmith-exporter.mjs"]
CMD ["serve"]

# pop3spec as an image: docker build -t pop3spec . && docker run --rm -v "$PWD:/work" pop3spec server mail.example.org ...
FROM node:20-slim AS build
WORKDIR /pop3spec
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY src src
COPY steps steps
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:20-slim
WORKDIR /pop3spec
COPY --from=build /pop3spec/node_modules node_modules
COPY --from=build /pop3spec/dist dist
COPY package.json ./
COPY features features
COPY reports/proof/matrix.json reports/proof/
RUN chmod +x dist/src/cli/main.js && ln -s /pop3spec/dist/src/cli/main.js /usr/local/bin/pop3spec && install -d -o node /work
# Reports are written to the current folder: mount a folder there to keep them.
USER node
WORKDIR /work
ENTRYPOINT ["pop3spec"]
CMD ["--help"]

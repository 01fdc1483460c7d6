// Prints the hosts that AWS's SDK for JavaScript asks for a token of a registry
// after a role was assumed: partition, registry, FIPS, dual-stack, STS's host, ECR's.
// No request leaves the process.
const { readFileSync } = require("fs");
const { dirname, join } = require("path");
const { ECRClient, GetAuthorizationTokenCommand } = require("@aws-sdk/client-ecr");
const { ECRPUBLICClient, GetAuthorizationTokenCommand: GetPublicToken } = require("@aws-sdk/client-ecr-public");
const { STSClient, AssumeRoleCommand } = require("@aws-sdk/client-sts");

// The SDK's table of partitions is in no module that can be required.
function partitions() {
  const root = dirname(dirname(require.resolve("@aws-sdk/client-ecr/package.json")));
  const file = join(root, "core/dist-cjs/submodules/client/index.js");
  const [, table] = readFileSync(file, "utf8").match(/partitionsInfo = (\{.*?\n\});/s);
  return Function(`return ${table}`)().partitions;
}

const getToken = [ECRClient, new GetAuthorizationTokenCommand({})];
const getPublicToken = [ECRPUBLICClient, new GetPublicToken({})];
const assumeRole = [STSClient, new AssumeRoleCommand({ RoleArn: "arn:aws:iam::123456789012:role/r", RoleSessionName: "s" })];

async function hostOf([Client, command], settings) {
  let host;
  const requestHandler = {
    handle: async (request) => {
      host = request.hostname;
      throw new Error("not sent");
    },
  };
  const client = new Client({
    ...settings,
    requestHandler,
    maxAttempts: 1,
    credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" },
  });
  await client.send(command).catch((error) => {
    if (host === undefined) throw error;
  });
  return host;
}

async function main() {
  for (const { id, outputs, regions } of partitions())
    for (const region of Object.keys(regions).filter((name) => !name.endsWith("-global"))) {
      const registries = [[`123456789012.dkr.ecr.${region}.${outputs.dnsSuffix}`, getToken]];
      if (region === "us-east-1") registries.push(["public.ecr.aws", getPublicToken]);
      for (const useFipsEndpoint of [false, true])
        for (const useDualstackEndpoint of [false, true])
          for (const [registry, request] of registries) {
            const settings = { region, useFipsEndpoint, useDualstackEndpoint };
            const hosts = [await hostOf(assumeRole, settings), await hostOf(request, settings)];
            console.log([id, registry, useFipsEndpoint, useDualstackEndpoint, ...hosts].join(" "));
          }
    }
}

main();

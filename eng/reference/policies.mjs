// Fills the IAM policies of docs/how-to/enrol-an-account.md with those that the emulator's accounts have, so that what is documented is what
// is tested: after each line `<!-- policy Name -->` comes a block of JSON that is written here.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const values = {
  account: '111122223333',
  principal: 'arn:aws:iam::999900001111:role/StudioControlPlane',
  externalId: 'studio-gateway-research',
};

/** The page with its policies as they are now. */
export function policies(root) {
  const source = readFileSync(join(root, 'src/ControlPlane.Sandbox/Emulator/World/SeedPolicies.cs'), 'utf8');
  const page = readFileSync(join(root, 'docs/how-to/enrol-an-account.md'), 'utf8');
  return page.replace(/(<!-- policy (\w+) -->\n)```json\n[\s\S]*?```/g, (_, marker, name) => {
    const raw = new RegExp(`\\b${name}(?:\\([^)]*\\))?\\s*=(?:>\\s*Fill\\()?\\s*"""\\n([\\s\\S]*?)\\n\\s*"""`).exec(source)?.[1];
    if (!raw) throw new Error(`policies.mjs: SeedPolicies has no ${name}`);
    const filled = raw.replace(/(?<!\$)\{(\w+)\}/g, (hole, key) => values[key] ?? hole);
    return `${marker}\`\`\`json\n${JSON.stringify(JSON.parse(filled), null, 2)}\n\`\`\``;
  });
}

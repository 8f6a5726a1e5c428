/**
 * A field mask.
 *
 * @param paths The fields, as a message (`displayName`) or as the proto (`display_name`) spells them.
 */
export function fieldMask(paths: readonly string[]): { paths: string[] } {
  return { paths: paths.map(path => path.replace(/[A-Z]/g, c => `_${c.toLowerCase()}`)) };
}

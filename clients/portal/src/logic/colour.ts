/** Colours of a brand that stay readable: WCAG 2.2, 1.4.3, wants 4.5 to 1. */

type Rgb = readonly [number, number, number];

/** The relative luminance, WCAG 2.2. */
export function luminance([r, g, b]: Rgb): number {
  const linear = (c: number) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/** The contrast of two colours, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** A colour of the form `#rrggbb`; undefined for any other text. */
export function parse(hex: string): Rgb | undefined {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  return match ? [Number.parseInt(match[1]!, 16), Number.parseInt(match[2]!, 16), Number.parseInt(match[3]!, 16)] : undefined;
}

function format(colour: Rgb): string {
  return `#${colour.map(c => Math.round(c).toString(16).padStart(2, '0')).join('')}`;
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  return [0, 1, 2].map(i => Math.round(from[i]! + (to[i]! - from[i]!) * share)) as unknown as Rgb;
}

/** The nearest colour towards black or white that can be read on a ground. */
function readable(colour: Rgb, grounds: readonly Rgb[], towards: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.02) {
    const mixed = mix(colour, towards, share);
    if (grounds.every(ground => contrast(mixed, ground) >= 4.6)) {
      return mixed;
    }
  }

  return towards;
}

const white: Rgb = [255, 255, 255];
const black: Rgb = [0, 0, 0];

/** What a brand's colour becomes on light and on dark pages. */
export interface Accent {
  readonly light: Shades;
  readonly dark: Shades;
}

/** A colour for links and buttons, what is written on it, and a soft ground of it. */
export interface Shades {
  readonly accent: string;
  readonly ink: string;
  readonly soft: string;
}

/** The colours of a brand; undefined when its colour is not one. */
export function accentOf(hex: string): Accent | undefined {
  const colour = parse(hex);
  if (!colour) {
    return undefined;
  }

  const paper: Rgb = [246, 246, 251];
  const night: Rgb = [29, 31, 44];
  const softLight = mix(white, colour, 0.1);
  const softDark = mix(night, colour, 0.22);
  const light = readable(colour, [white, paper, softLight], black);
  const dark = readable(colour, [night, softDark], white);
  const inkOf = (ground: Rgb) => format(contrast(ground, white) >= contrast(ground, [18, 18, 30]) ? white : [18, 18, 30]);
  return {
    light: { accent: format(light), ink: inkOf(light), soft: format(softLight) },
    dark: { accent: format(dark), ink: inkOf(dark), soft: format(softDark) },
  };
}

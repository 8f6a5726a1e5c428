// Runs before the first paint, so that neither colours nor language change before somebody's eyes.
import { chosenLanguage, chosenTheme } from './choices.js';

const root = document.documentElement;
const theme = chosenTheme();
if (theme !== 'system') {
  root.dataset.theme = theme;
}
root.lang = chosenLanguage();

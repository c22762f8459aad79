// A card's QR code carries its words behind the #, where no server, log or link preview sees them.
// They are put into the form, taken out of the address, and sent.
import { tickAsBefore } from "./shared.js";

const form = document.querySelector('[data-card]');
const words = decodeURIComponent(location.hash.slice(1)).replaceAll('-', ' ').trim();

if (form && words) {
  history.replaceState(null, '', location.pathname + location.search);
  tickAsBefore();
  form.elements.words.value = words;
  form.requestSubmit();
}

// One slide of the screen as elements; words only ever arrive as text.

const LONG = 120;
const VERY_LONG = 260;

function add(parent, tag, name, said) {
  const words = typeof said === "string" ? { text: said, dir: "auto" } : said;
  if (words && !words.text) return null;
  const element = document.createElement(tag);
  if (name) element.className = `slide__${name}`;
  if (words) {
    element.textContent = words.text;
    if (words.lang) element.lang = words.lang;
    if (words.dir) element.dir = words.dir;
  }
  parent.append(element);
  return element;
}

// The narrowest rendition that fills the screen, counting the screen's own pixels.
function source({ sizes, width, height }) {
  const room = Math.min(innerWidth, (innerHeight * width) / height) * (devicePixelRatio || 1);
  const [, address] = sizes.find(([wide]) => wide >= room * 0.9) ?? sizes[sizes.length - 1];
  return `../${address}`;
}

function addPicture(parent, one) {
  const frame = add(parent, "figure", "picture");
  const picture = document.createElement("img");
  picture.alt = one.picture.alt;
  picture.decoding = "async";
  picture.draggable = false;
  picture.src = source(one.picture);
  frame.append(picture);
}

function addQuotes(parent, one) {
  if (!one.quotes?.length) return;
  const others = add(parent, "div", "others");
  if (one.aside) add(others, "h2", "aside", one.aside);
  const list = add(others, "ul", "quotes");
  for (const quote of one.quotes) {
    const item = add(list, "li");
    add(item, "blockquote", "", quote);
    if (quote.by) add(item, "p", "by", quote.by);
  }
}

// Pressed, it is heard; what is said then stands where the caption stood.
function addVoice(parent, { voice }) {
  const button = add(parent, "button", "listen");
  button.type = "button";
  button.voice = voice;
  add(button, "span", "", voice.listen);
  add(button, "span", "lasts", voice.lasts);
  const words = add(parent, "p", "said", voice.text);
  if (!words) return;
  words.hidden = true;
  words.tabIndex = 0;
  if (voice.text.text.length > VERY_LONG) words.classList.add("is-small");
}

export function slide(one) {
  const element = document.createElement("article");
  const letters = one.text?.text.length ?? 0;
  element.classList.add("slide", `slide--${one.kind}`);
  if (letters > LONG) element.classList.add(letters > VERY_LONG ? "is-very-long" : "is-long");
  if (one.picture) {
    addPicture(element, one);
  }
  const words = add(element, "div", "words");
  words.dir = (one.text?.text ? one.text : one.heading).dir; // all begin where the story begins
  if (one.small) add(words, "p", "small", one.small);
  const heading = add(words, "h1", "heading", one.heading);
  if (one.size) heading.classList.add(`is-${one.size}`);
  const story = add(words, "div", "story");
  if (one.text) add(story, "p", "text", one.text);
  if (one.label) add(story, "p", "label", one.label);
  if (one.names?.length) {
    const names = add(story, "ul", "names");
    one.names.forEach((name) => add(names, "li", "", name));
  }
  if (one.organisations) add(story, "p", "facts", one.organisations);
  addQuotes(story, one);
  add(words, "ul", "leaves").setAttribute("aria-hidden", "true");
  if (one.voice) addVoice(words, one);
  if (one.credit || one.facts) {
    const foot = add(words, "div", "foot");
    if (one.credit) add(foot, "p", "credit", one.credit);
    if (one.facts) add(foot, "p", "facts", one.facts);
  }
  return element;
}

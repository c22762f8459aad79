// A voice on the screen: only when somebody asks, one at a time, and silent when the slide goes.

const LONGEST = 200000; // a sound that never ends, on a broken disk say, does not hold the screen

let sound = null;
let slide = null;
let button = null;
let begun = 0;

export const speaking = () => sound !== null && Date.now() - begun < LONGEST;

function tell(said) {
  button.firstChild.textContent = said.text;
  button.classList.toggle("is-on", sound !== null);
}

export function hush() {
  if (!sound) return;
  sound.pause();
  sound.removeAttribute("src");
  sound = null;
  tell(button.voice.listen);
}

export function speak(pressed, ended) {
  hush();
  button = pressed;
  slide = pressed.closest(".slide");
  const { voice } = pressed;
  const words = slide.querySelector(".slide__said");
  const mine = new Audio(`../${voice.src}`);
  const stop = () => {
    if (sound !== mine) return;
    hush();
    ended();
  };
  sound = mine;
  begun = Date.now();
  mine.addEventListener("ended", stop);
  mine.addEventListener("error", stop);
  mine.addEventListener("timeupdate", () => {
    if (words) words.scrollTop = (words.scrollHeight - words.clientHeight) * (mine.currentTime / voice.seconds);
  });
  mine.play().catch(stop);
  if (words) {
    words.hidden = false;
    slide.classList.add("is-heard");
  }
  tell(voice.stop);
}

// In the manner of jslib's k6-utils.
let state = 7;

function random() {
  state = (state * 16807) % 2147483647;
  return state / 2147483647;
}

export function randomIntBetween(min, max) {
  return Math.floor(random() * (max - min + 1) + min);
}

export function randomItem(list) {
  return list[Math.floor(random() * list.length)];
}

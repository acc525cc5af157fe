// One message as it looks: text built from entities (never from markup), attachments, inline buttons.

import { word } from "/chat/words.js";

const PLAIN = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

/** Make an element: a tag, its classes and what it holds. */
export function make(tag, classes = "", ...content) {
  const node = document.createElement(tag);
  if (classes) node.className = classes;
  node.append(...content);
  return node;
}

/** A web address, or "" for what must not be followed. */
function safe(address) {
  try {
    const url = new URL(address.includes("://") ? address : `http://${address}`);
    return ["http:", "https:"].includes(url.protocol) ? url.href : "";
  } catch {
    return "";
  }
}

function link(address) {
  const href = safe(address);
  if (!href) return make("span", "mention");
  const node = make("a");
  Object.assign(node, { href, target: "_blank", rel: "noopener noreferrer", title: href });
  return node;
}

function spoiler() {
  const node = make("span", "spoiler");
  node.tabIndex = 0;
  node.role = "button";
  node.ariaLabel = word("spoiler");
  const reveal = () => {
    node.classList.add("seen");
    node.removeAttribute("role");
    node.removeAttribute("aria-label");
    node.removeAttribute("tabindex");
  };
  node.addEventListener("click", reveal);
  node.addEventListener("keydown", (event) => (event.key === "Enter" || event.key === " ") && reveal());
  return node;
}

function command(text, say) {
  const node = make("button", "command");
  node.type = "button";
  node.addEventListener("click", () => say(text));
  return node;
}

function element([kind, , , value], text, say) {
  if (kind in PLAIN) return make(PLAIN[kind]);
  if (kind === "pre") return make("pre");
  if (kind === "blockquote") return make("blockquote");
  if (kind === "expandable_blockquote") return make("blockquote", "expandable");
  if (kind === "text_link") return link(value);
  if (kind === "url") return link(text);
  if (kind === "bot_command") return command(text, say);
  if (kind === "spoiler") return spoiler();
  if (kind === "date_time") return Object.assign(make("time"), { dateTime: new Date(value * 1000).toISOString() });
  return make("span", "mention");
}

/** Fill `parent` with text[from, to) and its entities; where two cross, the later one is cut in two. */
function fill(parent, text, from, to, entities, say) {
  let at = from;
  const waiting = [...entities];
  while (waiting.length) {
    const first = waiting.shift();
    const [, offset, length] = first;
    const end = Math.min(offset + length, to);
    parent.append(between(parent, text.slice(at, offset), BLOCKS.has(first[0])));
    const inside = [];
    while (waiting.length && waiting[0][1] < end) {
      const [kind, start, size, value] = waiting.shift();
      inside.push([kind, start, Math.min(size, end - start), value]);
      if (start + size > end) waiting.splice(place(waiting, end), 0, [kind, end, start + size - end, value]);
    }
    const node = element(first, text.slice(offset, end), say);
    fill(node, text, offset, end, inside, say);
    parent.append(node);
    at = end;
  }
  parent.append(between(parent, text.slice(at, to), false));
}

/** Text before, between or after blocks: the line breaks next to a block are the block's own. */
function between(parent, text, beforeBlock) {
  if (parent.lastElementChild?.matches("blockquote, pre")) text = text.replace(/^\n/, "");
  return beforeBlock ? text.replace(/\n$/, "") : text;
}

const place = (entities, offset) => {
  const found = entities.findIndex((entity) => entity[1] >= offset);
  return found < 0 ? entities.length : found;
};

/** A text with its formatting. Quotes that can be folded get their handle once they are on the page. */
function formatted(message, say) {
  const node = make("div", "text");
  node.dir = "auto";
  fill(node, message.text, 0, message.text.length, message.entities, say);
  for (const quote of node.querySelectorAll("blockquote.expandable")) fold(quote);
  return node;
}

function fold(quote) {
  const inner = make("div", "folded", ...quote.childNodes);
  const handle = make("button", "fold", word("show"));
  handle.type = "button";
  handle.ariaExpanded = "false";
  handle.addEventListener("click", () => {
    const open = quote.classList.toggle("open");
    handle.ariaExpanded = String(open);
    handle.textContent = word(open ? "hide" : "show");
  });
  quote.replaceChildren(inner, handle);
}

function attached({ kind, name, size, url }) {
  if (kind === "photo") return make("div", "photo", word("photo"));
  if (kind === "place") return make("div", "place", name);
  if (kind === "voice") return make("div", "voice", word("voice"), make("small", "", name));
  if (kind === "sticker") return make("div", "sticker", name);
  const node = make("a", "file", make("strong", "", name), make("small", "", `${Math.max(1, Math.round(size / 1024))} ${word("kb")}`));
  node.href = url;
  return node;
}

function button(message, pressed, tap) {
  if (pressed.url) {
    const node = link(pressed.url);
    node.className = "key away";
    node.append(pressed.label);
    return node;
  }
  const node = make("button", `key ${pressed.style}`, pressed.label);
  node.type = "button";
  node.addEventListener("click", () => tap(message, pressed, node));
  return node;
}

/** The whole message; `when` formats its time, `say` and `tap` carry out what its links and buttons ask for. */
export function bubble(message, { when, say, tap }) {
  const meta = make("footer", "", make("time", "", when(message.time)));
  if (message.edited) meta.prepend(make("span", "", word("edited")));
  const body = make("div", "bubble");
  if (message.author) body.append(make("strong", "author", message.author));
  if (message.attachment) body.append(attached(message.attachment));
  if (message.text) body.append(formatted(message, say));
  body.append(meta);
  const node = make("article", message.mine ? "message mine" : "message", make("h3", "hidden", message.mine ? word("you") : message.author || word("bot")), body);
  node.dataset.id = message.id;
  if (message.rows.length) {
    const rows = message.rows.map((row) => make("div", "row", ...row.map((one) => button(message, one, tap))));
    node.append(make("div", "rows", ...rows));
  }
  return node;
}

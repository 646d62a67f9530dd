/* Opens a sealed result in this page: passphrase to key, key to files. It asks no network, and keeps
   nothing. `age` is the bundled library (static/vendor). */
(() => {
  "use strict";
  const given = JSON.parse(document.body.dataset.result);
  const at = (id) => document.getElementById(id);
  const say = (key, places = {}) => {
    const words = document.querySelector(`#say [data-say="${CSS.escape(key)}"]`)?.textContent ?? "";
    return words.replace(/\{(\w+)\}/g, (_, name) => places[name]);
  };
  const bytesOf = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const fault = (key) => {
    const place = at("fault");
    place.hidden = !key;
    place.textContent = key ? say(key) : "";
    if (key) place.focus();
  };

  const unpacked = async (bytes) => {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  };
  const filesOf = (content) => {
    const end = content.indexOf(10);
    const head = JSON.parse(new TextDecoder().decode(content.subarray(0, end)));
    if (head.schema !== "netcurtain/sealed/1") throw new Error("another form");
    let from = end + 1;
    return head.files.map(({ name, bytes }) => {
      const file = { name, content: content.subarray(from, from + bytes) };
      from += bytes;
      return file;
    });
  };

  const TYPES = { html: "text/html", json: "application/json", ics: "text/calendar", txt: "text/plain" };
  const offered = (file) => {
    const line = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = say("save", { file: file.name });
    button.addEventListener("click", () => {
      const type = TYPES[file.name.split(".").pop()] ?? "application/octet-stream";
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([file.content], { type }));
      link.download = file.name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    });
    const about = say(file.name);
    line.append(button, about ? ` ${about}` : "");
    return line;
  };
  /* The report stands in a frame of its own that is no page of this one. What leads out of it opens
     beside it, since the frame itself may load nothing. */
  const shown = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const link of page.querySelectorAll('a[href^="http"]')) link.target = "_blank";
    for (const link of page.querySelectorAll('a[href^="#"]')) link.href = `about:srcdoc${link.getAttribute("href")}`;
    return `<!doctype html>\n${page.documentElement.outerHTML}`;
  };
  const show = (files) => {
    const report = files.find((file) => file.name === "report.html");
    if (report) {
      at("report").srcdoc = shown(new TextDecoder().decode(report.content));
      at("report").hidden = false;
    }
    at("files").replaceChildren(...files.map(offered));
    at("lock").hidden = true;
    at("opened").hidden = false;
    at("opened").focus();
  };

  const openWith = async (key) => {
    let packed;
    try {
      const opener = new age.Decrypter();
      opener.addIdentity(key);
      packed = await opener.decrypt(bytesOf(given.sealed));
    } catch {
      return "damaged";
    }
    if (typeof DecompressionStream === "undefined") return "old";
    try {
      show(filesOf(await unpacked(packed)));
      return "";
    } catch {
      return "damaged";
    }
  };
  const unlocked = async (passphrase) => {
    const opener = new age.Decrypter();
    opener.addPassphrase(passphrase);
    return (await opener.decrypt(bytesOf(given.locked), "text")).trim();
  };
  const busy = async (button, work) => {
    if (button.disabled) return;
    const words = button.textContent;
    button.disabled = true;
    button.textContent = say("working");
    fault("");
    await painted();
    try {
      fault(await work());
    } finally {
      button.disabled = false;
      button.textContent = words;
    }
  };
  at("form").addEventListener("submit", (event) => {
    event.preventDefault();
    busy(at("open"), async () => {
      let key;
      try {
        key = await unlocked(at("pass").value);
      } catch {
        return "wrong";
      }
      at("pass").value = "";
      return openWith(key);
    });
  });
  at("with-key").addEventListener("submit", (event) => {
    event.preventDefault();
    busy(event.target.querySelector("button"), async () => {
      const key = at("key").value.trim();
      at("key").value = "";
      return (await openWith(key)) ? "wrong-key" : "";
    });
  });
  at("show").addEventListener("change", ({ target }) => {
    at("pass").type = target.checked ? "text" : "password";
  });
})();

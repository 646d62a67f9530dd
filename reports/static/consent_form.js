/* The consent form: everything happens in this page. It asks no network, and keeps nothing: what is
   written is gone when the page is closed. `age` is the bundled library (static/vendor). */
(() => {
  "use strict";
  const FORM = "netcurtain/consent-form/1";
  const WORK_FACTOR = 17; /* log2 of scrypt's N: 128 MB and some seconds on a telephone */
  const given = JSON.parse(document.body.dataset.form);
  const at = (id) => document.getElementById(id);
  const all = (what, where = document) => [...where.querySelectorAll(what)];
  const say = (key, places = {}) => {
    const words = document.querySelector(`#say [data-say="${key}"]`)?.textContent ?? "";
    return words.replace(/\{(\w+)\}/g, (_, name) => places[name]);
  };
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const chosen = (name) => document.querySelector(`input[name="${name}"]:checked`)?.value;
  const isoDay = (date) => {
    const pad = (number) => String(number).padStart(2, "0");
    return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  };
  const isDay = (text) => /^\d{4}-\d{2}-\d{2}$/.test(text);

  /* Leaving with something unsaved */
  let unsaved = false;
  const changed = () => {
    unsaved = true;
    at("saved").hidden = true;
  };
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });

  /* Facts: one row each */
  const addRow = (kind, fact = {}) => {
    const row = kind.querySelector("template").content.firstElementChild.cloneNode(true);
    const part = (name) => row.querySelector(`.${name}`);
    part("value").value = fact.value ?? "";
    for (const name of ["site", "label"]) if (part(name)) part(name).value = fact[name] ?? "";
    const use = part("use");
    const asOffice = () => {
      if (use && use.selectedIndex === 0) use.value = "office";
    };
    if (use && fact.use) use.value = fact.use;
    else if (fact.public) asOffice();
    /* An address that came in its parts stays so, unless its line is changed. */
    if (fact.parts) row.given = { line: fact.value, parts: fact.parts };
    const open = part("public");
    if (open) {
      const show = () => {
        part("reason-of").hidden = !open.checked;
      };
      open.checked = Boolean(fact.public);
      part("reason").value = fact.public ?? "";
      open.addEventListener("change", () => {
        if (open.checked && !part("reason").value) part("reason").value = say("reason");
        if (open.checked) asOffice();
        show();
      });
      show();
    }
    part("remove")?.addEventListener("click", () => {
      const rows = kind.querySelector(".rows");
      row.remove();
      if (!rows.children.length) addRow(kind);
      rows.querySelector(".value").focus();
      changed();
    });
    kind.querySelector(".rows").append(row);
    return row;
  };
  const kinds = all(".kind[data-kind]");
  for (const kind of kinds) {
    const facts = given.facts[kind.dataset.kind] ?? [];
    for (const fact of facts.length ? facts : [{}]) addRow(kind, fact);
    kind.querySelector(".add")?.addEventListener("click", () => addRow(kind).querySelector(".value").focus());
  }
  /* What the list said of rarer kinds is not hidden. */
  const more = at("more-kinds");
  if (all(".value", more).some((box) => box.value)) more.open = true;
  const factOf = (row) => {
    const part = (name) => row.querySelector(`.${name}`)?.value.trim() ?? "";
    const line = part("value");
    if (!line) return null;
    const fact = row.given && row.given.line === line ? { ...row.given.parts } : { value: line };
    for (const name of ["site", "label", "use"]) if (part(name)) fact[name] = part(name);
    if (row.querySelector(".public")?.checked) fact.public_by_choice = part("reason") || say("reason");
    return fact;
  };
  const facts = () => {
    const found = {};
    for (const kind of kinds) {
      const some = all(".row", kind).map(factOf).filter(Boolean);
      if (some.length) found[kind.dataset.kind] = some;
    }
    return found;
  };
  const pages = () => at("pages").value.split(/\s+/).filter(Boolean);

  /* What the list said */
  at("role").value = given.role;
  at("pages").value = given.pages.join("\n");
  at("election-kind").value = given.election.kind ?? "";
  at("election-nation").value = given.election.nation ?? "";
  at("election-day").value = given.election.poll_date ?? "";
  at("until").value = given.until;
  at("day").value = isoDay(new Date());
  at("day").max = at("day").value;
  at("until").min = at("day").value;

  /* Ticks */
  const choices = all(".choices");
  const ticked = (key) => all(`[data-choices="${key}"] input:checked`).map((box) => box.value);
  const count = (list) => {
    for (const fold of all("details", list)) {
      fold.querySelector(".ticked").textContent = String(all("input:checked", fold).length);
    }
  };
  for (const list of choices) {
    const turn = (to) => () => {
      for (const box of all("input", list)) box.checked = to;
      count(list);
      changed();
    };
    list.querySelector(".all")?.addEventListener("click", turn(true));
    list.querySelector(".none")?.addEventListener("click", turn(false));
    list.addEventListener("change", () => count(list));
    count(list);
  }
  for (const radio of all('input[name="scope"]')) {
    radio.addEventListener("change", () => {
      at("scope").hidden = chosen("scope") !== "some";
    });
  }
  const wanted = () => {
    const found = facts();
    if (chosen("scope") !== "some") return found;
    const some = new Set(["name", ...all("#scope input:checked").map((box) => box.value)]);
    return Object.fromEntries(Object.entries(found).filter(([kind]) => some.has(kind)));
  };

  /* Passphrase */
  const WORDS = `
acorn acre actor adult agent alarm album alert alley almond amber anchor angle ankle apple apron arch armour arrow
artist aspen atlas attic autumn award axle badge bagel baker balcony ballad bamboo banana banjo barley barn barrel
basil basket bath bazaar beach beacon beagle bean beard beaver bedroom beetle bell bench berry bicycle birch biscuit
bison blanket blossom blouse boat bobbin bonfire bonnet book boot border bottle boulder bounce bowl bracket branch
brass bread breeze brick bridge bristle brook broom brush bubble bucket buckle budget bugle bulb bundle butter
button cabbage cabin cable cactus cake camel camera canal candle canoe canvas canyon captain caravan carbon cardigan
cargo carpet carrot castle cattle cedar celery cellar cello cement cereal chain chair chalk chapel charm chart
cheese cherry chess chest chimney chisel choir cinema circle circus clarinet clay clerk cliff clock cloud clover
coach coast cobbler cocoa coffee coin collar colour comet compass concert copper coral corner cottage cotton cousin
cradle crane crayon cream cricket crocus crown crumb crystal cuckoo cupboard curtain cushion cycle cymbal daisy
damson dancer dawn deck deer denim desert desk dial diamond diary dinner dolphin donkey dough dragon drawer dream
drum duck dune duster eagle early easel echo editor elbow elder elm ember emerald engine envelope estate evening
fabric falcon family farmer feather fence fern ferry fiddle field figure finch finger flag flannel flask fleece
flint flour flute forest fossil fountain fox frost fruit funnel furnace galaxy gallery galley garage garden garlic
garnet gate gazebo gem geyser giant ginger giraffe glacier glass glider globe glove goat gorge gossip grain granite
grape gravel gravy grotto guitar gull gutter hammer hamster handle harbour harp harvest hatch hawthorn hazel heather
hedge helmet herald heron hiker hinge hobby hockey honey hood horizon hornet hotel hound hurdle igloo inkwell insect
iris island ivory jacket jade jasmine jelly jersey jewel jigsaw jockey jotter journal jubilee jug juice jumper
jungle juniper kayak kennel kernel kettle keyboard kingdom kiosk kitchen kite kitten knapsack ladder lagoon lake
lamp lantern larch lark lasso lattice laundry lavender lawn leaflet leather ledger lemon lentil letter lever library
lichen lilac lily linen lizard llama lobby lobster locket lodge lottery lumber lunar magnet magpie mallet mango
mantle maple marble margin market marsh mast meadow medal melody melon mermaid meteor mill mineral mint mirror
mitten moat mole monsoon moon mosaic moss motor mountain muffin mural museum mussel mustard napkin narrow nectar
needle nest nettle nickel noodle notebook nugget nursery nutmeg oak oasis oat oboe ocean olive onion opal opera
orange orbit orchard orchid organ osprey otter oval oven oyster paddle pagoda paint palace pancake panther papaya
paper parade parcel parrot parsley pasta pastel pasture patch path pavement peach peanut pear pebble pelican pencil
penguin pepper piano picnic pier pigeon pillar pillow pilot pirate pistachio pitcher planet plaster plum pocket poem
polar pollen pony poplar poppy porridge portrait postcard potato pottery prairie prism puddle puffin pulley pumpkin
puppet purple pyramid quarry quartz quilt quiver rabbit raccoon radio radish raft railway rainbow raisin raven reef
ribbon river robin rocket rooster rosemary rudder saddle saffron sailor salmon sandal sapphire
`.trim().split(/\s+/);
  const word = () => WORDS[crypto.getRandomValues(new Uint16Array(1))[0] % WORDS.length]; /* 512 divides 65536 */
  let madeWords = "";
  const weakness = (text) => {
    const length = [...text.normalize("NFC")].length;
    if (length < 12) return say("short", { n: 12 - length });
    return new Set(text).size < 5 ? say("same") : "";
  };
  const strength = () => {
    const text = at("pass").value;
    let told = "";
    if (text) {
      const many = text.split(/[\s-]+/).filter((piece) => piece.length > 2).length;
      told = weakness(text) || say(text === madeWords ? "strong" : many > 3 || text.length > 23 ? "good" : "fair");
    }
    at("strength").textContent = told;
  };
  at("make").addEventListener("click", () => {
    madeWords = Array.from({ length: 6 }, word).join(" ");
    at("pass").value = madeWords;
    at("again").value = madeWords;
    const told = at("made");
    const [before] = say("made", { words: "\u0000" }).split("\u0000");
    const strong = document.createElement("strong");
    strong.textContent = madeWords;
    told.replaceChildren(before, strong);
    told.hidden = false;
    strength();
    changed();
  });
  at("pass").addEventListener("input", strength);
  at("show").addEventListener("change", ({ target }) => {
    for (const id of ["pass", "again"]) at(id).type = target.checked ? "text" : "password";
  });

  /* What is missing */
  const faults = (found) => {
    const told = [];
    const note = (key, box) => told.push([say(key), box]);
    const box = (kind) => document.querySelector(`[data-kind="${kind}"] .value`);
    const known = facts();
    const names = ["name", "alias", "former_name"];
    const name = found.name?.[0];
    if (!name) note("name", box("name"));
    if (!Object.keys(known).some((kind) => !names.includes(kind))) note("further", box("address"));
    else if (!Object.keys(found).some((kind) => !names.includes(kind))) note("scope", document.querySelector('input[name="scope"]'));
    for (const row of all('[data-kind="email"] .row')) {
      const text = row.querySelector(".value").value.trim();
      if (/\s/.test(text) || text.startsWith("@") || text.endsWith("@")) note("email", row.querySelector(".value"));
    }
    if (pages().some((page) => !/^https?:\/\/[^/\s@]+/i.test(page))) note("page", at("pages"));
    const today = isoDay(new Date());
    if (!isDay(at("until").value) || at("until").value < today) note("until", at("until"));
    if (!at("pass").value || weakness(at("pass").value)) note("passphrase", at("pass"));
    else if (at("pass").value !== at("again").value) note("again", at("again"));
    const signed = folded(at("signature").value);
    const called = names.flatMap((kind) => found[kind] ?? []).map((fact) => folded(fact.value ?? Object.values(fact).join(" ")));
    if (!signed.length || (called.length && !called.some((words) => words.some((each) => signed.includes(each))))) note("signature", at("signature"));
    if (!isDay(at("day").value) || at("day").value > today) note("day", at("day"));
    return told;
  };
  const tell = (told) => {
    for (const box of all("[aria-invalid]")) box.removeAttribute("aria-invalid");
    const place = at("faults");
    place.hidden = !told.length;
    if (!told.length) return;
    const list = document.createElement("ul");
    for (const [words, box] of told) {
      if (box.type !== "radio") box.setAttribute("aria-invalid", "true");
      const line = document.createElement("li");
      const link = document.createElement("a");
      link.href = "#form";
      link.textContent = words;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        for (let fold = box.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
        box.focus();
      });
      line.append(link);
      list.append(line);
    }
    const head = document.createElement("p");
    head.textContent = say("faults");
    place.replaceChildren(head, list);
    place.focus();
  };

  /* Encrypting and saving */
  const base64 = (bytes) => {
    let text = "";
    for (let from = 0; from < bytes.length; from += 8192) text += String.fromCharCode(...bytes.subarray(from, from + 8192));
    return btoa(text);
  };
  const sealed = async (content) => {
    const encrypter = new age.Encrypter();
    encrypter.addRecipient(given.recipient);
    return encrypter.encrypt(JSON.stringify(content));
  };
  const download = (bytes, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };
  const fileName = (act, name) => {
    const plain = folded(name).join("-").replace(/[^a-z0-9-]/g, "").replace(/^-+|-+$/g, "").slice(0, 60);
    /* The number tells two of one name apart, the last letters two files of one person. */
    const tail = Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => "bcdfghjkmnpqrstv"[byte % 16]).join("");
    return [act, String(given.number).padStart(4, "0"), plain || "form", tail].join("-") + ".age";
  };
  const head = (act) => ({ schema: FORM, act, token: given.token, made_at: new Date().toISOString() });
  const election = () => {
    const told = { ...given.election, kind: at("election-kind").value, nation: at("election-nation").value, poll_date: at("election-day").value };
    return Object.fromEntries(Object.entries(told).filter(([, value]) => value));
  };
  /* What was left open is not saved: it is no "no". */
  const situation = () => {
    const answered = all("[data-situation]").filter((box) => box.value);
    return Object.fromEntries(answered.map((box) => [box.dataset.situation, box.value === "yes"]));
  };
  const content = async (found) => {
    const own = await age.generateX25519Identity();
    const locker = new age.Encrypter();
    locker.setPassphrase(at("pass").value);
    locker.setScryptWorkFactor(WORK_FACTOR);
    return {
      ...head("consent"),
      recipient: await age.identityToRecipient(own),
      locked_identity: base64(await locker.encrypt(own)),
      sharing: chosen("sharing"),
      language: document.documentElement.lang.slice(0, 2),
      profile: {
        schema: 1,
        subject: { role: at("role").value },
        consent: {
          given_by: at("signature").value.trim(),
          given_on: at("day").value,
          valid_until: at("until").value,
          scope: Object.keys(found),
          name_searches: ticked("name_searches"),
          revealing_searches: ticked("revealing_searches"),
          sensitive_sources: ticked("sensitive_sources"),
        },
        election: election(),
        facts: found,
        situation: situation(),
        pages: { urls: pages() },
      },
    };
  };
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  at("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = at("save");
    if (button.disabled) return;
    const found = wanted();
    const told = faults(found);
    tell(told);
    if (told.length) return;
    const words = button.textContent;
    button.disabled = true;
    button.textContent = say("working");
    try {
      await painted();
      const bytes = await sealed(await content(found));
      const name = fileName("consent", at("signature").value);
      download(bytes, name);
      document.querySelector("#saved .file").textContent = name;
      at("saved").hidden = false;
      at("saved").focus();
      unsaved = false;
    } catch {
      const place = at("faults");
      place.textContent = say("failed");
      place.hidden = false;
      place.focus();
    } finally {
      button.disabled = false;
      button.textContent = words;
    }
  });
  at("form").addEventListener("input", changed);

  /* Withdrawing */
  at("sure").addEventListener("change", ({ target }) => {
    at("take-back").disabled = !target.checked;
  });
  at("take-back").addEventListener("click", async () => {
    const name = fileName("withdrawal", given.name);
    download(await sealed(head("withdraw")), name);
    at("taken-back").textContent = say("taken-back", { file: name });
  });
})();

"use strict";
/* The page: its state, what is drawn of it, and what changes it. All numbers come from geometry.js. */
(() => {
    const $ = (id) => document.getElementById(id);
    const initial = JSON.parse($("initial").textContent);
    const state = { ...initial, values: "ones", position: [] };
    const alike = (a, b) => JSON.stringify(a) === JSON.stringify(b);
    state.linked = state.axes.length === 2 && alike(state.axes[0], state.axes[1]);
    let axes = null; // the resolved axes, or null while something does not fit
    let timer = null;

    const WORDS = {
        PADDING: "padding", STRETCH: "stretch", UNREAD: "input never read", INPUT: "input", DROPPED: "dropped",
        EMPTY: "output without input", OUTPUT: "output",
    };
    const axisName = (a) => state.axes.length === 1 || a === 1 ? "width" : "height";
    const create = (tag, properties, ...children) => {
        const node = Object.assign(document.createElement(tag), properties);
        node.append(...children);
        return node;
    };
    const cross = (numbers) => numbers.join("×");

    // ---- values ----
    const counting = (extents, index) => 1 + index.reduce((at, i, a) => at * extents[a] + i, 0);
    const inputAt = (index) => state.values === "ones" ? 1 : counting(axes.map(geometry.inputExtent), index);
    const weightAt = (tap) => state.values === "ones" ? 1 : counting(axes.map((axis) => axis.kernel), tap);

    // ---- resolving ----
    const resolve = () => {
        let at = 0;
        try {
            axes = state.axes.map((p, a) => {
                at = a;
                const axis = geometry.resolve(state.op, p);
                if (geometry.places(axis) > initial.maxPlaces) {
                    throw new RangeError(`${geometry.places(axis)} places: at most ${initial.maxPlaces} are drawn`);
                }
                return axis;
            });
            return null;
        } catch (refusal) {
            if (!(refusal instanceof RangeError)) {
                throw refusal;
            }
            axes = null;
            return {
                message: `${axisName(at)}: ${refusal.message}`, axis: at, admissible: refusal.admissible,
                parameter: /^\w+/.exec(refusal.message)[0], // Each message starts with what does not fit.
            };
        }
    };

    const positions = () => axes.map((axis) => geometry.result(axis));
    const placeCount = () => positions().reduce((all, strip) => all * strip.cells.length, 1);
    const stepOf = (position) => positions().reduce((at, strip, a) => at * strip.cells.length + position[a] - strip.start, 0);
    const positionOf = (step) => {
        const position = [];
        for (const strip of positions().reverse()) {
            position.unshift(strip.start + step % strip.cells.length);
            step = Math.floor(step / strip.cells.length);
        }
        return position;
    };
    const clamp = (position) => positions().map((strip, a) => {
        const wanted = Number.isFinite(position[a]) ? position[a] : firstKept(strip);
        return Math.min(Math.max(wanted, strip.start), strip.start + strip.cells.length - 1);
    });
    const firstKept = (strip) => strip.start + Math.max(0, strip.cells.findIndex((cell) => cell !== "DROPPED"));

    // ---- drawing ----
    const grid = (node, strips, value) => {
        const rows = strips.length === 2 ? strips[0] : { start: 0, cells: [null] };
        const columns = strips[strips.length - 1];
        node.style.setProperty("--columns", columns.cells.length);
        node.replaceChildren();
        let digits = 1;
        rows.cells.forEach((rowKind, r) => columns.cells.forEach((columnKind, c) => {
            const kind = rowKind === null ? columnKind : geometry.combine(rowKind, columnKind);
            const position = strips.length === 2 ? [rows.start + r, columns.start + c] : [columns.start + c];
            const text = String(value(position));
            digits = Math.max(digits, text.length);
            const cell = create("div", { className: "cell" }, create("span", { textContent: text }));
            Object.assign(cell.dataset, { kind, row: r, column: c, value: text });
            node.append(cell);
        }));
        node.style.setProperty("--digits", digits < 3 ? "0.38" : digits < 4 ? "0.32" : "0.24");
    };

    const drawGrids = () => {
        const sources = axes.map(geometry.source);
        const longest = Math.max(...[...sources, ...positions()].map((strip) => strip.cells.length));
        const size = longest <= 10 ? 44 : longest <= 18 ? 34 : longest <= 27 ? 26 : 18;
        $("grids").style.setProperty("--cell", `${size}px`);
        grid($("source"), sources, (position) => {
            const index = axes.map((axis, a) => geometry.element(axis, position[a]));
            return index.includes(-1) ? 0 : inputAt(index);
        });
        grid($("result"), positions(), (position) => geometry.sum(axes, position, inputAt, weightAt));
        const kinds = new Set([...document.querySelectorAll(".cell")].map((cell) => cell.dataset.kind));
        const added = [["STRETCH", "stretched"], ["PADDING", "padded"]].filter(([kind]) => kinds.has(kind)).map((each) => each[1]);
        $("source-caption").textContent = `input ${cross(axes.map(geometry.inputExtent))}`
            + (added.length ? `, ${added.join(" and ")}` : "");
        $("result-caption").textContent = `output ${cross(axes.map(geometry.outputExtent))}`
            + (kinds.has("DROPPED") ? ", the rest dropped" : "");
        $("legend").replaceChildren(
            ...geometry.KINDS.filter((kind) => kinds.has(kind)).map((kind) => {
                const swatch = create("i", {}, create("span"));
                swatch.dataset.kind = kind;
                return create("li", {}, swatch, WORDS[kind]);
            }),
            create("li", {}, create("i", { className: "frame" }), "window"));
    };

    /** A frame in percent of its grid, so that it needs no measuring. */
    const frame = (node, className, from, to, strips) => {
        const [r0, c0] = from.length === 2 ? from : [0, from[0]];
        const [r1, c1] = to.length === 2 ? to : [0, to[0]];
        const rows = strips.length === 2 ? strips[0].cells.length : 1;
        const columns = strips[strips.length - 1].cells.length;
        let box = [...node.querySelectorAll(`.${className}`)].find((each) => !each.placed);
        if (!box) {
            box = create("div", { className });
            node.append(box);
        }
        box.placed = true;
        Object.assign(box.style, {
            left: `${c0 / columns * 100}%`, top: `${r0 / rows * 100}%`,
            width: `${(c1 - c0 + 1) / columns * 100}%`, height: `${(r1 - r0 + 1) / rows * 100}%`,
        });
        Object.assign(box.dataset, { row: r0, column: c0, rows: r1 - r0 + 1, columns: c1 - c0 + 1 });
        return box;
    };

    const drawFrames = (products) => {
        const sources = axes.map(geometry.source);
        const results = positions();
        const source = $("source");
        const result = $("result");
        document.querySelectorAll(".tap").forEach((tap) => tap.remove());
        document.querySelectorAll(".window").forEach((box) => { box.placed = false; });
        const places = axes.map((axis, a) => geometry.reads(axis, state.position[a]).map((at) => at - sources[a].start));
        const holed = axes.some((axis) => axis.dilation > 1 && axis.kernel > 1);
        frame(source, "window", places.map((at) => Math.min(...at)), places.map((at) => Math.max(...at)), sources)
            .classList.toggle("holed", holed);
        if (holed) {
            products.forEach((each) => {
                const at = each.at.map((position, a) => position - sources[a].start);
                frame(source, "tap", at, at, sources);
            });
        }
        const at = state.position.map((position, a) => position - results[a].start);
        frame(result, "window", at, at, results);
    };

    const drawProducts = (products) => {
        const sources = axes.map(geometry.source);
        // In the order in which they lie under the window; a transposed convolution meets its taps in reverse.
        const ordered = state.op === "conv" ? products : products.toReversed();
        const node = $("products");
        node.style.setProperty("--columns", axes[axes.length - 1].kernel);
        node.replaceChildren(...ordered.map((each) => {
            const kind = each.at.map((at, a) => sources[a].cells[at - sources[a].start]).reduce(geometry.combine);
            const value = create("span", { textContent: each.input });
            const holder = create("div", { className: "product" + (each.product === 0 ? " zero" : "") },
                wrap(kind, value), "×", create("em", { textContent: each.weight }), "=", create("b", { textContent: each.product }));
            Object.assign(holder.dataset, { kind, product: each.product, tap: each.tap.join(",") });
            return holder;
        }));
        const sum = products.reduce((total, each) => total + each.product, 0);
        const first = state.op === "conv" ? axes.map(() => 0) : axes.map((axis) => axis.lo);
        const kept = state.position.map((position, a) => position - first[a]);
        const dropped = kept.some((at, a) => at < 0 || at >= geometry.outputExtent(axes[a]));
        $("status").textContent = dropped
            ? `The sum ${sum} is dropped: it lies outside the output.`
            : `output[${kept.join(", ")}] = ${sum}`;
        Object.assign($("status").dataset, { sum, dropped });
    };
    const wrap = (kind, node) => {
        const holder = create("div", {}, node);
        holder.dataset.kind = kind;
        return holder;
    };

    const drawNumbers = () => {
        const rows = [
            ["input", geometry.inputExtent], ["output", geometry.outputExtent], ["kernel", (axis) => axis.kernel],
            ["stride", (axis) => axis.stride], ["dilation", (axis) => axis.dilation], ["span", (axis) => axis.span],
            ["lo", (axis) => axis.lo], ["hi", (axis) => axis.hi],
            [state.op === "conv" ? "inputs with this output" : "admissible outputs", (axis) => geometry.text(axis.admissible), "admissible"],
            ["inputs never read", (axis) => geometry.unread(axis).join(", ") || "none", "unread"],
            ["outputs without input", (axis) => geometry.unreached(axis).join(", ") || "none", "unreached"],
        ];
        if (state.op === "deconv") {
            rows.splice(10, 0, ["dropped", (axis) => geometry.result(axis).cells.filter((cell) => cell === "DROPPED").length, "dropped"]);
        }
        const head = create("tr", {}, create("th"), ...axes.map((axis, a) => create("th", { scope: "col", textContent: axisName(a) })));
        $("numbers").replaceChildren(create("thead", {}, head), create("tbody", {}, ...rows.map(([name, value, key]) =>
            create("tr", {}, create("th", { scope: "row", textContent: name }), ...axes.map((axis, a) => {
                const cell = create("td", { textContent: value(axis) });
                Object.assign(cell.dataset, { axis: a, key: key || name });
                return cell;
            })))));
    };

    const moved = () => {
        if (axes === null || placeCount() === 0) {
            return;
        }
        state.position = clamp(state.position);
        const products = geometry.products(axes, state.position, inputAt, weightAt);
        drawFrames(products);
        drawProducts(products);
        const step = stepOf(state.position);
        $("step").max = placeCount() - 1;
        $("step").value = step;
        $("count").textContent = `${step + 1} of ${placeCount()}`;
    };

    const changed = () => {
        const refusal = resolve();
        $("refusal").hidden = refusal === null;
        const empty = axes !== null && placeCount() === 0;
        for (const id of ["picture", "sum-card", "numbers-card"]) {
            $(id).hidden = axes === null || empty && id !== "numbers-card";
        }
        document.body.dataset.refusal = refusal === null ? "" : refusal.message;
        $("formula").textContent = state.op === "conv"
            ? "output[i] = Σ kernel[t] · input[i·stride + t·dilation − lo]"
            : "output[p] = Σ kernel[t] · input[i]  where  i·stride + t·dilation − lo = p";
        drawParameters(refusal);
        if (refusal !== null) {
            stop();
            $("title").textContent = state.op === "conv" ? "Convolution" : "Transposed convolution";
            $("refusal").replaceChildren(create("p", { textContent: refusal.message }));
            if (refusal.admissible) {
                $("refusal").append(chips(refusal.axis, refusal.admissible));
            }
            return;
        }
        $("title").textContent = `${state.op === "conv" ? "Convolution" : "Transposed convolution"} `
            + `${cross(axes.map(geometry.inputExtent))} → ${cross(axes.map(geometry.outputExtent))}`;
        drawNumbers();
        if (empty) {
            stop();
            $("refusal").hidden = false;
            $("refusal").replaceChildren(create("p", { textContent: "The output has no elements: nothing to draw." }));
            return;
        }
        drawGrids();
        moved();
    };

    // ---- parameters ----
    const chips = (a, interval) => {
        const node = create("div", { className: "chips" });
        for (let output = interval.min; output <= Math.min(interval.max, interval.min + 11); output++) {
            const chip = create("button", { type: "button", textContent: output, onclick: () => set(a, (p) => { p.output = output; }) });
            chip.dataset.output = output;
            chip.dataset.axis = a;
            chip.setAttribute("aria-label", `output ${output}`);
            chip.setAttribute("aria-pressed", axes !== null && geometry.outputExtent(axes[a]) === output);
            node.append(chip);
        }
        return node;
    };

    const set = (a, change) => {
        state.axes.forEach((p, other) => {
            if (other === a || state.linked) {
                change(p);
            }
        });
        state.position = [];
        changed();
    };

    const number = (a, name, min, read, write) => {
        const field = create("input", { type: "number", step: 1, id: `${name}-${a}` });
        if (min !== null) {
            field.min = min;
        }
        const value = read(state.axes[a]);
        field.value = value === null || Number.isNaN(value) ? "" : value;
        field.setAttribute("aria-label", `${name}, ${axisName(a)}`);
        field.oninput = () => set(a, (p) => write(p, field.value === "" ? NaN : Number(field.value)));
        return field;
    };

    const paddingField = (a) => {
        const field = create("select", { id: `padding-${a}` },
            ...[...geometry.MODES, "EXPLICIT"].map((mode) => create("option", { value: mode, textContent: mode === "EXPLICIT" ? "explicit" : mode })));
        field.value = state.axes[a].padding.mode;
        field.setAttribute("aria-label", `padding, ${axisName(a)}`);
        field.onchange = () => set(a, (p) => {
            p.padding = field.value === "EXPLICIT" ? { mode: "EXPLICIT", lo: 1, hi: 1 } : { mode: field.value };
        });
        return field;
    };

    let drawn = "";
    const drawParameters = (refusal) => {
        const columns = state.linked ? [0] : state.axes.map((axis, a) => a);
        const explicit = columns.some((a) => state.axes[a].padding.mode === "EXPLICIT");
        // Fields are only made anew when others are needed: one in use keeps the caret.
        const form = JSON.stringify([state.op, state.axes.length, state.linked, columns.map((a) => state.axes[a].padding.mode)]);
        if (form !== drawn) {
            drawn = form;
            const focused = document.activeElement && document.activeElement.id;
            const row = (name, field) => [create("span", { textContent: name }), ...columns.map((a) => field(a) || create("span"))];
            const plain = (name, min) => row(name, (a) => number(a, name, min, (p) => p[name], (p, value) => { p[name] = value; }));
            const pads = (name) => row(name, (a) => state.axes[a].padding.mode !== "EXPLICIT" ? null
                : number(a, name, null, (p) => p.padding[name], (p, value) => { p.padding[name] = value; }));
            const node = create("div", { className: "axes" },
                ...(state.axes.length === 1 ? [] : [create("span"), ...columns.map((a) => create("span",
                    { className: "head", textContent: state.linked ? "height and width" : axisName(a) }))]),
                ...plain("input", 0), ...plain("kernel", 1), ...plain("stride", 1), ...plain("dilation", 1),
                ...row("padding", paddingField), ...(explicit ? [...pads("lo"), ...pads("hi")] : []),
                ...(state.op === "conv" ? [] : [
                    ...row("output", (a) => number(a, "output", 0, (p) => p.output, (p, value) => { p.output = Number.isNaN(value) ? null : value; })),
                    ...row("", (a) => create("div", { id: `chips-${a}` }))]));
            node.style.gridTemplateColumns = `max-content repeat(${columns.length}, minmax(0, 1fr))`;
            $("parameters").replaceChildren(node);
            if (focused && $(focused)) {
                $(focused).focus();
            }
        }
        for (const a of columns) {
            for (const name of ["input", "kernel", "stride", "dilation", "output"]) {
                const field = $(`${name}-${a}`);
                if (field) {
                    field.setAttribute("aria-invalid", refusal !== null && refusal.axis === a && refusal.parameter === name);
                    if (name === "output") {
                        if (field !== document.activeElement) {
                            field.value = state.axes[a].output === null ? "" : state.axes[a].output;
                        }
                        field.placeholder = axes === null ? "" : geometry.outputExtent(axes[a]);
                    }
                }
            }
            if ($(`chips-${a}`)) {
                $(`chips-${a}`).replaceChildren(...(axes === null ? [] : [chips(a, axes[a].admissible)]));
            }
        }
        document.querySelector(`[name=op][value=${state.op}]`).checked = true;
        document.querySelector(`[name=rank][value="${state.axes.length}"]`).checked = true;
        document.querySelector(`[name=values][value=${state.values}]`).checked = true;
        $("link").checked = state.linked;
        $("link-row").hidden = state.axes.length === 1;
    };

    // ---- moving ----
    const stop = () => {
        clearInterval(timer);
        timer = null;
        $("play").textContent = "Play";
    };
    const start = () => {
        timer = setInterval(() => go((stepOf(state.position) + 1) % placeCount()), Number($("speed").value));
        $("play").textContent = "Pause";
    };
    const toggle = () => timer === null ? start() : stop();
    const go = (step) => {
        state.position = positionOf(Math.min(Math.max(step, 0), placeCount() - 1));
        moved();
    };

    const move = (a, by) => {
        if (a >= 0) {
            state.position[a] += by;
            moved();
        }
    };
    $("grids").addEventListener("keydown", (event) => {
        const last = axes.length - 1;
        const keys = {
            ArrowLeft: () => move(last, -1), ArrowRight: () => move(last, 1),
            ArrowUp: () => move(last - 1, -1), ArrowDown: () => move(last - 1, 1),
            Home: () => go(0), End: () => go(placeCount() - 1), " ": toggle,
        };
        if (keys[event.key]) {
            event.preventDefault();
            keys[event.key]();
        }
    });

    /** The place of a grid under the pointer, one number per axis. */
    const placeAt = (node, strips, event) => {
        const box = node.getBoundingClientRect();
        const column = Math.floor((event.clientX - box.left) / box.width * strips[strips.length - 1].cells.length);
        if (strips.length === 1) {
            return [column];
        }
        return [Math.floor((event.clientY - box.top) / box.height * strips[0].cells.length), column];
    };
    /** Where the window lies over its source: its first place on each axis, from 0. */
    const windowStart = () => axes.map((axis, a) =>
        Math.min(...geometry.reads(axis, state.position[a])) - geometry.source(axis).start);

    const dragging = (node, strips, begin, follow) => {
        node.addEventListener("pointerdown", (event) => {
            event.preventDefault();
            $("grids").focus({ preventScroll: true });
            stop();
            node.setPointerCapture(event.pointerId);
            node.classList.add("dragged");
            const grip = begin(placeAt(node, strips(), event));
            const drag = (more) => {
                state.position = follow(placeAt(node, strips(), more), grip);
                moved();
            };
            drag(event);
            node.onpointermove = drag;
        });
        const end = () => {
            node.onpointermove = null;
            node.classList.remove("dragged");
        };
        node.addEventListener("pointerup", end);
        node.addEventListener("pointercancel", end);
    };
    // The window is held where it was gripped; beside it, by its middle.
    dragging($("source"), () => axes.map(geometry.source),
        (place) => {
            const held = windowStart().map((from, a) => place[a] - from);
            const inside = held.every((at, a) => at >= 0 && at < axes[a].span);
            return inside ? held : axes.map((axis) => Math.floor((axis.span - 1) / 2));
        },
        (place, grip) => axes.map((axis, a) => {
            const from = place[a] - grip[a] + geometry.source(axis).start;
            return axis.op === "conv" ? Math.round((from + axis.lo) / axis.stride) : from + axis.span - 1;
        }));
    dragging($("result"), positions, () => null, (place) => place.map((at, a) => at + positions()[a].start));

    $("play").onclick = toggle;
    $("back").onclick = () => { stop(); go(stepOf(state.position) - 1); };
    $("forward").onclick = () => { stop(); go(stepOf(state.position) + 1); };
    $("step").oninput = () => { stop(); go(Number($("step").value)); };
    $("speed").onchange = () => { if (timer !== null) { stop(); start(); } };

    // ---- what is explained ----
    const restart = () => {
        state.position = [];
        changed();
    };
    $("operator").onchange = (event) => {
        state.op = event.target.value;
        state.axes.forEach((p) => { p.output = null; });
        restart();
    };
    $("rank").onchange = (event) => {
        if (event.target.value === "1") {
            state.axes = state.axes.slice(-1);
            state.linked = false;
        } else {
            state.axes = [structuredClone(state.axes[0]), state.axes[0]];
            state.linked = true;
        }
        restart();
    };
    $("values").onchange = (event) => {
        state.values = event.target.value;
        changed();
    };
    $("link").onchange = () => {
        state.linked = $("link").checked;
        if (state.linked) {
            state.axes[1] = structuredClone(state.axes[0]);
        }
        restart();
    };

    changed();
})();

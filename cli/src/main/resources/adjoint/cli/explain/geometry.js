"use strict";
/*
 * The geometry of one axis and the sums of the window, as pure functions. Names and messages are those of the Java classes
 * Padding, Axis and AxisView; a test compares both over a grid of cases.
 */
const geometry = (() => {
    const MODES = ["SAME", "SAME_LOWER", "VALID", "CAUSAL", "FULL"];

    /** Modes under which the convolution's output is ceil(input / stride), whatever the kernel. */
    const keepsExtent = (padding) => ["SAME", "SAME_LOWER", "CAUSAL"].includes(padding.mode);
    const name = (padding) => padding.mode === "EXPLICIT" ? `EXPLICIT(${padding.lo},${padding.hi})` : padding.mode;

    const atLeast = (what, value, min) => {
        if (!Number.isInteger(value)) {
            throw new RangeError(`${what}: must be a whole number`);
        }
        if (value < min) {
            throw new RangeError(`${what}=${value}: must be at least ${min}`);
        }
    };

    const spanOf = (p) => (p.kernel - 1) * p.dilation + 1;
    const natural = (y, p) => (y - 1) * p.stride + spanOf(p);

    /** Pads of a mode whose pads do not depend on the extents. */
    const fixedPads = (p) => {
        const most = spanOf(p) - 1;
        switch (p.padding.mode) {
            case "VALID": return { lo: 0, hi: 0 };
            case "CAUSAL": return { lo: most, hi: 0 };
            case "FULL": return { lo: most, hi: most };
            default: return p.padding;
        }
    };

    const windows = (x, p) => {
        if (keepsExtent(p.padding)) {
            return Math.ceil(x / p.stride);
        }
        const pads = fixedPads(p);
        return Math.floor((x + pads.lo + pads.hi - spanOf(p)) / p.stride) + 1;
    };

    /** The x extents from which a convolution yields y. */
    const admissible = (y, p) => {
        const pads = fixedPads(p);
        const max = keepsExtent(p.padding) ? y * p.stride : natural(y, p) - pads.lo - pads.hi + p.stride - 1;
        if (max < 0) {
            throw new RangeError(`input=${y}: padding ${name(p.padding)} takes away more than the ${natural(y, p)} elements `
                + `that a window of span ${spanOf(p)} and stride ${p.stride} yields`);
        }
        return { min: Math.max(0, max - p.stride + 1), max };
    };

    const text = (interval) => interval.min === interval.max ? `${interval.min}` : `${interval.min}..${interval.max}`;

    const between = (op, x, y, p, interval) => {
        const total = Math.max(0, natural(y, p) - x);
        const lo = p.padding.mode === "SAME" ? Math.floor(total / 2)
            : p.padding.mode === "SAME_LOWER" ? Math.ceil(total / 2) : fixedPads(p).lo;
        return {
            op, x, y, kernel: p.kernel, stride: p.stride, dilation: p.dilation, span: spanOf(p), lo,
            hi: natural(y, p) - lo - x, admissible: interval,
        };
    };

    /**
     * Resolves one axis.
     * op: "conv" or "deconv"; p: input, kernel, stride, dilation, padding {mode, lo, hi}, and for deconv output or null.
     * Throws a RangeError that says what does not fit.
     */
    const resolve = (op, p) => {
        atLeast("kernel", p.kernel, 1);
        atLeast("stride", p.stride, 1);
        atLeast("dilation", p.dilation, 1);
        atLeast("input", p.input, 0);
        if (p.padding.mode === "EXPLICIT") {
            atLeast("lo", p.padding.lo, -Infinity);
            atLeast("hi", p.padding.hi, -Infinity);
        }
        return op === "conv" ? fromX(p) : fromY(p);
    };

    const fromX = (p) => {
        const y = windows(p.input, p);
        if (y < 0) {
            throw new RangeError(`input=${p.input}: with padding ${name(p.padding)} it must have at least `
                + `${admissible(0, p).min} elements for a window of span ${spanOf(p)}`);
        }
        return between("conv", p.input, y, p, admissible(y, p));
    };

    const fromY = (p) => {
        const interval = admissible(p.input, p);
        if (p.output === null) {
            return between("deconv", keepsExtent(p.padding) ? interval.max : interval.min, p.input, p, interval);
        }
        atLeast("output", p.output, -Infinity);
        if (p.output < interval.min || p.output > interval.max) {
            const refusal = new RangeError(`output=${p.output}: with padding ${name(p.padding)}, kernel=${p.kernel}, `
                + `stride=${p.stride}, dilation=${p.dilation} and input=${p.input} it must be `
                + `${interval.min === interval.max ? "" : "in "}${text(interval)}`);
            refusal.admissible = interval;
            throw refusal;
        }
        return between("deconv", p.output, p.input, p, interval);
    };

    const range = (start, end, value) => {
        const values = [];
        for (let at = start; at < end; at++) {
            values.push(value(at));
        }
        return values;
    };

    /** The x elements that some window reads. */
    const met = (axis) => {
        const elements = new Set();
        for (let i = 0; i < axis.y; i++) {
            for (let t = 0; t < axis.kernel; t++) {
                elements.add(i * axis.stride + t * axis.dilation - axis.lo);
            }
        }
        return elements;
    };

    const meetsImage = (axis, i) => range(0, axis.kernel, (t) => i * axis.stride + t * axis.dilation - axis.lo)
        .some((p) => p >= 0 && p < axis.x);

    const firstWindow = (axis) => Math.min(0, axis.lo);
    const endWindow = (axis) => Math.max(axis.y === 0 ? 0 : (axis.y - 1) * axis.stride + axis.span, axis.lo + axis.x);

    /** What the window slides over: {start, cells}, a kind for each place. */
    const source = (axis) => {
        if (axis.op === "conv") {
            const before = axis.y === 0 ? 0 : Math.max(0, axis.lo);
            const after = axis.y === 0 ? 0 : Math.max(0, axis.hi);
            const read = met(axis);
            return {
                start: -before || 0,
                cells: range(-before, axis.x + after,
                    (p) => p < 0 || p >= axis.x ? "PADDING" : read.has(p) ? "INPUT" : "UNREAD"),
            };
        }
        const stretched = axis.y === 0 ? 0 : (axis.y - 1) * axis.stride + 1;
        const start = firstWindow(axis) - axis.span + 1;
        return {
            start,
            cells: range(start, endWindow(axis), (q) => {
                if (q < 0 || q >= stretched) {
                    return "PADDING";
                }
                if (q % axis.stride !== 0) {
                    return "STRETCH";
                }
                return meetsImage(axis, q / axis.stride) ? "INPUT" : "UNREAD";
            }),
        };
    };

    /** What the window yields, uncut: {start, cells}. */
    const result = (axis) => {
        if (axis.op === "conv") {
            return { start: 0, cells: range(0, axis.y, (i) => meetsImage(axis, i) ? "OUTPUT" : "EMPTY") };
        }
        const reached = met(axis);
        return {
            start: firstWindow(axis),
            cells: range(firstWindow(axis), endWindow(axis), (j) => {
                const p = j - axis.lo;
                return p < 0 || p >= axis.x ? "DROPPED" : reached.has(p) ? "OUTPUT" : "EMPTY";
            }),
        };
    };

    /** The longer of both strips, told without making them. */
    const places = (axis) => axis.op === "conv"
        ? Math.max(axis.y, axis.x + (axis.y === 0 ? 0 : Math.max(0, axis.lo) + Math.max(0, axis.hi)))
        : endWindow(axis) - firstWindow(axis) + axis.span - 1;

    /** The source position that each tap of the window at a result position reads. */
    const reads = (axis, position) => range(0, axis.kernel,
        (t) => axis.op === "conv" ? position * axis.stride + t * axis.dilation - axis.lo : position - t * axis.dilation);

    /** The input element at a source position, or -1 where a zero lies. */
    const element = (axis, position) => {
        const step = axis.op === "conv" ? 1 : axis.stride;
        const extent = axis.op === "conv" ? axis.x : axis.y;
        const index = position / step;
        return Number.isInteger(index) && index >= 0 && index < extent ? index : -1;
    };

    const inputExtent = (axis) => axis.op === "conv" ? axis.x : axis.y;
    const outputExtent = (axis) => axis.op === "conv" ? axis.y : axis.x;

    const indices = (strip, kind) => strip.cells.flatMap((cell, at) => cell === kind ? [strip.start + at] : []);
    /** Input elements without part in the result. */
    const unread = (axis) => indices(source(axis), "UNREAD").map((q) => q / (axis.op === "conv" ? 1 : axis.stride));
    /** Elements of the result that no input reaches. */
    const unreached = (axis) => indices(result(axis), "EMPTY").map((j) => axis.op === "conv" ? j : j - axis.lo);

    const KINDS = ["PADDING", "STRETCH", "UNREAD", "INPUT", "DROPPED", "EMPTY", "OUTPUT"];
    /** The kind of a place in a grid, from its kinds along two axes. */
    const combine = (a, b) => KINDS.indexOf(a) < KINDS.indexOf(b) ? a : b;

    /**
     * The products of the window at one position: {tap, at, input, weight, product}, in the order of the taps. Positions, taps
     * and elements have one number per axis; input and filter are functions of element and tap.
     */
    const products = (axes, position, input, filter) => axes
        .map((axis, a) => reads(axis, position[a]).map((at, tap) => ({ at, tap })))
        .reduce((all, more) => all.flatMap((left) => more.map((right) => [...left, right])), [[]])
        .map((path) => {
            const at = path.map((step) => step.at);
            const tap = path.map((step) => step.tap);
            const index = axes.map((axis, a) => element(axis, at[a]));
            const value = index.includes(-1) ? 0 : input(index);
            return { at, tap, input: value, weight: filter(tap), product: value * filter(tap) };
        });

    /** The window's sum at one position. */
    const sum = (axes, position, input, filter) =>
        products(axes, position, input, filter).reduce((total, each) => total + each.product, 0);

    return {
        MODES, KINDS, resolve, source, result, places, reads, element, unread, unreached, combine, products, sum,
        inputExtent, outputExtent, text,
    };
})();

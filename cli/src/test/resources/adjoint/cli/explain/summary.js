/* One axis in one line, as AxisSummary.java writes it; or the refusal. */
(op, input, kernel, stride, dilation, mode, lo, hi, output) => {
    try {
        const axis = geometry.resolve(op, { input, kernel, stride, dilation, padding: { mode, lo, hi }, output });
        const source = geometry.source(axis);
        const result = geometry.result(axis);
        const kept = result.cells.flatMap((cell, at) => cell === "DROPPED" ? [] : [result.start + at]);
        const ones = kept.map((position) =>
            geometry.reads(axis, position).reduce((count, at) => geometry.element(axis, at) < 0 ? count : count + 1, 0));
        return [
            `x ${axis.x}`, `y ${axis.y}`, `span ${axis.span}`, `lo ${axis.lo}`, `hi ${axis.hi}`,
            `admissible ${geometry.text(axis.admissible)}`, `unread ${geometry.unread(axis)}`,
            `unreached ${geometry.unreached(axis)}`, `source ${source.start} ${source.cells}`,
            `result ${result.start} ${result.cells}`, `places ${geometry.places(axis)}`, `ones ${ones}`,
        ].join("; ");
    } catch (refusal) {
        if (refusal instanceof RangeError) {
            return refusal.message;
        }
        throw refusal;
    }
}

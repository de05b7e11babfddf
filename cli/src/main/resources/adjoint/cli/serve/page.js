"use strict";
(() => {
    const $ = (id) => document.getElementById(id);
    let addresses = []; // of the pictures shown, to be given back
    let current = 0; // counts photos: an answer to an earlier one comes too late

    const tell = (text, refusal = false) => {
        $("status").hidden = !text;
        $("status").textContent = text;
        $("status").classList.toggle("refusal", refusal);
    };

    const shown = (image, blob) => {
        const address = URL.createObjectURL(blob);
        addresses.push(address);
        image.src = address;
        return image.decode();
    };

    /* Server-Timing: s0;dur=1.5;desc="Conv 'a', 2.0 GFLOP/s", ... */
    const layers = (header) => [...(header ?? "").matchAll(/s\d+;dur=([\d.]+);desc="(.*?), ([\d.]+) GFLOP\/s"/g)]
        .map(([, milliseconds, name, speed]) => ({ milliseconds: Number(milliseconds), name, speed: Number(speed) }));

    const list = (all) => {
        const longest = Math.max(...all.map((layer) => layer.milliseconds));
        $("layers").tBodies[0].replaceChildren(...all.map((layer) => {
            const row = document.createElement("tr");
            const bar = Object.assign(document.createElement("meter"), { max: longest, value: layer.milliseconds });
            bar.setAttribute("aria-label", `${layer.name}: ${layer.milliseconds} ms`);
            for (const cell of [layer.name, layer.milliseconds.toFixed(1), layer.speed > 0 ? layer.speed.toFixed(1) : "", bar]) {
                row.insertCell().append(cell);
            }
            return row;
        }));
    };

    const enlarge = async (file) => {
        const mine = ++current;
        const start = performance.now();
        $("result").hidden = true;
        tell("Computing ...");
        const timer = setInterval(() => {
            if (mine === current) {
                tell(`Computing ... ${Math.round((performance.now() - start) / 1000)} s`);
            }
        }, 1000);
        try {
            const answer = await fetch(`upscale?model=${$("model").value}`, { method: "POST", body: file });
            if (!answer.ok) {
                throw new Error((await answer.text()).trim());
            }
            const large = await answer.blob();
            if (mine !== current) {
                return;
            }
            addresses.forEach((address) => URL.revokeObjectURL(address));
            addresses = [];
            await Promise.all([shown($("after"), large), shown($("before"), file)]);
            const all = layers(answer.headers.get("Server-Timing"));
            list(all);
            const network = all.reduce((sum, layer) => sum + layer.milliseconds, 0) / 1000;
            $("sizes").textContent = `${$("before").naturalWidth}×${$("before").naturalHeight} → `
                + `${$("after").naturalWidth}×${$("after").naturalHeight}, network ${network.toFixed(2)} s`;
            $("save").href = $("after").src;
            $("save").download = `${file.name.replace(/\.[^.]*$/, "")}-2x.png`;
            tell("");
            $("result").hidden = false;
        } catch (problem) {
            if (mine === current) {
                tell(problem instanceof TypeError ? "The server does not answer." : problem.message, true);
            }
        } finally {
            clearInterval(timer);
        }
    };

    let last = null;
    const take = (file) => {
        if (file) {
            last = file;
            enlarge(file);
        }
    };
    $("file").addEventListener("change", () => {
        take($("file").files[0]);
        $("file").value = ""; // so that the same file can be chosen again
    });
    $("model").addEventListener("change", () => take(last));
    addEventListener("dragover", (event) => {
        event.preventDefault();
        $("drop").classList.add("over");
    });
    addEventListener("dragleave", () => $("drop").classList.remove("over"));
    addEventListener("drop", (event) => {
        event.preventDefault();
        $("drop").classList.remove("over");
        take(event.dataTransfer.files[0]);
    });
    $("slider").addEventListener("input", () => $("viewer").style.setProperty("--at", `${$("slider").value}%`));
})();
